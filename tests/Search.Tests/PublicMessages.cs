using System.Text.Json;
using Hotline.Search.BuiltIn;
using Hotline.Tickets;

namespace Hotline.Search.Tests;

/// <summary>Citizens' public messages for measuring, kept outside the repository (HOTLINE_SHARED_DATA or ../shared/data).</summary>
internal static class PublicMessages
{
    internal const string Absent = "messages/fj3_messages.jsonl is neither under ../shared/data nor under HOTLINE_SHARED_DATA.";

    internal static string? Folder { get; } = Find();

    internal static IReadOnlyList<CaseEntry> Read() => [.. Lines("fj3_messages.jsonl").Select(Entry).DistinctBy(entry => entry.Number)];

    internal static IEnumerable<(string A, string B)> Pairs(string file) =>
        Lines(file).Select(line => (line.GetProperty("a").GetString()!, line.GetProperty("b").GetString()!));

    internal static async Task<BuiltInSimilarCases> IndexAsync(IEnumerable<CaseEntry> entries)
    {
        var cases = new BuiltInSimilarCases();
        foreach (var entry in entries) await cases.IndexAsync(entry, TestContext.Current.CancellationToken);
        return cases;
    }

    private static CaseEntry Entry(JsonElement line) => new(
        TicketId.New(), line.GetProperty("id").GetString()!, line.GetProperty("title").GetString()!, line.GetProperty("detail").GetString()!,
        Place: null, District: null, Category: null, DateTimeOffset.UnixEpoch, new("办结", Closed: true, Department: null));

    private static IEnumerable<JsonElement> Lines(string file) =>
        File.ReadLines(Path.Combine(Folder!, file)).Where(line => line.Length > 0).Select(line => JsonElement.Parse(line));

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("HOTLINE_SHARED_DATA") is { Length: > 0 } named) return Existing(Path.Combine(named, "messages"));
        for (var up = new DirectoryInfo(AppContext.BaseDirectory); up is not null; up = up.Parent)
            if (Existing(Path.Combine(up.FullName, "shared/data/messages")) is { } found) return found;
        return null;
    }

    private static string? Existing(string folder) => File.Exists(Path.Combine(folder, "fj3_messages.jsonl")) ? folder : null;
}
