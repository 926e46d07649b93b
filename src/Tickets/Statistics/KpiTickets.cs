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
public sealed class KpiTickets(ListDatabase lists, KpiBoard board, KpiFacts facts)
{
    /// <param name="key">One value of the question's dimension, empty where none was filled in; null for all.</param>
    /// <param name="page">From 1.</param>
    public async Task<Page<KpiTicket>> ReadAsync(KpiQuestion question, KpiPart part, string? key, int page, int pageSize, CancellationToken ct)
    {
        await facts.CatchUpAsync(ct);
        var (variant, scope) = (board.VariantOf(question), board.Scope(question));
        var (number, size) = (Math.Max(1, page), Math.Clamp(pageSize, 1, 500));
        var total = await TotalAsync(variant, scope, question.By ?? KpiDimension.Unit, part, key, ct);
        var items = total == 0 ? [] : await lists.Source.ReadAsync(
            $"""
            select c.ticket_id, t.number, coalesce(t.title, a.title), t.state, coalesce(k.sealed, false), c.unit, c.at, c.part, c.score, c.reason
            from (
              select * from ({KpiQuery.Cases(variant.Cases, scope, inTime: true)}) c where {Chosen(question.By ?? KpiDimension.Unit, part)} order by at, ticket_id, no limit $7 offset $8) c
            left join tickets.ticket t on t.id = c.ticket_id left join tickets.kpi_ticket k on k.ticket_id = c.ticket_id
            left join tickets.article_version a on t.id is null and a.article_id = c.ticket_id and a.version = c.no
            order by c.at, c.ticket_id, c.no
            """,
            [.. scope.Values, key, size, (number - 1L) * size], row => Line(row, part), ct);
        return new(items, number, size, total);
    }

    /// <summary>From the sums of the figure itself, as far as they say it.</summary>
    private async Task<long> TotalAsync(KpiVariant variant, KpiScope scope, KpiDimension by, KpiPart part, string? key, CancellationToken ct)
    {
        if (part == KpiPart.Numerator && !variant.Cases.CountsOnes)
        {
            return (await lists.Source.ReadAsync(
                $"select count(*) from ({KpiQuery.Cases(variant.Cases, scope)}) c where {Chosen(by, part)}",
                [.. scope.Values, key], row => row.GetInt64(0), ct))[0];
        }

        var (sums, _) = await board.Days.SumsAsync(variant, scope, key is null ? [] : [by], ct);
        var sum = sums.FirstOrDefault(s => key is null ? s.By is null : s.By == by && (s.Key ?? "") == key);
        return sum is null ? 0 : part switch
        {
            KpiPart.Denominator => sum.Cases.Counted, KpiPart.Numerator => (long)sum.Score, KpiPart.Excluded => sum.Cases.Excluded, KpiPart.Struck => sum.Cases.Struck, KpiPart.Pending => sum.Cases.Pending,
            _ => throw new ArgumentOutOfRangeException(nameof(part), part, null),
        };
    }

    private static string Chosen(KpiDimension by, KpiPart part) => $"{KpiQuery.Where(part)} and ($6::text is null or coalesce({KpiQuery.Column(by)}, '') = $6)";

    private static KpiTicket Line(NpgsqlDataReader row, KpiPart part) => row.GetBoolean(4)
        ? new(null, null, null, null, Sealed: true, row.Department(5), row.Time(6), part, row.GetDecimal(8), row.Maybe<string>(9))
        : row.IsDBNull(1) ? new(null, null, row.Maybe<string>(2), null, Sealed: false, row.Department(5), row.Time(6), part, row.GetDecimal(8), row.Maybe<string>(9))
        : new(
            new TicketId(row.GetGuid(0)), row.Number(1), row.GetString(2), row.Code<StateName>(3), Sealed: false, row.Department(5), row.Time(6), part, row.GetDecimal(8),
            row.Maybe<string>(9));
}
