using Npgsql;

namespace Hotline.Telephony.Police;

/// <summary>Whose matter it is, as the two lines agreed in a three-way call or as the rule decided (首接负责).</summary>
/// <param name="Ticket">As the agent gave it with the call to 110; null where none was given.</param>
/// <param name="Agent">Who served the call; null when that is not known.</param>
public sealed record Assignment(CallId Call, DateTimeOffset At, ResponsibleSide Owner, string Ground, string? Ticket, AgentId? Agent);

/// <summary>首接负责: what was settled with 110, for whoever keeps the tickets.</summary>
public sealed class Assignments(NpgsqlDataSource db, TimeProvider clock)
{
    /// <summary>Those of the last day whose ticket has not been told, oldest first: a ticket may be filed after the call.</summary>
    public async Task<IReadOnlyList<Assignment>> ToTellAsync(CancellationToken ct) => await db.ReadAsync(
        """
        select e.call_id, e.at, e.body ->> 'owner', e.body ->> 'ground', e.body ->> 'ticket', c.agent from telephony.call_event e left join telephony.call c on c.id = e.call_id
        where e.kind in ('responsibility-assigned', 'responsibility-agreed') and e.at > $1 and not exists (select 1 from telephony.responsibility_told t where t.call_id = e.call_id)
        order by e.at limit 500
        """,
        [clock.GetUtcNow().AddDays(-1)],
        row => new Assignment(
            new(row.GetGuid(0)), row.GetFieldValue<DateTimeOffset>(1), Enum.Parse<ResponsibleSide>(row.GetString(2), ignoreCase: true),
            row.Maybe<string>(3) ?? Responsibility.Agreed, row.Maybe<string>(4), row.Maybe<string>(5) is { } agent ? new AgentId(agent) : null), ct);

    /// <param name="outcome">accepted, noted, or the code of the refusal.</param>
    public Task ToldAsync(CallId call, string outcome, CancellationToken ct) => db.ExecuteAsync(
        "insert into telephony.responsibility_told (call_id, outcome, at) values ($1, $2, $3) on conflict do nothing", [call.Value, outcome, clock.GetUtcNow()], ct);
}
