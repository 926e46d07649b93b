using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.City;

/// <summary>Which rule of the dispatch catalogue holds (派单规则匹配). Pure.</summary>
internal static class DispatchMatch
{
    /// <summary>
    /// The rule that holds: one for the own category before one for its main category, then the one that asks for more, then the one
    /// with more of its words in the text, then the earlier one.
    /// </summary>
    internal static DispatchRow? Best(CityRules rules, DispatchQuestion question)
    {
        if (question.Category is not { } own) return null;
        var main = rules.MainOf(own);
        return rules.Profile.DispatchCatalogue
            .Where(r => (r.Category == own || r.Category == main) && Holds(r, question, rules))
            .OrderByDescending(r => r.Category == own).ThenByDescending(Conditions).ThenByDescending(r => WordsIn(r, question.Text)).FirstOrDefault();
    }

    /// <summary>How much a rule asks for beyond its category: its rank among the rules that hold.</summary>
    internal static int Conditions(DispatchRow r) =>
        Count(r.Districts is not null) + Count(r.Types is not null) + Count(r.Urgency is not null) + Count(r.Words is not null) + Count(r.Hours is not null);

    internal static string Explained(DispatchRow r) => string.Join("，", new[]
    {
        r.Districts is { } d ? $"区划 {string.Join("、", d)}" : null, r.Types is { } t ? string.Join("、", t.Select(x => x.Chinese())) : null, r.Urgency?.Chinese(),
        r.Words is { } w ? $"含“{string.Join("”或“", w)}”" : null, r.Hours, r.From is { } from ? $"自 {from:yyyy-MM-dd}" : null, r.To is { } to ? $"至 {to:yyyy-MM-dd}" : null,
    }.Where(p => p is not null));

    private static bool Holds(DispatchRow r, DispatchQuestion q, CityRules rules) =>
        (r.Districts is null || (q.District is { } d && r.Districts.Contains(d))) && (r.Types is null || (q.Type is { } t && r.Types.Contains(t)))
        && (r.Urgency is null || r.Urgency == q.Urgency) && (r.Words is null || WordsIn(r, q.Text) > 0) && HoldsAt(r, rules.LocalOf(q.At));

    private static bool HoldsAt(DispatchRow r, DateTime local)
    {
        var day = DateOnly.FromDateTime(local);
        if (day < (r.From ?? day) || day > (r.To ?? day)) return false;
        if (r.Hours is null) return true;
        foreach (var part in WorkHours.Parse(r.Hours).Parts)
            if (part.From <= local.TimeOfDay && local.TimeOfDay < part.To) return true;
        return false;
    }

    private static int WordsIn(DispatchRow r, string text) => (r.Words ?? []).Count(w => text.Contains(w, StringComparison.Ordinal));

    private static int Count(bool asked) => asked ? 1 : 0;
}
