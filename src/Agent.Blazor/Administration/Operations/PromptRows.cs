using Hotline.Agent.Blazor.Administration.Imports;
using Hotline.Telephony.Prompts;

namespace Hotline.Agent.Blazor.Administration.Operations;

/// <summary>The manifest of prompts as rows of a table; the recordings themselves are replaced one by one. Prompts that a file does not name stay as they are.</summary>
internal static class PromptRows
{
    /// <summary>Length, sum and problem stand in an export and are not read.</summary>
    internal static IReadOnlyList<string> Columns { get; } = ["code", "text", "file", "language", "seconds", "sum", "problem"];

    internal static PromptEntry Read(CsvRow row)
    {
        var entry = new PromptEntry(row.Required("code", 60), row.Required("text", 500), row.Required("file", 100), row.Text("language", 10) ?? "zh");
        if (entry.File.Length > 0 && !PromptEntry.IsFile(entry.File)) row.Wrong("file", "no-file", entry.File);
        return entry;
    }

    internal static void Check(IReadOnlyList<(CsvRow Row, PromptEntry Item)> rows)
    {
        foreach (var (row, prompt) in rows.GroupBy(r => r.Item.Id, StringComparer.Ordinal).Where(g => g.Key.Length > 0).SelectMany(g => g.Skip(1))) row.Wrong("code", "twice", prompt.Id);
    }

    internal static ImportState State(PromptEntry entry, IReadOnlyList<PromptInfo> there) => there.FirstOrDefault(p => p.Id == entry.Id) switch
    {
        null => ImportState.Added,
        var p when (p.Text, p.File, p.Language) == (entry.Text, entry.File, entry.Language) => ImportState.Same,
        _ => ImportState.Changed,
    };
}
