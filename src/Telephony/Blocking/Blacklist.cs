using System.Collections.Concurrent;
using Hotline.Telephony.Callbacks;
using Hotline.Telephony.Calls;

namespace Hotline.Telephony.Blocking;

/// <summary>黑名单: an agent proposes, a supervisor decides, and time ends it. Every change is written behind its back.</summary>
public sealed class Blacklist
{
    /// <summary>The end reason of a call that was turned away.</summary>
    internal const string TurnedAway = "blacklisted";

    private readonly ConcurrentDictionary<Guid, BlacklistEntry> _entries = new();
    private readonly Lock _owner = new();
    private readonly Action<LogEntry> _write;
    private readonly BlacklistOptions _options;
    private readonly TimeProvider _clock;

    internal Blacklist(Action<LogEntry> write, BlacklistOptions options, TimeProvider clock) => (_write, _options, _clock) = (write, options, clock);

    internal static CallRefusal Protected { get; } = new("number-protected", "公安、急救、监管等号码不得列入黑名单", "Numbers of police, rescue and regulators can never be blocked.");
    internal static CallRefusal Listed { get; } = new("already-listed", "该号码已在黑名单或待审核", "The number is on the list or under review already.");
    internal static CallRefusal OwnProposal { get; } = new("own-proposal", "不能审核自己提出的申请", "Nobody decides on a proposal of their own.");
    internal static CallRefusal NotUnderReview { get; } = new("not-under-review", "该申请不在待审核状态", "There is no such proposal under review.");
    internal static CallRefusal NotActive { get; } = new("not-active", "该号码未被拦截", "There is no such active entry.");
    internal static CallRefusal NoNumber { get; } = new("no-number", "来电未显示号码，无法列入黑名单", "The number is withheld and cannot be listed.");

    public BlockedCallerPolicy Policy => _options.Policy;

    /// <summary>Everything under review or active, the newest first.</summary>
    public IReadOnlyList<BlacklistEntry> Entries =>
        [.. _entries.Values.Where(e => e.State == BlacklistState.Proposed || e.Blocks(_clock.GetUtcNow())).OrderByDescending(e => e.ProposedAt)];

    /// <summary>提出: by an agent, with a reason.</summary>
    public CallRefusal? Propose(string number, string reason, AgentId by, CallId? call = null)
    {
        var normal = CallerNumber.Normal(number);
        if (normal.Length == 0) return NoNumber;
        if (IsProtected(normal)) return Protected;
        lock (_owner)
        {
            if (Entries.Any(e => e.Number == normal)) return Listed;
            Keep(new(Guid.CreateVersion7(), normal, reason, by, _clock.GetUtcNow(), call));
            return null;
        }
    }

    /// <summary>审核: by a supervisor who is not the one who proposed.</summary>
    /// <param name="blockFor">Null rejects the proposal; never longer than the settings allow.</param>
    public CallRefusal? Decide(Guid id, AgentId by, string decision, TimeSpan? blockFor)
    {
        lock (_owner)
        {
            if (!_entries.TryGetValue(id, out var entry) || entry.State != BlacklistState.Proposed) return NotUnderReview;
            if (entry.ProposedBy == by) return OwnProposal;
            var now = _clock.GetUtcNow();
            var until = blockFor is { } time ? now + (time < _options.Longest ? time : _options.Longest) : (DateTimeOffset?)null;
            Keep(entry with { State = until is null ? BlacklistState.Rejected : BlacklistState.Active, DecidedBy = by, DecidedAt = now, Decision = decision, Until = until });
            return null;
        }
    }

    /// <summary>解除</summary>
    public CallRefusal? Lift(Guid id, AgentId by, string reason)
    {
        lock (_owner)
        {
            if (!_entries.TryGetValue(id, out var entry) || !entry.Blocks(_clock.GetUtcNow())) return NotActive;
            Keep(entry with { State = BlacklistState.Lifted, DecidedBy = by, DecidedAt = _clock.GetUtcNow(), Decision = reason, Until = _clock.GetUtcNow() });
            return null;
        }
    }

    /// <summary>For admission: true when this caller is to be turned away now, which is counted.</summary>
    internal bool TurnsAway(string caller)
    {
        if (_entries.IsEmpty) return false;
        var (number, now) = (CallerNumber.Normal(caller), _clock.GetUtcNow());
        if (number.Length == 0 || IsProtected(number) || _entries.Values.FirstOrDefault(e => e.Number == number && e.Blocks(now)) is not { } entry) return false;
        lock (_owner) _entries[entry.Id] = _entries[entry.Id] with { Hits = _entries[entry.Id].Hits + 1 };
        return true;
    }

    internal async Task LoadAsync(CallLog log, CancellationToken ct)
    {
        var entries = await log.ReadAsync(
            $"select {BlacklistEntry.Columns} from telephony.blacklist where state = 'Proposed' or (state = 'Active' and until > $1)", [_clock.GetUtcNow()], row => BlacklistEntry.Read(row, log.Numbers), ct);
        foreach (var entry in entries) _entries.TryAdd(entry.Id, entry);
    }

    private bool IsProtected(string number) => _options.NeverBlocked.Any(p => p.EndsWith('*') ? number.StartsWith(p[..^1], StringComparison.Ordinal) : number == p);

    private void Keep(BlacklistEntry entry)
    {
        entry = entry with { Version = entry.Version + 1 };
        _entries[entry.Id] = entry;
        _write(new BlacklistWrite(entry));
    }
}
