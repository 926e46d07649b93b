using Hotline.Agent.Blazor.Administration.Imports;
using Hotline.Tickets;
using Hotline.Tickets.Delivery;

namespace Hotline.Agent.Blazor.Administration.Rules;

/// <summary>Letters as rows of a table: one kind a row; kinds that a file does not name stay as they are.</summary>
internal static class LetterRows
{
    private const int Brief = 500, Long = 4000;

    /// <summary>The name is for people and is not read.</summary>
    internal static IReadOnlyList<string> Columns { get; } = ["code", "name", "channel", "letterSubject", "text", "full", "confidential", "englishSubject", "english", "englishFull", "englishConfidential"];

    internal static LetterTemplate Read(CsvRow row)
    {
        var kind = row.Term("code", LetterKind.Accepted);
        if (row.Text("code") is null) row.Wrong("code", "missing");
        return new(
            kind, Channels(row), new(row.Required("letterSubject", 60), row.Required("text", Brief), row.Text("full", Long), row.Text("confidential", Brief)),
            new(row.Required("englishSubject", 100), row.Required("english", Brief), row.Text("englishFull", Long), row.Text("englishConfidential", Brief)), [], 0);
    }

    internal static void Check(IReadOnlyList<(CsvRow Row, LetterTemplate Item)> rows)
    {
        foreach (var (row, letter) in rows.GroupBy(r => r.Item.Kind).SelectMany(g => g.Skip(1))) row.Wrong("code", "twice", letter.Kind.Code());
        foreach (var (row, letter) in rows)
        {
            foreach (var problem in LetterBook.ProblemsOf(letter)) row.Wrong(problem.Field, problem.What, problem.Value);
        }
    }

    /// <summary>Who is also called stays as it was.</summary>
    internal static LetterTemplate Onto(LetterTemplate letter, IReadOnlyList<LetterTemplate> there) => letter with { Call = there.First(t => t.Kind == letter.Kind).Call };

    internal static ImportState State(LetterTemplate letter, IReadOnlyList<LetterTemplate> there) => LetterBook.IsSame(letter, there.First(t => t.Kind == letter.Kind)) ? ImportState.Same : ImportState.Changed;

    internal static IReadOnlyList<string?> Cells(LetterTemplate l) =>
    [
        l.Kind.Code(), l.Kind.Chinese(), string.Join(';', l.Channels.Select(c => c.Code())), l.Zh.Subject, l.Zh.Text, l.Zh.Full, l.Zh.Confidential, l.En.Subject, l.En.Text, l.En.Full, l.En.Confidential,
    ];

    private static List<DeliveryChannel> Channels(CsvRow row)
    {
        var found = new List<DeliveryChannel>();
        foreach (var part in row.Parts("channel") ?? [])
        {
            if (Terms.TryFromCode<DeliveryChannel>(part, out var channel)) found.Add(channel);
            else row.Wrong("channel", "no-term", part, string.Join(", ", Enum.GetValues<DeliveryChannel>().Select(c => c.Code())));
        }

        if (found.Count == 0 && row.Parts("channel") is null) row.Wrong("channel", "missing");
        return found;
    }
}
