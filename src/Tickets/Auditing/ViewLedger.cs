using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Auditing;

/// <summary>One opening of personal data (查看留痕).</summary>
/// <param name="Ticket">Null where the contact of a company was opened.</param>
/// <param name="Company">Its credit code.</param>
public sealed record LedgerLine(DateTimeOffset At, Actor By, string Purpose, TicketNumber? Ticket, string? Company);

/// <summary>查看台账: who opened whose personal data, when and what for, over all tickets and companies.</summary>
public sealed class ViewLedger(NpgsqlDataSource db)
{
    /// <summary>The newest first. Areas are ticket and company.</summary>
    public async Task<Slice<LedgerLine>> ReadAsync(LogFilter filter, CancellationToken ct)
    {
        var rows = await db.ReadAsync(
            """
            select at, actor, purpose, number, company from (
              (select v.at, v.actor::text as actor, v.purpose, t.number, null::text as company, v.id from tickets.personal_data_view v join tickets.ticket t on t.id = v.ticket_id
               where v.at >= $1 and v.at < $2 and ($3::text is null or $3 = 'ticket')
                 and ($4::text is null or v.actor ->> 'id' = $4 or strpos(v.actor ->> 'name', $4) > 0)
                 and ($5::text is null or t.number = $5 or strpos(v.purpose, $5) > 0) order by v.at desc, v.id desc limit $6)
              union all
              (select c.at, c.actor::text, c.purpose, null, c.company, c.id from tickets.company_contact_view c
               where c.at >= $1 and c.at < $2 and ($3::text is null or $3 = 'company')
                 and ($4::text is null or c.actor ->> 'id' = $4 or strpos(c.actor ->> 'name', $4) > 0)
                 and ($5::text is null or c.company = $5 or strpos(c.purpose, $5) > 0) order by c.at desc, c.id desc limit $6)) both_kinds
            order by at desc, id desc limit $7 offset $8
            """,
            [filter.From.ToUniversalTime(), filter.To.ToUniversalTime(), filter.Area, filter.Who, filter.Text, (filter.Page * filter.Size) + 1, filter.Size + 1, (filter.Page - 1) * filter.Size],
            row => new LedgerLine(row.Time(0), EventJson.Read<Actor>(row.GetString(1)), row.GetString(2), row.IsDBNull(3) ? null : row.Number(3), row.Maybe<string>(4)), ct);
        return new([.. rows.Take(filter.Size)], filter.Page, rows.Count > filter.Size);
    }
}
