using System.Text.Json;
using Hotline.Telephony.Media;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Calls;

/// <summary>
/// The prompts (提示音) of a folder by id. Its manifest prompts.json is a list of <c>{"id": "greeting", "file": "greeting.wav"}</c>,
/// alone or under "prompts". A missing or broken prompt is logged and not played: calls go on without it.
/// </summary>
internal sealed partial class PromptLibrary(string folder, ILogger log)
{
    private readonly Lazy<Dictionary<string, Prompt>> _prompts = new(() => Load(folder, log));

    internal Prompt? Find(string id) => _prompts.Value.GetValueOrDefault(id);

    /// <summary>Reads everything now, so that no call waits for the disk.</summary>
    internal int LoadAll() => _prompts.Value.Count;

    private static Dictionary<string, Prompt> Load(string folder, ILogger log)
    {
        var prompts = new Dictionary<string, Prompt>(StringComparer.Ordinal);
        try
        {
            foreach (var entry in Entries(Path.Combine(folder, "prompts.json")))
                prompts[entry.GetProperty("id").GetString()!] = Prompt.Load(Path.Combine(folder, entry.GetProperty("file").GetString()!));
        }
        catch (Exception e) when (e is IOException or JsonException or InvalidDataException or KeyNotFoundException or InvalidOperationException)
        {
            Unreadable(log, folder, e.Message);
        }

        return prompts;
    }

    private static List<JsonElement> Entries(string manifest)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(manifest));
        var list = json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.GetProperty("prompts") : json.RootElement;
        return [.. list.EnumerateArray().Select(e => e.Clone())];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not every prompt of {Folder} can be played: {Error} Set Telephony:Prompts to a folder with prompts.json.")]
    private static partial void Unreadable(ILogger log, string folder, string error);
}
