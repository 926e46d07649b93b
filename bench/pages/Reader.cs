namespace Hotline.Bench;

/// <summary>A page that somebody opens.</summary>
/// <param name="Name">As it stands in the table: its address without what is one ticket's or one article's.</param>
internal sealed record PageCall(string Name, Func<string> Address)
{
    private static readonly string[] Ticking = ["/desk", "/wallboard", "/supervising", "/supervising/calls"];

    /// <summary>Without a circuit, also for staff: works without a script.</summary>
    internal bool IsPlain => Name.EndsWith("/reply", StringComparison.Ordinal);

    /// <summary>How long nothing is drawn once it is complete: something may still be counted, but these go on every second.</summary>
    internal TimeSpan Still => TimeSpan.FromMilliseconds(Ticking.Contains(Name) ? 400 : 1500);
}

/// <summary>Somebody at a browser: opens one page after the other, for ever in the same round.</summary>
/// <param name="Role">As it stands in the table.</param>
/// <param name="Cookie">Of the session; null where nobody signed in.</param>
/// <param name="Limit">Milliseconds that a page may take, 95 of 100 times.</param>
internal sealed record Reader(string Role, string? Cookie, IReadOnlyList<PageCall> Round, double Limit)
{
    internal bool IsStaff => Role != "citizen";
}
