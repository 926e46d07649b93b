using System.Text.Json;
using Hotline.Telephony.Media;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Prompts;

/// <summary>
/// The prompts (提示音) of a folder by id. Its manifest prompts.json is a list of <c>{"id": "greeting", "text": "您好", "file": "greeting.wav",
/// "language": "zh"}</c>, alone or under "prompts". A file or the manifest that changes is read again within a second, without a restart;
/// one that cannot be read is logged, and what was there before stays. A missing prompt is not played: calls go on without it.
/// </summary>
internal sealed partial class PromptLibrary(string folder, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _reading = new();
    private readonly string _manifest = Path.Combine(folder, "prompts.json");
    private volatile Dictionary<string, PromptFile> _prompts = new(StringComparer.Ordinal);
    private DateTime _manifestWritten;
    private long _looked;

    /// <summary>As the manifest lists them.</summary>
    internal IReadOnlyList<PromptInfo> All
    {
        get
        {
            Look();
            return [.. _prompts.Values.Select(p => p.Info)];
        }
    }

    internal Prompt? Find(string id)
    {
        Look();
        return _prompts.GetValueOrDefault(id)?.Audio;
    }

    /// <summary>Reads everything now, so that no call waits for the disk.</summary>
    internal int LoadAll()
    {
        Look();
        return _prompts.Count;
    }

    /// <summary>One caller a second looks at the disk; the others take what is there.</summary>
    private void Look()
    {
        var (looked, now) = (Volatile.Read(ref _looked), clock.GetUtcNow().UtcTicks);
        if (looked != 0 && Math.Abs(now - looked) < LookEvery.Ticks) return;
        if (looked == 0) _reading.Enter(); // nothing is there yet
        else if (!_reading.TryEnter()) return;
        try
        {
            if (Volatile.Read(ref _looked) != looked) return;
            ReadManifest();
            foreach (var prompt in _prompts.Values) Refresh(prompt);
            Volatile.Write(ref _looked, now);
        }
        finally
        {
            _reading.Exit();
        }
    }

    private void ReadManifest()
    {
        var written = File.GetLastWriteTimeUtc(_manifest);
        if (written == _manifestWritten) return;
        _manifestWritten = written;
        try
        {
            var prompts = new Dictionary<string, PromptFile>(StringComparer.Ordinal);
            foreach (var entry in Entries())
            {
                var (id, file) = (Text(entry, "id"), Path.Combine(folder, Text(entry, "file")));
                prompts[id] = _prompts.GetValueOrDefault(id)?.At(file) ?? new(id, file);
                prompts[id].Describe(Optional(entry, "text") ?? "", Optional(entry, "language") ?? "zh");
            }

            _prompts = prompts;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidDataException or InvalidOperationException)
        {
            ManifestUnreadable(log, _manifest, e.Message);
        }
    }

    private void Refresh(PromptFile prompt)
    {
        if (prompt.Refresh() is { } problem) FileUnreadable(log, prompt.Info.Id, problem);
    }

    private List<JsonElement> Entries()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(_manifest));
        var list = json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("prompts", out var under) ? under : json.RootElement;
        return [.. list.EnumerateArray().Select(e => e.Clone())];
    }

    private static string Text(JsonElement entry, string name) =>
        Optional(entry, name) is { Length: > 0 } text ? text : throw new InvalidDataException($"an entry has no \"{name}\".");

    private static string? Optional(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) ? value.GetString() : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The prompt manifest {File} cannot be read: {Error} The prompts known before hold. Set Telephony:Prompts to a folder with prompts.json.")]
    private static partial void ManifestUnreadable(ILogger log, string file, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The prompt {Id} cannot be read: {Error} The file known before is played, or none.")]
    private static partial void FileUnreadable(ILogger log, string id, string error);
}
