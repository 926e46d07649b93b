using Hotline.Telephony.Calls;
using Npgsql;

namespace Hotline.Telephony.Rotas;

/// <summary>排班表 and 换班申请, as they are stored.</summary>
public sealed class RotaBook(NpgsqlDataSource db, TimeProvider clock)
{
    private const string Columns = "s.id, s.agent, s.starts_at, s.ends_at, s.activity";

    /// <summary>What touches the period, by agent and time.</summary>
    public async Task<IReadOnlyList<RotaShift>> ReadAsync(AgentId? agent, DateTimeOffset from, DateTimeOffset to, CancellationToken ct) => await db.ReadAsync(
        $"""
        select {Columns} from telephony.rota_shift s
        where s.starts_at < $2 and s.starts_at > $1::timestamptz - interval '16 hours' and s.ends_at > $1 and ($3::text is null or s.agent = $3) order by s.agent, s.starts_at, s.activity
        """,
        [from.ToUniversalTime(), to.ToUniversalTime(), agent?.Value], Shift, ct);

    /// <summary>Adds a shift, a break or training.</summary>
    /// <returns>Null, or why not: it ends before it begins or lasts over 16 hours, overlaps a shift of the same kind, or a break lies outside any shift.</returns>
    public async Task<CallRefusal?> AddAsync(AgentId agent, DateTimeOffset from, DateTimeOffset to, RotaActivity activity, AgentId by, CancellationToken ct)
    {
        if (to <= from || to - from > TimeSpan.FromHours(16)) return RotaRefusals.BadTimes;
        var added = await db.ReadAsync(
            """
            insert into telephony.rota_shift (id, agent, starts_at, ends_at, activity, set_by, set_at)
            select $1, $2, $3, $4, $5, $6, $7
            where not exists (select 1 from telephony.rota_shift o where o.agent = $2 and o.starts_at < $4 and o.ends_at > $3 and (o.activity = $5 or ($5 <> 'work' and o.activity <> 'work')))
              and ($5 = 'work' or exists (select 1 from telephony.rota_shift w where w.agent = $2 and w.activity = 'work' and w.starts_at <= $3 and w.ends_at >= $4))
            returning 1
            """,
            [Guid.CreateVersion7(), agent.Value, from.ToUniversalTime(), to.ToUniversalTime(), Code(activity), by.Value, clock.GetUtcNow()], row => row.GetInt32(0), ct);
        return added.Count == 1 ? null : activity == RotaActivity.Work ? RotaRefusals.Overlaps : RotaRefusals.OutsideShift;
    }

    /// <summary>With the breaks and training within it.</summary>
    /// <returns>False: it was not there.</returns>
    public async Task<bool> RemoveAsync(Guid shift, CancellationToken ct) => await db.ExecuteAsync(
        """
        delete from telephony.rota_shift s using telephony.rota_shift w
        where w.id = $1 and (s.id = w.id or (w.activity = 'work' and s.activity <> 'work' and s.agent = w.agent and s.starts_at >= w.starts_at and s.ends_at <= w.ends_at))
        """,
        [shift], ct) > 0;

    /// <summary>Repeats one day's plan on another; who is planned there already is left as planned.</summary>
    /// <param name="from">Midnight of the day that is repeated.</param>
    /// <returns>How many shifts, breaks and trainings were added.</returns>
    public Task<int> RepeatAsync(DateTimeOffset from, DateTimeOffset on, AgentId by, CancellationToken ct) => db.ExecuteAsync(
        """
        insert into telephony.rota_shift (id, agent, starts_at, ends_at, activity, set_by, set_at)
        select gen_random_uuid(), s.agent, s.starts_at + ($2 - $1), s.ends_at + ($2 - $1), s.activity, $3, $4 from telephony.rota_shift s
        where s.starts_at >= $1 and s.starts_at < $1::timestamptz + interval '1 day'
          and not exists (select 1 from telephony.rota_shift o where o.agent = s.agent and o.starts_at >= $2 and o.starts_at < $2::timestamptz + interval '1 day')
        """,
        [from.ToUniversalTime(), on.ToUniversalTime(), by.Value, clock.GetUtcNow()], ct);

