using Hotline.Tickets.EventStore;
using Hotline.Tickets.Reading;
using Npgsql;

namespace Hotline.Tickets.Statistics;

/// <summary>A case of a figure; where it is an article's, the title is that and there is no number. Of sealed and enterprises' matters only that there is one.</summary>
/// <param name="Sealed">Neither its number nor its title is shown.</param>
/// <param name="Score">What it adds to the numerator.</param>
/// <param name="Reason">Why it is left out.</param>
public sealed record KpiTicket(
    TicketId? Id, TicketNumber? Number, string? Title, StateName? State, bool Sealed, DepartmentId? Unit, DateTimeOffset At, KpiPart Part, decimal Score, string? Reason);

/// <summary>下钻: the tickets behind a number.</summary>
public sealed class KpiTickets(NpgsqlDataSource db, KpiBoard board, KpiFacts facts)
{
    /// <param name="key">One value of the question's dimension, empty where none was filled in; null for all.</param>
    /// <param name="page">From 1.</param>
    public async Task<Page<KpiTicket>> ReadAsync(KpiQuestion question, KpiPart part, string? key, int page, int pageSize, CancellationToken ct)
    {
        await facts.CatchUpAsync(ct);
        var (scope, total) = (board.Scope(question), 0L);
        var (number, size) = (Math.Max(1, page), Math.Clamp(pageSize, 1, 500));
        var column = KpiQuery.Column(question.By ?? KpiDimension.Unit);
        var items = await db.ReadAsync(
            $"""
            select c.ticket_id, t.number, coalesce(t.title, a.title), t.state, coalesce(k.sealed, false), c.unit, c.at, c.part, c.score, c.reason, c.total
            from (
              select *, count(*) over () as total from ({KpiQuery.Cases(board.VariantOf(question).Cases, scope)}) c
              where {KpiQuery.Where(part)} and ($6::text is null or coalesce({column}, '') = $6) order by at, ticket_id, no limit $7 offset $8) c
            left join tickets.ticket t on t.id = c.ticket_id left join tickets.kpi_ticket k on k.ticket_id = c.ticket_id
            left join tickets.article_version a on t.id is null and a.article_id = c.ticket_id and a.version = c.no
            order by c.at, c.ticket_id, c.no
            """,
            [.. scope.Values, key, size, (number - 1L) * size],
            row =>
            {
                total = row.GetInt64(10);
                return Line(row, part);
            },
            ct);
        return new(items, number, size, total);
    }

    private static KpiTicket Line(NpgsqlDataReader row, KpiPart part) => row.GetBoolean(4)
        ? new(null, null, null, null, Sealed: true, row.Department(5), row.Time(6), part, row.GetDecimal(8), row.Maybe<string>(9))
        : row.IsDBNull(1) ? new(null, null, row.Maybe<string>(2), null, Sealed: false, row.Department(5), row.Time(6), part, row.GetDecimal(8), row.Maybe<string>(9))
        : new(
            new TicketId(row.GetGuid(0)), row.Number(1), row.GetString(2), row.Code<StateName>(3), Sealed: false, row.Department(5), row.Time(6), part, row.GetDecimal(8),
            row.Maybe<string>(9));
}
