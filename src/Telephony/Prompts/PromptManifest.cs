using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Hotline.Telephony.Prompts;

/// <summary>A line of the manifest (提示音清单).</summary>
/// <param name="File">A name without a folder.</param>
public sealed record PromptEntry(string Id, string Text, string File, string Language)
{
    public static bool IsFile(string name) => name == Path.GetFileName(name) && name.Length > 4 && name.EndsWith(".wav", StringComparison.OrdinalIgnoreCase) && !name.Contains('\\', StringComparison.Ordinal);
}

/// <summary>prompts.json with other words: what it says beyond them stays. Pure.</summary>
internal static class PromptManifest
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <param name="json">A list of prompts, alone or under "prompts".</param>
    /// <exception cref="JsonException">It is neither.</exception>
    internal static string With(string json, IReadOnlyList<PromptEntry> entries)
    {
        var root = JsonNode.Parse(json);
        var list = (root as JsonArray) ?? root?["prompts"] as JsonArray ?? throw new JsonException("The manifest is no list of prompts.");
        foreach (var entry in entries)
        {
            if (list.FirstOrDefault(n => (string?)n?["id"] == entry.Id) is JsonObject there) Describe(there, entry);
            else list.Add(Describe(new JsonObject { ["id"] = entry.Id }, entry));
        }

        return root!.ToJsonString(Readable);
    }

    /// <summary>A file that is named already keeps its folder.</summary>
    private static JsonObject Describe(JsonObject prompt, PromptEntry entry)
    {
        prompt["text"] = entry.Text;
        if (Path.GetFileName((string?)prompt["file"] ?? "") != entry.File) prompt["file"] = entry.File;
        if (entry.Language != ((string?)prompt["language"] ?? "zh")) prompt["language"] = entry.Language;
        return prompt;
    }
}