    /// <summary>换班: asks for a colleague to take an own shift that has not begun.</summary>
    public async Task<CallRefusal?> AskAsync(Guid shift, AgentId from, AgentId to, string reason, CancellationToken ct)
    {
        if (from == to || string.IsNullOrWhiteSpace(reason)) return RotaRefusals.NeedsColleague;
        var asked = await db.ReadAsync(
            """
            insert into telephony.rota_swap (id, shift_id, from_agent, to_agent, reason, asked_at)
            select $1, id, agent, $4, $5, $6 from telephony.rota_shift where id = $2 and agent = $3 and activity = 'work' and starts_at > $6
            on conflict do nothing returning 1
            """,
            [Guid.CreateVersion7(), shift, from.Value, to.Value, reason.Trim(), clock.GetUtcNow()], row => row.GetInt32(0), ct);
        return asked.Count == 1 ? null : RotaRefusals.CannotSwap;
    }

    /// <summary>A supervisor's word; granted, the shift with its breaks is the colleague's, if that one is free then.</summary>
    public async Task<CallRefusal?> DecideAsync(Guid swap, bool grant, AgentId by, CancellationToken ct)
    {
        var decided = await db.ReadAsync(
            """
            with asked as (
              select w.id, w.to_agent, s.agent, s.starts_at, s.ends_at from telephony.rota_swap w join telephony.rota_shift s on s.id = w.shift_id
              where w.id = $1 and w.state = 'asked' and (not $2 or not exists (
                select 1 from telephony.rota_shift o where o.agent = w.to_agent and o.starts_at < s.ends_at and o.ends_at > s.starts_at)) for update of w),
            moved as (
              update telephony.rota_shift s set agent = a.to_agent, set_by = $3, set_at = $4 from asked a
              where $2 and s.agent = a.agent and s.starts_at >= a.starts_at and s.ends_at <= a.ends_at)
            update telephony.rota_swap w set state = case when $2 then 'granted' else 'refused' end, decided_by = $3, decided_at = $4 from asked a where w.id = a.id returning 1
            """,
            [swap, grant, by.Value, clock.GetUtcNow()], row => row.GetInt32(0), ct);
        return decided.Count == 1 ? null : RotaRefusals.CannotDecide;
    }

    /// <summary>Of shifts that begin from that moment on, the first first.</summary>
    public async Task<IReadOnlyList<RotaSwap>> SwapsAsync(AgentId? agent, DateTimeOffset from, CancellationToken ct) => await db.ReadAsync(
        $"""
        select {Columns}, w.id, w.from_agent, w.to_agent, w.reason, w.asked_at, w.state from telephony.rota_swap w join telephony.rota_shift s on s.id = w.shift_id
        where s.starts_at >= $1 and ($2::text is null or w.from_agent = $2 or w.to_agent = $2) order by s.starts_at, w.asked_at
        """,
        [from.ToUniversalTime(), agent?.Value],
        row => new RotaSwap(row.GetGuid(5), Shift(row), new(row.GetString(6)), new(row.GetString(7)), row.GetString(8), row.GetFieldValue<DateTimeOffset>(9), row.GetString(10)), ct);

    private static RotaShift Shift(NpgsqlDataReader row) => new(
        row.GetGuid(0), new(row.GetString(1)), row.GetFieldValue<DateTimeOffset>(2), row.GetFieldValue<DateTimeOffset>(3), Enum.Parse<RotaActivity>(row.GetString(4), ignoreCase: true));

    private static string Code(RotaActivity activity) => activity switch { RotaActivity.Work => "work", RotaActivity.Break => "break", _ => "training" };
}
