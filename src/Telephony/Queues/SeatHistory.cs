using Hotline.Telephony.Calls;

namespace Hotline.Telephony.Queues;

/// <summary>座席状态历史: who was in which state from when to when, over restarts. A state that began more than a week before the period is left out.</summary>
/// <param name="log">Reading throws Npgsql.NpgsqlException while the database is away.</param>
internal sealed class SeatHistory(CallLog log, TimeProvider clock)
{
    /// <summary>What touches the period, by agent and time, 离线 left out.</summary>
    internal async Task<IReadOnlyList<SeatSpan>> ReadAsync(AgentId? agent, DateTimeOffset from, DateTimeOffset to, CancellationToken ct) => await log.ReadAsync(
        """
        select agent, state, at, next_at, reason, call_id, set_by, node from (
          select *, lead(at) over (partition by node, agent order by at, seq) as next_at from telephony.seat_history
          where at >= $1::timestamptz - interval '7 days' and at < $2 and ($3::text is null or agent = $3)) step
        where state <> 'Offline' and (next_at is null or next_at > $1)
        order by agent, at, seq
        """,
        [from, to, agent?.Value],
        row => new SeatSpan(new(row.GetString(0)), Enum.Parse<SeatState>(row.GetString(1)), row.GetFieldValue<DateTimeOffset>(2), row.MaybeValue<DateTimeOffset>(3), row.GetString(7))
        {
            Reason = row.Maybe<string>(4), Call = row.MaybeValue<Guid>(5) is { } call ? new CallId(call) : null, SetBy = row.Maybe<string>(6) is { } by ? new AgentId(by) : null,
        },
        ct);

    /// <summary>工时: how long each agent was in each state within the period.</summary>
    internal async Task<IReadOnlyList<SeatTime>> TimesAsync(AgentId? agent, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var until = clock.GetUtcNow() < to ? clock.GetUtcNow() : to; // what goes on has lasted until now
        var spans = await ReadAsync(agent, from, to, ct);
        return [.. spans.GroupBy(s => s.Agent).Select(a => SeatTime.Of(a.Key, [.. a.Select(s => (s, s.Within(from, until)))]))];
    }
}

/// <summary>One state of one seat.</summary>
/// <param name="To">Null: it goes on, or began within the period and ended after it.</param>
/// <param name="Node">The media node it was signed in at.</param>
public sealed record SeatSpan(AgentId Agent, SeatState State, DateTimeOffset From, DateTimeOffset? To, string Node)
{
    /// <summary>小休原因: a code of the settings, or the switchboard's own.</summary>
    public string? Reason { get; init; }

    /// <summary>The call that rang, was talked on or was wrapped up.</summary>
    public CallId? Call { get; init; }

    /// <summary>The supervisor who set the state.</summary>
    public AgentId? SetBy { get; init; }

    internal TimeSpan Within(DateTimeOffset from, DateTimeOffset to)
    {
        var (begin, end) = (From > from ? From : from, To is { } ended && ended < to ? ended : to);
        return end > begin ? end - begin : TimeSpan.Zero;
    }
}

/// <summary>One agent's time within a period (工时利用).</summary>
/// <param name="SignedIn">签入时长: all states together.</param>
/// <param name="Breaks">小休与培训 by reason.</param>
public sealed record SeatTime(AgentId Agent, TimeSpan SignedIn, IReadOnlyDictionary<SeatState, TimeSpan> States, IReadOnlyDictionary<string, TimeSpan> Breaks)
{
    internal static SeatTime Of(AgentId agent, IReadOnlyList<(SeatSpan Span, TimeSpan Time)> spans) => new(
        agent, Sum(spans.Select(s => s.Time)),
        spans.GroupBy(s => s.Span.State).ToDictionary(g => g.Key, g => Sum(g.Select(s => s.Time))),
        spans.Where(s => s.Span is { State: SeatState.NotReady or SeatState.Training, Reason: not null })
            .GroupBy(s => s.Span.Reason!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => Sum(g.Select(s => s.Time)), StringComparer.Ordinal));

    private static TimeSpan Sum(IEnumerable<TimeSpan> times) => times.Aggregate(TimeSpan.Zero, (sum, time) => sum + time);
}
