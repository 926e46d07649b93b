namespace Hotline.Telephony.Queues;

/// <summary>Every seat (座席) of this host: the one owner of their states.</summary>
/// <param name="wrapUp">How long 话后整理 lasts where the queue says nothing else.</param>
public sealed partial class AgentSeats(TimeSpan wrapUp, TimeProvider clock, SeatOptions? options = null) : IDisposable
{
    private readonly Lock _owner = new();
    private readonly Dictionary<AgentId, SeatSnapshot> _seats = [];
    private readonly Dictionary<AgentId, TimeSpan> _wrapUps = [];
    private readonly Dictionary<AgentId, DateTimeOffset> _signIns = [];
    private readonly SeatDays _days = new(clock);
    private readonly Broadcast<SeatSnapshot> _changes = new();

    public SeatOptions Options { get; } = options ?? new();

    /// <summary>技能: who can do what.</summary>
    public AgentSkills Skills { get; } = new();

    /// <summary>Seats that are not offline, by work number.</summary>
    public IReadOnlyList<SeatSnapshot> All
    {
        get
        {
            lock (_owner) return [.. _seats.Values.Where(s => s.State != SeatState.Offline).OrderBy(s => s.Agent.Value, StringComparer.Ordinal)];
        }
    }

    /// <summary>A seat became ready; called on the thread that made it so, under no lock.</summary>
    internal Action? BecameReady { get; set; }

    /// <summary>A seat came into a state at that time; under the owner's lock: it only posts.</summary>
    internal Action<SeatSnapshot, DateTimeOffset>? Stepped { get; set; }

    /// <summary>Null where the agent never signed in.</summary>
    public SeatSnapshot? Find(AgentId agent)
    {
        lock (_owner) return _seats.GetValueOrDefault(agent);
    }

    /// <summary>签入: the seat is 示忙 until the agent is ready. Signing in again changes nothing but the name.</summary>
    public SeatSnapshot SignIn(AgentId agent, string name)
    {
        Apply(agent, new SeatChange.SignIn(name), name);
        return Find(agent)!;
    }

    /// <summary>示闲. While talking it means: ready after the wrap-up.</summary>
    /// <exception cref="InvalidOperationException">The agent is offline, or has a call to answer or decline.</exception>
    /// <exception cref="SeatElsewhereException">The agent has a call at another node.</exception>
    public void Ready(AgentId agent)
    {
        RefuseWhileElsewhere(agent);
        Demand(agent, new SeatChange.Ready(), "become ready");
    }

    /// <summary>示忙/小休, or 培训 where the reason says so: a code of <see cref="SeatOptions.Reasons"/>, or the switchboard's own. While talking it counts after the wrap-up.</summary>
    /// <exception cref="InvalidOperationException">The agent is offline, or has a call to answer or decline.</exception>
    public void NotReady(AgentId agent, string reason) => Demand(agent, new SeatChange.NotReady(reason, StateFor(reason)), "pause");

    /// <summary>签出</summary>
    /// <exception cref="InvalidOperationException">The agent has a call.</exception>
    public void SignOut(AgentId agent)
    {
        if (Find(agent) is not (null or { State: SeatState.Offline })) Demand(agent, new SeatChange.SignOut(), "sign out");
    }

    /// <summary>Every change from now on, in order, on one thread of the pool.</summary>
    public IDisposable Subscribe(Action<SeatSnapshot> sink) => _changes.Subscribe(sink);

    /// <summary>Who could be asked now.</summary>
    internal List<IdleAgent> Idle()
    {
        lock (_owner)
        {
            return [.. _seats.Values.Where(s => s.State == SeatState.Ready)
                .Select(s => new IdleAgent(s.Agent, s.Since, _days.TalkedToday(s.Agent), _days.CallsThisHour(s.Agent), Skills.Of(s.Agent)))];
        }
    }

    /// <summary>Calls finished per second by one busy agent; null until one was.</summary>
    internal double? FinishedPerSecond
    {
        get
        {
            lock (_owner) return _days.Finished;
        }
    }

    /// <summary>False when the agent is not ready any more.</summary>
    /// <param name="wrapUpAfter">Of this call; the usual one where null.</param>
    internal bool Offer(AgentId agent, CallId call, DateTimeOffset until, TimeSpan? wrapUpAfter = null)
    {
        lock (_owner)
        {
            if (!Apply(agent, new SeatChange.Offer(call, until))) return false;
            if (wrapUpAfter is { } time) _wrapUps[agent] = time; else _wrapUps.Remove(agent);
            return true;
        }
    }

    /// <summary>Ends the offer; see <see cref="SeatChange.Withdraw"/>.</summary>
    internal bool Withdraw(AgentId agent, CallId call, string? reason) => Apply(agent, new SeatChange.Withdraw(call, reason));

    internal bool Answer(AgentId agent, CallId call) => Apply(agent, new SeatChange.Answer(call));

    /// <summary>The agent is on a call that was not offered: one that the agent dialled, or was asked into. False where the agent has another one.</summary>
    internal bool Take(AgentId agent, CallId call) => Apply(agent, new SeatChange.Take(call));

    /// <summary>保持: the citizen of this call is put on hold, or back. False where it is not the agent's call.</summary>
    internal bool Hold(AgentId agent, CallId call, bool on) => Apply(agent, new SeatChange.Hold(call, on));

    /// <summary>The agent's part is over: 整理 begins, whatever was chosen to follow it.</summary>
    internal bool Finish(AgentId agent, CallId call)
    {
        lock (_owner) return Apply(agent, new SeatChange.Finish(call, clock.GetUtcNow() + _wrapUps.GetValueOrDefault(agent, wrapUp)));
    }

    /// <summary>One pass over the countdowns.</summary>
    internal void Sweep()
    {
        foreach (var seat in All.Where(s => s.State == SeatState.WrapUp)) Apply(seat.Agent, new SeatChange.Tick());
    }

    private SeatState StateFor(string reason) => Options.FindReason(reason) is { Training: true } ? SeatState.Training : SeatState.NotReady;

    private void Demand(AgentId agent, SeatChange change, string verb)
    {
        if (Apply(agent, change)) return;
        throw new InvalidOperationException(Find(agent) is not { State: not SeatState.Offline } seat
            ? $"Agent {agent} cannot {verb}: sign in first."
            : $"Agent {agent} cannot {verb} while {seat.State}: answer, decline or end the call first.");
    }

    private bool Apply(AgentId agent, SeatChange change, string name = "", AgentId? by = null)
    {
        SeatSnapshot? after;
        var became = false;
        lock (_owner)
        {
            var now = clock.GetUtcNow();
            var before = _seats.GetValueOrDefault(agent) ?? new(agent, name, SeatState.Offline, now);
            after = before.After(change, now);
            if (after is null) return false;
            if (after == before) return true;
            if (by is not null) after = after with { SetBy = by };
            _seats[agent] = after;
            if (before.State == SeatState.Offline) _signIns[agent] = now;
            _days.Note(before, after);
            _changes.Publish(after);
            if (after.State != before.State || after.Since != before.Since || (after.Away && after.Reason != before.Reason)) Stepped?.Invoke(after, now);
            became = after.State == SeatState.Ready && before.State != SeatState.Ready;
        }

        if (became) BecameReady?.Invoke();
        return true;
    }

    public void Dispose() => _changes.Dispose();
}
