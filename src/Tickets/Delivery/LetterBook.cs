using System.Text.RegularExpressions;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Delivery;

/// <summary>告知模板 as it is used: on which channels, and what it says in each language.</summary>
/// <param name="Call">Request types whose citizens are also called.</param>
/// <param name="Version">How often the city has changed it; 0 for the words that come with the system.</param>
public sealed record LetterTemplate(LetterKind Kind, IReadOnlyList<DeliveryChannel> Channels, LetterWords Zh, LetterWords En, IReadOnlyList<RequestType> Call, int Version);

/// <summary>What is wrong with a template: a field (subject, text, full, confidential; english before those of the other language) and why.</summary>
/// <param name="What">no-place or tells.</param>
/// <param name="Value">The place that is meant, such as {unit}.</param>
public sealed record LetterProblem(string Field, string What, string Value);

/// <summary>The letters citizens get, and the city's own words for them. A change holds for the next letter, on every host.</summary>
public sealed partial class LetterBook(NpgsqlDataSource db, TimeProvider clock)
{
    public async Task<IReadOnlyList<LetterTemplate>> AllAsync(CancellationToken ct)
    {
        var changed = (await db.ReadAsync(
            "select distinct on (kind) kind, version, form::text from tickets.letter_text order by kind, version desc", [],
            row => (Kind: row.Code<LetterKind>(0), Version: row.GetInt32(1), Form: EventJson.Read<LetterForm>(row.GetString(2))), ct)).ToDictionary(r => r.Kind);
        return [.. Enum.GetValues<LetterKind>().Select(kind => changed.TryGetValue(kind, out var own) ? Template(kind, own.Form, own.Version) : Template(kind, LetterTexts.Forms[kind], 0))];
    }

    /// <summary>Those of the list that differ from what holds become its next version, all or none.</summary>
    /// <returns>How many were changed.</returns>
    /// <exception cref="ArgumentException">A template has problems; ask for them before.</exception>
    public async Task<int> ChangeAsync(IReadOnlyList<LetterTemplate> templates, Actor by, CancellationToken ct)
    {
        if (templates.SelectMany(ProblemsOf).FirstOrDefault() is { } problem) throw new ArgumentException($"{problem.Field}: {problem.What} {problem.Value}", nameof(templates));
        var there = (await AllAsync(ct)).ToDictionary(t => t.Kind);
        var changed = templates.Where(t => !IsSame(t, there[t.Kind])).ToList();
        if (changed.Count == 0) return 0;
        await using var batch = db.CreateBatch();
        foreach (var template in changed) batch.BatchCommands.Add(Sql.Command(
            "insert into tickets.letter_text (kind, version, form, changed_by, at) values ($1, $2, $3::text::jsonb, $4::text::jsonb, $5)",
            template.Kind.Code(), there[template.Kind].Version + 1, EventJson.Write(new LetterForm(template.Channels, template.Zh, template.En, template.Call)), EventJson.Write(by), clock.Now()));
        await batch.ExecuteNonQueryAsync(ct);
        return changed.Count;
    }

    /// <summary>A text may have only the places that are filled in its kind of letter, and one for a confidential matter none that tell of it. Pure.</summary>
    public static IEnumerable<LetterProblem> ProblemsOf(LetterTemplate template) => Problems(template.Kind, template.Zh, "").Concat(Problems(template.Kind, template.En, "english"));

    public static bool IsSame(LetterTemplate a, LetterTemplate b) => (a.Zh, a.En) == (b.Zh, b.En) && a.Channels.Order().SequenceEqual(b.Channels.Order());

    internal async Task<LetterForm> FormAsync(LetterKind kind, CancellationToken ct)
    {
        var own = await db.ReadAsync("select form::text from tickets.letter_text where kind = $1 order by version desc limit 1", [kind.Code()], row => EventJson.Read<LetterForm>(row.GetString(0)), ct);
        return own is [var form] ? form : LetterTexts.Forms[kind];
    }

    private static IEnumerable<LetterProblem> Problems(LetterKind kind, LetterWords words, string language)
    {
        var known = LetterTexts.PlacesOf(kind);
        foreach (var (field, text) in new[] { ("text", words.Text), ("full", words.Full), ("confidential", words.Confidential) })
        {
            foreach (var place in Braces().Matches(text ?? "").Select(m => m.Value).Where(p => !known.Contains(p.Trim('{', '}'), StringComparer.Ordinal))) yield return new(Name(field), "no-place", place);
        }

        if (LetterTexts.Telling(words) is { } told) yield return new(Name("confidential"), "tells", $"{{{told}}}");

        string Name(string field) => language.Length == 0 ? field : field == "text" ? language : language + char.ToUpperInvariant(field[0]) + field[1..];
    }

    private static LetterTemplate Template(LetterKind kind, LetterForm form, int version) => new(kind, form.Channels, form.Zh, form.En, form.Call ?? [], version);

    [GeneratedRegex(@"\{[^{}]*\}?|\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Braces();
}
