namespace Hotline.Tickets.City;

/// <summary>裁定先例: what the dispute desk once decided, for the next case with the same facts.</summary>
/// <param name="Number">裁字号, quoted in proposals.</param>
/// <param name="Words">Keywords of its category that stood in the text: a later case has them all.</param>
/// <param name="To">From when on it holds no more.</param>
public sealed record Precedent(
    string Number, string? Category, string? District, IReadOnlyList<string> Words, DepartmentId Department, string Reason, string Basis, DateTimeOffset From, DateTimeOffset? To = null)
{
    internal bool Fits(DispatchQuestion q) =>
        q.Category is not null && Category == q.Category && District == q.District && From <= q.At && (To is not { } end || q.At < end)
        && Words.All(w => q.Text.Contains(w, StringComparison.Ordinal));

    /// <summary>The one nearest to the case: the most of its words, then the latest.</summary>
    internal static Precedent? Best(IEnumerable<Precedent> all, DispatchQuestion q) =>
        all.Where(p => p.Fits(q)).OrderByDescending(p => p.Words.Count).ThenByDescending(p => p.From).FirstOrDefault();
}
