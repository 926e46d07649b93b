namespace Hotline.Telephony.Queues;

/// <summary>Every seat (座席) of this host: the one owner of their states.</summary>
/// <param name="wrapUp">How long 话后整理 lasts.</param>
public sealed class AgentSeats(TimeSpan wrapUp, TimeProvider clock) : IDisposable
{
    private readonly Lock _owner = new();
    private readonly Dictionary<AgentId, SeatSnapshot> _seats = [];
    private readonly Broadcast<SeatSnapshot> _changes = new();

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
    public void Ready(AgentId agent) => Demand(agent, new SeatChange.Ready(), "become ready");

    /// <summary>示忙/小休. While talking it counts after the wrap-up.</summary>
    /// <exception cref="InvalidOperationException">The agent is offline, or has a call to answer or decline.</exception>
    public void NotReady(AgentId agent, string reason) => Demand(agent, new SeatChange.NotReady(reason), "pause");

    /// <summary>签出</summary>
    /// <exception cref="InvalidOperationException">The agent has a call.</exception>
    public void SignOut(AgentId agent)
    {
        if (Find(agent) is not (null or { State: SeatState.Offline })) Demand(agent, new SeatChange.SignOut(), "sign out");
    }

    /// <summary>Every change from now on, in order, on one thread of the pool.</summary>
    public IDisposable Subscribe(Action<SeatSnapshot> sink) => _changes.Subscribe(sink);

    /// <summary>Offers the call to the agent who has been ready longest; null when nobody is.</summary>
    internal SeatSnapshot? OfferToLongestIdle(CallId call, DateTimeOffset until)
    {
        lock (_owner)
        {
            var idle = _seats.Values.Where(s => s.State == SeatState.Ready).OrderBy(s => s.Since).ThenBy(s => s.Agent.Value, StringComparer.Ordinal).FirstOrDefault();
            if (idle is null) return null;
            Apply(idle.Agent, new SeatChange.Offer(call, until));
            return _seats[idle.Agent];
        }
    }

    /// <summary>Ends the offer; see <see cref="SeatChange.Withdraw"/>.</summary>
    internal bool Withdraw(AgentId agent, CallId call, string? reason) => Apply(agent, new SeatChange.Withdraw(call, reason));

    internal bool Answer(AgentId agent, CallId call) => Apply(agent, new SeatChange.Answer(call));

    /// <summary>False where the agent is offline, or has a call.</summary>
    internal bool Take(AgentId agent, CallId call) => Apply(agent, new SeatChange.Take(call));

    internal bool Finish(AgentId agent, CallId call) => Apply(agent, new SeatChange.Finish(call, clock.GetUtcNow() + wrapUp));

    /// <summary>One pass over the countdowns.</summary>
    internal void Sweep()
    {
        foreach (var seat in All.Where(s => s.State == SeatState.WrapUp)) Apply(seat.Agent, new SeatChange.Tick());
    }

    private void Demand(AgentId agent, SeatChange change, string verb)
    {
        if (Apply(agent, change)) return;
        throw new InvalidOperationException(Find(agent) is not { State: not SeatState.Offline } seat
            ? $"Agent {agent} cannot {verb}: sign in first."
            : $"Agent {agent} cannot {verb} while {seat.State}: answer, decline or end the call first.");
    }

    private bool Apply(AgentId agent, SeatChange change, string name = "")
    {
        SeatSnapshot? after;
        lock (_owner)
        {
            var before = _seats.GetValueOrDefault(agent) ?? new(agent, name, SeatState.Offline, clock.GetUtcNow());
            after = before.After(change, clock.GetUtcNow());
            if (after is null) return false;
            if (after == before) return true;
            _seats[agent] = after;
            _changes.Publish(after);
        }

        if (after.State == SeatState.Ready) BecameReady?.Invoke();
        return true;
    }

    public void Dispose() => _changes.Dispose();
}
