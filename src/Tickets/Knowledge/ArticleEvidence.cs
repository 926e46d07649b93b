using System.Text.RegularExpressions;
using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Reading;
using Npgsql;

namespace Hotline.Tickets.Knowledge;

/// <summary>A solved ticket an article was drawn from (案例).</summary>
public sealed record EvidenceLine(TicketNumber Number, string Title, StateName State, DateTimeOffset? ClosedAt);

/// <summary>从办结工单起草: drafts of solved tickets, and the tickets that stand behind an article (KBS-3).</summary>
public sealed partial class ArticleEvidence(NpgsqlDataSource db, TicketFile tickets, CityRules rules, TimeProvider clock)
{
    /// <summary>A first wording of what a solved ticket taught, without what points at a person; null where the reader may not see it or it has no answer.</summary>
    public async Task<(TicketId Id, ArticleText Text)?> DraftAsync(TicketNumber number, Actor by, CancellationToken ct)
    {
        if (await tickets.ReadAsync(number, by, ct) is not { UnifiedReply: { } reply } ticket || ticket.StateName is not (StateName.AwaitingFollowUp or StateName.Closed or StateName.Answered or StateName.Archived)) return null;
        var told = PersonalText.Mask(reply);
        return (ticket.Id, new ArticleText(
            ticket.DepartmentId, PathOf(ticket.Facts.Category), PersonalText.Mask(ticket.Facts.Title), $"{PersonalText.Mask(ticket.Facts.Text)}\n\n{told}", MaterialKind.HotQuestion,
            Keywords: [], Basis: Law().Match(told) is { Success: true } law ? law.Value : null, ValidUntil: rules.DayOf(clock.Now()).AddYears(1)));
    }

    /// <summary>The newest first. A unit finds those that are its own.</summary>
    public async Task<IReadOnlyList<EvidenceLine>> ListAsync(Guid article, Actor by, CancellationToken ct) => await db.ReadAsync(
        """
        select t.number, t.title, t.state, t.closed_at from tickets.article_evidence e join tickets.ticket t on t.id = e.ticket_id
        where e.article_id = $1 and ($2::text is null or t.department = $2) order by t.accepted_at desc limit 200
        """,
        [article, by.IsOfUnit ? by.Department?.Code ?? "" : null], row => new EvidenceLine(row.Number(0), PersonalText.Mask(row.GetString(1)), row.Code<StateName>(2), row.MaybeTime(3)), ct);

    private string? PathOf(string? category) => category is null || !rules.Categories.TryGetValue(category, out var own) ? null
        : rules.MainOf(category) is { } main && main != category ? $"{rules.Categories[main].Name}/{own.Name}" : own.Name;

    [GeneratedRegex(@"《[^》]{2,60}》(?:第[零〇一二三四五六七八九十百\d]+条)?", RegexOptions.None, 1000)]
    private static partial Regex Law();
}
