using Hotline.Telephony.Queues;
using Npgsql;

namespace Hotline.Telephony.Callbacks;

/// <summary>Why we call a citizen back.</summary>
public enum CallbackKind
{
    /// <summary>漏接回拨: the citizen gave up waiting, or the call broke.</summary>
    Missed,
    /// <summary>保位回拨: the citizen asked to be called when the turn comes.</summary>
    Kept,
}

/// <summary>How far a callback is.</summary>
public enum CallbackState
{
    /// <summary>待回拨</summary>
    Waiting,
    /// <summary>已领取: one agent sees the number and calls.</summary>
    Taken,
    /// <summary>已联系</summary>
    Done,
    /// <summary>多次未联系上: the plan of retries is used up.</summary>
    Unreachable,
    /// <summary>来电人已再次来电</summary>
    CalledAgain,
}

/// <summary>A citizen to call back (回拨任务).</summary>
/// <param name="Number">Never log it; only who took the task sees it.</param>
/// <param name="Since">Since when the citizen has been waiting: the place in the queue.</param>
/// <param name="Call">The call that was lost; for a kept place, the call we will place.</param>
public sealed record CallbackTask(Guid Id, CallbackKind Kind, string Number, string Line, DateTimeOffset Since, CallId Call, DateTimeOffset DueAt)
{
    public CallbackState State { get; init; }

    /// <summary>The queue where it does not follow from the line.</summary>
    public string? Queue { get; init; }

    /// <summary>技能组 of the line: who has it is asked first.</summary>
    public string? SkillGroup { get; init; }

    public IReadOnlyDictionary<string, int> Skills { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    public int Priority { get; init; }

    /// <summary>The citizen has confirmed the number when it was read back.</summary>
    public bool Confirmed { get; init; }

    /// <summary>Times the citizen was lost: one task for all of them.</summary>
    public int Calls { get; init; } = 1;

    /// <summary>When the citizen was lost last.</summary>
    public DateTimeOffset LostAt { get; init; }

    /// <summary>Times we called in vain.</summary>
    public int Attempts { get; init; }

    /// <summary>Not before this.</summary>
    public DateTimeOffset NextAt { get; init; }

    public AgentId? TakenBy { get; init; }

    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>结果, or why it was in vain last.</summary>
    public string? Result { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public int Version { get; init; }

    internal bool IsOpen => State is CallbackState.Waiting or CallbackState.Taken;

    /// <summary>Its place in the queue.</summary>
    internal QueueRequest Request => new(Call) { Line = Line, Queue = Queue, Skills = [.. Skills.Select(s => (s.Key, s.Value))], SkillGroup = SkillGroup, Priority = Priority, Since = Since };

    /// <summary>With the queue, the skills and the group that the caller waited for.</summary>
    internal CallbackTask For(QueueRequest? wish) => wish is null ? this : this with
    {
        Queue = wish.Queue, SkillGroup = wish.SkillGroup, Priority = wish.Priority,
        Skills = wish.Skills.DistinctBy(s => s.Skill).ToDictionary(s => s.Skill, s => s.Level, StringComparer.Ordinal),
    };

    internal const string Columns =
        "id, kind, number, line, since, call_id, due_at, state, queue, skills, priority, confirmed, calls, lost_at, attempts, next_at, taken_by, taken_at, result, closed_at, version, skill_group";

    internal static CallbackTask Read(NpgsqlDataReader row, Calls.NumberSeal numbers) => numbers.Open(new CallbackTask(
        row.GetGuid(0), Enum.Parse<CallbackKind>(row.GetString(1)), row.GetString(2), row.GetString(3), row.GetFieldValue<DateTimeOffset>(4), new(row.GetGuid(5)), row.GetFieldValue<DateTimeOffset>(6))
    {
        State = Enum.Parse<CallbackState>(row.GetString(7)), Queue = row.Maybe<string>(8),
        Skills = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, int>>(row.GetString(9))!,
        Priority = row.GetInt32(10), Confirmed = row.GetBoolean(11), Calls = row.GetInt32(12), LostAt = row.GetFieldValue<DateTimeOffset>(13), Attempts = row.GetInt32(14),
        NextAt = row.GetFieldValue<DateTimeOffset>(15), TakenBy = row.Maybe<string>(16) is { } agent ? new AgentId(agent) : null, TakenAt = row.MaybeValue<DateTimeOffset>(17),
        Result = row.Maybe<string>(18), ClosedAt = row.MaybeValue<DateTimeOffset>(19), Version = row.GetInt32(20),
        SkillGroup = row.Maybe<string>(21),
    });
}

/// <summary>A task as it stands, for the call log: safe to write twice, and an older state overwrites nothing.</summary>
internal sealed record CallbackEntry(CallbackTask Task) : Calls.LogEntry
{
    internal override NpgsqlBatchCommand ToSql() => ToSql([this]);

    internal override CallbackEntry Sealed(Calls.NumberSeal numbers) => new(numbers.Seal(Task));

    /// <param name="all">One state of each task.</param>
    internal static NpgsqlBatchCommand ToSql(IReadOnlyCollection<CallbackEntry> all)
    {
        T[] Each<T>(Func<CallbackTask, T> of) => [.. all.Select(e => of(e.Task))];
        return Sql.Command(
            $"""
            insert into telephony.callback as old ({CallbackTask.Columns})
            select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::uuid[], $7::timestamptz[], $8::text[], $9::text[], $10::jsonb[], $11::int[],
              $12::boolean[], $13::int[], $14::timestamptz[], $15::int[], $16::timestamptz[], $17::text[], $18::timestamptz[], $19::text[], $20::timestamptz[], $21::int[], $22::text[])
            on conflict (id) do update set (kind, since, call_id, due_at, state, queue, skills, priority, confirmed, calls, lost_at, attempts, next_at, taken_by, taken_at, result, closed_at, version, skill_group)
              = (excluded.kind, excluded.since, excluded.call_id, excluded.due_at, excluded.state, excluded.queue, excluded.skills, excluded.priority, excluded.confirmed, excluded.calls,
                 excluded.lost_at, excluded.attempts, excluded.next_at, excluded.taken_by, excluded.taken_at, excluded.result, excluded.closed_at, excluded.version, excluded.skill_group)
              where old.version < excluded.version
            """,
            Each(t => t.Id), Each(t => t.Kind.ToString()), Each(t => t.Number), Each(t => t.Line), Each(t => t.Since), Each(t => t.Call.Value), Each(t => t.DueAt), Each(t => t.State.ToString()),
            Each(t => t.Queue), Sql.JsonArray(all.Select(e => System.Text.Json.JsonSerializer.Serialize(e.Task.Skills))), Each(t => t.Priority), Each(t => t.Confirmed), Each(t => t.Calls),
            Each(t => t.LostAt), Each(t => t.Attempts), Each(t => t.NextAt), Each(t => t.TakenBy?.Value), Each(t => t.TakenAt), Each(t => t.Result), Each(t => t.ClosedAt), Each(t => t.Version),
            Each(t => t.SkillGroup));
    }
}
