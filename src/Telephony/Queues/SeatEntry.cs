using Hotline.Telephony.Calls;
using Npgsql;

namespace Hotline.Telephony.Queues;

/// <summary>A seat has come into a state, for the call log.</summary>
internal sealed record SeatEntry(Guid Id, string Node, AgentId Agent, DateTimeOffset At, SeatState State, string? Reason, CallId? About, AgentId? SetBy) : LogEntry
{
    internal override NpgsqlBatchCommand ToSql() => Sql.Command(
        "insert into telephony.seat_history (id, node, agent, at, state, reason, call_id, set_by) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing",
        Id, Node, Agent.Value, At, State.ToString(), Reason, About?.Value, SetBy?.Value);
}

/// <summary>The node lives, and seats are signed in at it.</summary>
internal sealed record SeatsSeen(string Node, DateTimeOffset At) : LogEntry
{
    internal override NpgsqlBatchCommand ToSql() => Sql.Command(
        "insert into telephony.seat_node as old (node, seen_at) values ($1, $2) on conflict (node) do update set seen_at = greatest(old.seen_at, excluded.seen_at)", Node, At);
}

/// <summary>The node's seats are gone: it stops, or it starts after a crash, and then they were signed in until the node was last seen.</summary>
internal sealed record SeatsOff(string Node, DateTimeOffset At, bool Crashed) : LogEntry
{
    internal override NpgsqlBatchCommand ToSql() => Sql.Command(
        """
        insert into telephony.seat_history (id, node, agent, at, state)
        select gen_random_uuid(), $1, last.agent, greatest(last.at, case when $3 then coalesce(n.seen_at, last.at) else $2 end), 'Offline'
        from (select distinct on (agent) agent, at, state from telephony.seat_history
              where node = $1 and at <= $2 and at > $2 - interval '31 days' order by agent, at desc, seq desc) last
          left join telephony.seat_node n on n.node = $1
        where last.state <> 'Offline'
        """,
        Node, At, Crashed);
}
