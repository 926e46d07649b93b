namespace Hotline.Tickets.UnifiedReplies;

/// <summary>How a value is meant: exactly, at most or before, at least or from.</summary>
internal enum Bound
{
    Exact,
    AtMost,
    AtLeast,
}

/// <summary>A date as people say it: a day, or the days a month's end or decade may mean. Days are written month × 100 + day.</summary>
internal sealed record SaidDate(int? Year, int From, int To, Bound Bound)
{
    internal bool AgreesWith(SaidDate o)
    {
        if (Year is { } y && o.Year is { } z && y != z) return false;
        return (Bound, o.Bound) switch
        {
            (Bound.Exact, Bound.AtMost) => From <= o.To,
            (Bound.AtMost, Bound.Exact) => o.From <= To,
            (Bound.Exact, Bound.AtLeast) => To >= o.From,
            (Bound.AtLeast, Bound.Exact) => o.To >= From,
            (Bound.AtMost, Bound.AtLeast) => o.From <= To,
            (Bound.AtLeast, Bound.AtMost) => From <= o.To,
            _ => From <= o.To && o.From <= To,
        };
    }
}

/// <summary>An amount with its unit; "about" leaves a tenth to either side.</summary>
internal sealed record SaidAmount(string Unit, decimal From, decimal To, Bound Bound)
{
    internal bool AgreesWith(SaidAmount o) => (Bound, o.Bound) switch
    {
        (Bound.Exact, Bound.AtMost) => From <= o.To,
        (Bound.AtMost, Bound.Exact) => o.From <= To,
        (Bound.Exact, Bound.AtLeast) => To >= o.From,
        (Bound.AtLeast, Bound.Exact) => o.To >= From,
        (Bound.AtMost, Bound.AtLeast) => o.From <= To,
        (Bound.AtLeast, Bound.AtMost) => From <= o.To,
        _ => From <= o.To && o.From <= To,
    };
}
