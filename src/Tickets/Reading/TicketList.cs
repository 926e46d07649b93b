using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Reading;

/// <summary>What to look for; null is any.</summary>
/// <param name="Overdue">True: a clock that runs is past its due time.</param>
/// <param name="Text">Part of the title, text, place or number.</param>
/// <param name="Page">From 1.</param>
/// <param name="States">Any of these, where no single state is asked for.</param>
/// <param name="DueFirst">What is due first on top, for people who work through a list; otherwise the newest first.</param>
public sealed record TicketFilter(
    StateName? State = null, bool? Overdue = null, string? Text = null, DepartmentId? Department = null, RequestType? Type = null, int Page = 1, int PageSize = 20,
    bool DueFirst = false, IReadOnlyList<StateName>? States = null);

/// <param name="Department">The department's name.</param>
public sealed record TicketLine(
    TicketId Id, TicketNumber Number, StateName State, RequestType Type, Channel Channel, Urgency Urgency, string Title, string? Place, string? District, string? Category,
    DepartmentId? DepartmentId, string? Department, DateTimeOffset AcceptedAt, ClockName? NextClock, DateTimeOffset? NextDue, bool Overdue);

public sealed record Page<T>(IReadOnlyList<T> Items, int Number, int Size, long Total);

/// <summary>All tickets (工单列表). A department finds only its own.</summary>
public sealed class TicketList(NpgsqlDataSource db, CityRules rules, TimeProvider clock)
{
    public async Task<Page<TicketLine>> ReadAsync(TicketFilter filter, Actor actor, CancellationToken ct)
    {
        var (page, size) = (Math.Max(1, filter.Page), Math.Clamp(filter.PageSize, 1, 100));
        var department = actor.IsOfUnit ? actor.Department?.Code ?? "" : filter.Department?.Code;
        var pattern = string.IsNullOrWhiteSpace(filter.Text) ? null : $"%{Escaped(filter.Text.Trim())}%";
        var total = 0L;
        var lines = await db.ReadAsync(
            """
            select id, number, state, type, channel, urgency, title, place, district, category, department, accepted_at, next_clock, next_due_at,
              coalesce(next_due_at < $1 and merged_into is null, false), count(*) over ()
            from tickets.ticket
            where ($2::text[] is null or state = any ($2)) and ($3::boolean is null or coalesce(next_due_at < $1 and merged_into is null, false) = $3)
              and ($4::text is null or title ilike $4 or text ilike $4 or place ilike $4 or number like $4)
              and ($5::text is null or department = $5) and ($6::text is null or type = $6)
            order by case when $9 then next_due_at end nulls last, accepted_at desc, number desc limit $7 offset $8
            """,
            [clock.Now(), (filter.State is { } one ? [one] : filter.States)?.Select(s => s.Code()).ToArray(), filter.Overdue, pattern, department, filter.Type?.Code(), size, (page - 1L) * size, filter.DueFirst],
            row =>
            {
                total = row.GetInt64(15);
                return Line(row);
            },
            ct);
        return new(lines, page, size, total);
    }

    private TicketLine Line(NpgsqlDataReader row) => new(
        new(row.GetGuid(0)), row.Number(1), row.Code<StateName>(2), row.Code<RequestType>(3), row.Code<Channel>(4), row.Code<Urgency>(5), row.GetString(6),
        row.Maybe<string>(7), row.Maybe<string>(8), row.Maybe<string>(9), row.Department(10), rules.NameOf(row.Department(10)), row.Time(11),
        row.IsDBNull(12) ? null : row.Code<ClockName>(12), row.MaybeTime(13), row.GetBoolean(14));

    private static string Escaped(string text) => text.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_");
}
