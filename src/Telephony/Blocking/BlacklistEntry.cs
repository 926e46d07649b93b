using Npgsql;

namespace Hotline.Telephony.Blocking;

/// <summary>How far an entry is.</summary>
public enum BlacklistState
{
    /// <summary>待审核: blocks nobody yet.</summary>
    Proposed,
    /// <summary>生效</summary>
    Active,
    /// <summary>驳回</summary>
    Rejected,
    /// <summary>解除</summary>
    Lifted,
}

/// <summary>One number of the blacklist (黑名单), from the proposal on.</summary>
/// <param name="Number">Never log it.</param>
/// <param name="Call">The call that was the reason, where there is one.</param>
public sealed record BlacklistEntry(Guid Id, string Number, string Reason, AgentId ProposedBy, DateTimeOffset ProposedAt, CallId? Call)
{
    public BlacklistState State { get; init; }

    public AgentId? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>审核意见</summary>
    public string? Decision { get; init; }

    /// <summary>When it ends by itself; nobody is blocked for ever.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Calls turned away since the host started.</summary>
    public int Hits { get; init; }

    public int Version { get; init; }

    internal bool Blocks(DateTimeOffset now) => State == BlacklistState.Active && Until > now;

    internal const string Columns = "id, number, reason, proposed_by, proposed_at, call_id, state, decided_by, decided_at, decision, until, version";

    internal static BlacklistEntry Read(NpgsqlDataReader row, Calls.NumberSeal numbers) => numbers.Open(new BlacklistEntry(
        row.GetGuid(0), row.GetString(1), row.GetString(2), new(row.GetString(3)), row.GetFieldValue<DateTimeOffset>(4), row.MaybeValue<Guid>(5) is { } call ? new CallId(call) : null)
    {
        State = Enum.Parse<BlacklistState>(row.GetString(6)), DecidedBy = row.Maybe<string>(7) is { } by ? new AgentId(by) : null,
        DecidedAt = row.MaybeValue<DateTimeOffset>(8), Decision = row.Maybe<string>(9), Until = row.MaybeValue<DateTimeOffset>(10), Version = row.GetInt32(11),
    });
}

/// <summary>An entry as it stands, for the call log.</summary>
internal sealed record BlacklistWrite(BlacklistEntry Listed) : Calls.LogEntry
{
    internal override BlacklistWrite Sealed(Calls.NumberSeal numbers) => new(numbers.Seal(Listed));

    internal override NpgsqlBatchCommand ToSql() => Sql.Command(
        $"""
        insert into telephony.blacklist as old ({BlacklistEntry.Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (id) do update set (state, decided_by, decided_at, decision, until, version)
          = (excluded.state, excluded.decided_by, excluded.decided_at, excluded.decision, excluded.until, excluded.version) where old.version < excluded.version
        """,
        Listed.Id, Listed.Number, Listed.Reason, Listed.ProposedBy.Value, Listed.ProposedAt, Listed.Call?.Value, Listed.State.ToString(),
        Listed.DecidedBy?.Value, Listed.DecidedAt, Listed.Decision, Listed.Until, Listed.Version);
}

/// <summary>Rules of the blacklist (黑名单规则).</summary>
public sealed record BlacklistOptions
{
    /// <summary>What a blocked caller meets; nobody is cut off without a word or a code.</summary>
    public BlockedCallerPolicy Policy { get; init; }

    /// <summary>Longest time one approval blocks a number.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Numbers that can never be blocked: police, fire, ambulance, regulators, ourselves. A * at the end stands for any digits.</summary>
    public IReadOnlyList<string> NeverBlocked { get; init; } = ["110", "119", "120", "122", "12110", "12119", "12345", "12388", "12389", "12337", "12309", "12315", "12368", "12348", "12355", "12356"];
}

/// <summary>What a blocked caller meets.</summary>
public enum BlockedCallerPolicy
{
    /// <summary>语音告知: hears prompt "blocked", then the call ends; 603 where the prompt is missing.</summary>
    Announce,
    /// <summary>603 Decline (RFC 3261 section 21.6.2).</summary>
    Decline,
}
