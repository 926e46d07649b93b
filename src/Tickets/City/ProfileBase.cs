using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hotline.Tickets.City;

/// <summary>
/// "extends" of a profile's file: what it does not say itself comes from the base, a path beside it. Objects are merged, everything
/// else is replaced, null takes away (JSON Merge Patch, RFC 7396).
/// </summary>
internal static class ProfileBase
{
    private const int Deepest = 5;

    private static readonly JsonDocumentOptions Reading = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <exception cref="CityProfileException">A file is not there, is no JSON object, or the chain has no end.</exception>
    internal static JsonObject Merged(string file, int depth = 0)
    {
        var own = Read(file);
        own.Remove("$schema");
        if (!own.Remove("extends", out var name)) return own;
        if (depth == Deepest) throw new CityProfileException(file, [$"extends: more than {Deepest} files extend each other; do they run in a circle?"]);
        var path = name is JsonValue value && value.TryGetValue<string>(out var text) ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, text) : null;
        if (path is null || !File.Exists(path)) throw new CityProfileException(file, [$"extends: {name?.ToJsonString() ?? "null"} is no file beside it. Example: \"../city.json\"."]);
        return Patched(Merged(path, depth + 1), own);
    }

    private static JsonObject Read(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file), documentOptions: Reading) as JsonObject ?? throw new CityProfileException(file, ["$: must be an object."]);
        }
        catch (JsonException e)
        {
            throw new CityProfileException(file, [$"$: {e.Message}"]);
        }
    }

    private static JsonObject Patched(JsonObject target, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            if (value is null) target.Remove(key);
            else target[key] = value is JsonObject inner ? Patched(target[key] as JsonObject is { } there ? (JsonObject)there.DeepClone() : [], inner) : value.DeepClone();
        }

        return target;
    }
}
