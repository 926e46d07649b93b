using System.Text.Json;
using Hotline.Telephony.Calls;
using Npgsql;

namespace Hotline.Telephony.Scoring;

/// <summary>单项等次</summary>
public enum Grade
{
    /// <summary>达标: all of the item's points.</summary>
    Good,
    /// <summary>部分达标: half of them.</summary>
    Partly,
    /// <summary>不达标: none.</summary>
    Bad,
}

/// <summary>A call that was checked automatically (预检).</summary>
/// <param name="Scorers">Accounts that have scored it.</param>
/// <param name="Total">Of the first score, with what upheld appeals gave back; null before.</param>
/// <param name="Appeals">Open ones.</param>
public sealed record CheckedCall(CallId Call, AgentId Agent, DateTimeOffset EndedAt, int Risk, IReadOnlyList<CallCheck> Checks, IReadOnlyList<string> Scorers, int? Total, int Appeals);

/// <summary>人工评分: one person's grades for a call.</summary>
/// <param name="Fatal">一票否决项 that happened; any makes the total 0.</param>
public sealed record Score(CallId Call, string Scorer, IReadOnlyDictionary<string, Grade> Grades, IReadOnlyList<string> Fatal, int Total, string? Note, DateTimeOffset At);

/// <summary>申诉 of one item.</summary>
/// <param name="Upheld">The agent was right; null until a second person decided.</param>
/// <param name="Points">What the first score lost in the item and has back.</param>
public sealed record Appeal(CallId Call, string Item, AgentId Agent, string Reason, DateTimeOffset At, string? DecidedBy, bool? Upheld, string? Answer, DateTimeOffset? DecidedAt, int Points);

/// <summary>质检进度, by which the list is filtered.</summary>
public enum ScoringState
{
    /// <summary>未评</summary>
    Unscored,
    /// <summary>已评</summary>
    Scored,
    /// <summary>申诉待复核</summary>
    Appealed,
}

/// <summary>质检: automatic checks, people's scores and appeals of calls, in telephony.check, .score and .appeal.</summary>
public sealed class ScoreBook(NpgsqlDataSource db, CallLog calls, TimeProvider clock)
{
    /// <summary>Calls of the last day that an agent served, ended, and were not checked; the oldest first.</summary>
    public async Task<IReadOnlyList<CallRecord>> UncheckedAsync(int most, CancellationToken ct)
    {
        var ids = await db.ReadAsync(
            """
            select c.id from telephony.call c where c.arrived_at > $1 - interval '1 day' and c.ended_at > $1 and c.ended_at < $2 and c.talking_since is not null and c.agent is not null
              and not exists (select from telephony.call_check k where k.call_id = c.id) order by c.ended_at limit $3
            """,
            [clock.GetUtcNow().AddDays(-1), clock.GetUtcNow().AddSeconds(-5), most], row => new CallId(row.GetGuid(0)), ct);
        List<CallRecord> found = [];
        foreach (var id in ids) found.Add((await calls.FindAsync(id))!);
        return found;
    }

    /// <summary>Checked again, the later checks hold, until a person has scored the call.</summary>
    public Task SaveAsync(CallRecord call, IReadOnlyList<CallCheck> checks, CancellationToken ct) => db.ExecuteAsync(
        """
        insert into telephony.call_check as old (call_id, agent, ended_at, risk, checks, at) values ($1, $2, $3, $4, $5::text::jsonb, $6)
        on conflict (call_id) do update set risk = excluded.risk, checks = excluded.checks, at = excluded.at where not exists (select from telephony.score s where s.call_id = old.call_id)
        """,
        [call.Id.Value, call.Agent!.Value.Value, call.EndedAt, CallChecks.Risk(checks), JsonSerializer.Serialize(checks), clock.GetUtcNow()], ct);

    /// <summary>抽检: appeals to decide first, then what is not scored, the riskiest, the newest.</summary>
    /// <param name="agent">Only calls of this one.</param>
    public async Task<IReadOnlyList<CheckedCall>> ListAsync(AgentId? agent, ScoringState? scoring, int page, int size, CancellationToken ct) => await db.ReadAsync(
        $"""
        {Listed} where ($1::text is null or k.agent = $1) {scoring switch { ScoringState.Unscored => "and not " + Scored, ScoringState.Scored => "and " + Scored, ScoringState.Appealed => "and " + Appealed, _ => "" }}
        order by {Appealed} desc, {Scored}, k.risk desc, k.ended_at desc limit $2 offset $3
        """,
        [agent?.Value, size, (Math.Max(1, page) - 1) * size], Read, ct);

    /// <summary>An agent's own calls, the newest first; what was scored before what was not.</summary>
    public async Task<IReadOnlyList<CheckedCall>> OwnAsync(AgentId agent, int page, int size, CancellationToken ct) => await db.ReadAsync(
        $"{Listed} where k.agent = $1 order by {Scored} desc, k.ended_at desc limit $2 offset $3", [agent.Value, size, (Math.Max(1, page) - 1) * size], Read, ct);

    public async Task<CheckedCall?> FindAsync(CallId call, CancellationToken ct) => (await db.ReadAsync(Listed + " where k.call_id = $1", [call.Value], Read, ct)).SingleOrDefault();

