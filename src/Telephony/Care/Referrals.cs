using Hotline.Telephony.Calls;
using Npgsql;

namespace Hotline.Telephony.Care;

/// <summary>A caller who was handed to 12356 and reached it (已转介).</summary>
/// <param name="To">As the address book names it.</param>
/// <param name="Line">Our number that was called.</param>
/// <param name="Number">主叫号码, only of who wants to be called afterwards; else null. Never log it.</param>
public sealed record MadeReferral(CallId Call, DateTimeOffset At, string To, AgentId Agent, string Line, string? Number);

/// <summary>心理转介, for whoever keeps the tickets.</summary>
public sealed class Referrals(NpgsqlDataSource db, CallLog calls, TimeProvider clock)
{
    /// <summary>Those of the last day that have no ticket yet, oldest first. Whom 12356 never answered was not referred.</summary>
    public async Task<IReadOnlyList<MadeReferral>> ToTellAsync(CancellationToken ct) => await db.ReadAsync(
        """
        select distinct on (e.at, e.call_id) e.call_id, e.at, e.body ->> 'to', e.body ->> 'agent', c.direction, c.caller, c.called, coalesce((e.body ->> 'followUp')::boolean, false)
        from telephony.call_event e join telephony.call c on c.id = e.call_id
          join telephony.participant p on p.call_id = e.call_id and p.name = e.body ->> 'to' and p.joined_at is not null
        where e.kind = 'referred' and e.at > $1 and not exists (select 1 from telephony.referral_told t where t.call_id = e.call_id)
        order by e.at, e.call_id limit 500
        """,
        [clock.GetUtcNow().AddDays(-1)], Read, ct);

    /// <param name="ticket">Its number, or why there is none.</param>
    public Task ToldAsync(CallId call, string ticket, CancellationToken ct) => db.ExecuteAsync(
        "insert into telephony.referral_told (call_id, ticket, at) values ($1, $2, $3) on conflict do nothing", [call.Value, ticket, clock.GetUtcNow()], ct);

    private MadeReferral Read(NpgsqlDataReader row)
    {
        var (id, inbound) = (row.GetGuid(0), Enum.Parse<CallDirection>(row.GetString(4)) == CallDirection.Inbound);
        var (line, number) = inbound ? (row.GetString(6), row.GetString(5)) : (row.GetString(5), row.GetString(6));
        return new(new(id), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2), new(row.GetString(3)), line, row.GetBoolean(7) && number.Length > 0 ? calls.Numbers.Open(number, id) : null);
    }
}