    /// <summary>The first score first.</summary>
    public async Task<IReadOnlyList<Score>> ScoresAsync(CallId call, CancellationToken ct) => await db.ReadAsync(
        "select scorer, grades, fatal, total, note, at from telephony.score where call_id = $1 order by at", [call.Value],
        row => new Score(call, row.GetString(0), JsonSerializer.Deserialize<Dictionary<string, Grade>>(row.GetString(1))!, row.GetFieldValue<string[]>(2), row.GetInt32(3), row.Maybe<string>(4), row.GetFieldValue<DateTimeOffset>(5)),
        ct);

    /// <summary>Once for each person: a score is not changed. False where it was given before.</summary>
    public async Task<bool> ScoreAsync(Score score, CancellationToken ct) => await db.ExecuteAsync(
        "insert into telephony.score (call_id, scorer, grades, fatal, total, note, at) values ($1, $2, $3::text::jsonb, $4, $5, $6, $7) on conflict do nothing",
        [score.Call.Value, score.Scorer, JsonSerializer.Serialize(score.Grades), score.Fatal.ToArray(), score.Total, score.Note, clock.GetUtcNow()], ct) == 1;

    public async Task<IReadOnlyList<Appeal>> AppealsAsync(CallId call, CancellationToken ct) => await db.ReadAsync(
        "select item, agent, reason, at, decided_by, upheld, answer, decided_at, points from telephony.appeal where call_id = $1 order by at", [call.Value],
        row => new Appeal(
            call, row.GetString(0), new(row.GetString(1)), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3), row.Maybe<string>(4), row.MaybeValue<bool>(5), row.Maybe<string>(6), row.MaybeValue<DateTimeOffset>(7), row.GetInt32(8)),
        ct);

    /// <summary>By the agent of the call, once for an item, within the days of the sheet.</summary>
    public async Task<CallRefusal?> AppealAsync(CallId call, string item, AgentId agent, string reason, int days, CancellationToken ct) => await db.ExecuteAsync(
        """
        insert into telephony.appeal (call_id, item, agent, reason, at)
        select $1, $2, $3, $4, $5 from telephony.call_check k
        where k.call_id = $1 and k.agent = $3 and exists (select from telephony.score s where s.call_id = $1 and s.at > $6 and s.grades ? $2) on conflict do nothing
        """,
        [call.Value, item, agent.Value, reason, clock.GetUtcNow(), clock.GetUtcNow().AddDays(-days)], ct) == 1 ? null
        : new("may-not-appeal", "只能对本人通话的已评分项目在期限内申诉一次", "An agent may appeal an item of an own scored call once, in time.");

    /// <summary>By somebody who has not scored the call (second scorer), with a reason; once.</summary>
    /// <param name="points">What an upheld appeal gives back to the first score.</param>
    public async Task<CallRefusal?> DecideAsync(CallId call, string item, string by, bool upheld, string answer, int points, CancellationToken ct) => await db.ExecuteAsync(
        """
        update telephony.appeal set decided_by = $3, upheld = $4, answer = $5, decided_at = $6, points = case when $4 then $7 else 0 end
        where call_id = $1 and item = $2 and decided_at is null and agent <> $3
          and $3 <> (select s.scorer from telephony.score s where s.call_id = $1 order by s.at limit 1)
        """,
        [call.Value, item, by, upheld, answer, clock.GetUtcNow(), points], ct) == 1 ? null
        : new("needs-a-second", "申诉须由原评分人以外的人复核一次", "An appeal is decided once, by somebody other than who scored the call.");

    /// <summary>κ over the items of all calls that two people scored, and how many items these are.</summary>
    public async Task<(double? Kappa, int Items)> AgreementAsync(CancellationToken ct)
    {
        var pairs = await db.ReadAsync(
            """
            select a.value, b.value from (select distinct on (call_id) * from telephony.score order by call_id, at) f
            join lateral (select s.* from telephony.score s where s.call_id = f.call_id and s.scorer <> f.scorer order by s.at limit 1) t on true
            cross join lateral jsonb_each_text(f.grades) a join lateral jsonb_each_text(t.grades) b on b.key = a.key
            where f.at > $1
            """,
            [clock.GetUtcNow().AddDays(-90)], row => (row.GetString(0), row.GetString(1)), ct);
        return (Agreement.Kappa(pairs), pairs.Count);
    }

    private const string Scored = "k.call_id in (select call_id from telephony.score)";
    private const string Appealed = "k.call_id in (select call_id from telephony.appeal where decided_at is null)";

    private const string Listed =
        """
        select k.call_id, k.agent, k.ended_at, k.risk, k.checks, array(select s.scorer from telephony.score s where s.call_id = k.call_id order by s.at),
          (select s.total from telephony.score s where s.call_id = k.call_id order by s.at limit 1) + coalesce((select sum(p.points)::int from telephony.appeal p where p.call_id = k.call_id and p.upheld), 0),
          (select count(*)::int from telephony.appeal p where p.call_id = k.call_id and p.decided_at is null)
        from telephony.call_check k
        """;

    private static CheckedCall Read(NpgsqlDataReader row) => new(
        new(row.GetGuid(0)), new(row.GetString(1)), row.GetFieldValue<DateTimeOffset>(2), row.GetInt32(3), JsonSerializer.Deserialize<List<CallCheck>>(row.GetString(4))!,
        row.GetFieldValue<string[]>(5), row.MaybeValue<int>(6), row.GetInt32(7));
}
