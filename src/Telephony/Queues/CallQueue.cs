namespace Hotline.Telephony.Queues;

/// <summary>What the queue tells a waiting call.</summary>
internal abstract record QueueNotice
{
    private QueueNotice() { }

    /// <summary>The call rings at an agent.</summary>
    internal sealed record Offered(AgentId Agent, DateTimeOffset Until) : QueueNotice;

    /// <summary>The agent declined or did not answer in time; the call waits again at its old place.</summary>
    internal sealed record Lapsed(AgentId Agent, string Reason) : QueueNotice;
}

/// <summary>
/// Who waits (排队) and which agent rings for whom: the one owner of offers. First come, first served, by the agent who has
/// been ready longest. An offer is a lease: answered, declined, withdrawn or lapsed, but never held by two.
/// </summary>
internal sealed class CallQueue
{
    internal const string NotAnswered = "未应答";

    private readonly Lock _owner = new();
    private readonly AgentSeats _seats;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _offerTimeout;
    private readonly Dictionary<CallId, Place> _places = [];
    private readonly SortedDictionary<long, Place> _waiting = [];
    private long _last;
    private long _first;

    internal CallQueue(AgentSeats seats, TimeSpan offerTimeout, TimeProvider clock)
    {
        (_seats, _offerTimeout, _clock) = (seats, offerTimeout, clock);
        seats.BecameReady = Dispatch;
    }

    /// <summary>Calls that wait and ring nowhere.</summary>
    internal int Waiting
    {
        get
        {
            lock (_owner) return _waiting.Count;
        }
    }

    /// <param name="notify">Only posts: it runs under the queue's lock.</param>
    /// <param name="first">Before all others: the citizen has been served already and lost the agent.</param>
    internal void Enqueue(CallId call, Action<QueueNotice> notify, bool first = false)
    {
        lock (_owner)
        {
            var place = new Place(call, first ? --_first : ++_last, notify);
            if (_places.TryAdd(call, place)) _waiting.Add(place.Order, place);
        }

        Dispatch();
    }

    /// <summary>The caller left: the offer, if any, ends at once and the agent stays ready.</summary>
    internal void Remove(CallId call)
    {
        lock (_owner)
        {
            if (!_places.Remove(call, out var place)) return;
            _waiting.Remove(place.Order);
            if (place.Agent is { } agent) _seats.Withdraw(agent, call, reason: null);
        }

        Dispatch();
    }

    /// <summary>False when the call does not ring at this agent (any more).</summary>
    internal bool Accept(CallId call, AgentId agent)
    {
        lock (_owner)
        {
            return _places.TryGetValue(call, out var place) && place.Agent == agent && _seats.Answer(agent, call) && _places.Remove(call);
        }
    }

    internal void Decline(CallId call, AgentId agent)
    {
        lock (_owner)
        {
            if (_places.TryGetValue(call, out var place) && place.Agent == agent) Lapse(place, agent);
        }

        Dispatch();
    }

    /// <summary>One pass: offers whose time is up go on to the next agent.</summary>
    internal void Sweep()
    {
        lock (_owner)
        {
            var now = _clock.GetUtcNow();
            foreach (var place in _places.Values.Where(p => p.Until <= now).ToList()) Lapse(place, place.Agent!.Value);
        }

        Dispatch();
    }

    private void Lapse(Place place, AgentId agent)
    {
        _seats.Withdraw(agent, place.Call, NotAnswered);
        (place.Agent, place.Until) = (null, null);
        _waiting.Add(place.Order, place);
        place.Notify(new QueueNotice.Lapsed(agent, NotAnswered));
    }

    private void Dispatch()
    {
        lock (_owner)
        {
            while (_waiting.Count > 0 && OfferNext(_waiting.First().Value)) { }
        }
    }

    private bool OfferNext(Place place)
    {
        var until = _clock.GetUtcNow() + _offerTimeout;
        if (_seats.OfferToLongestIdle(place.Call, until) is not { } seat) return false;

        _waiting.Remove(place.Order);
        (place.Agent, place.Until) = (seat.Agent, until);
        place.Notify(new QueueNotice.Offered(seat.Agent, until));
        return true;
    }

    private sealed class Place(CallId call, long order, Action<QueueNotice> notify)
    {
        internal CallId Call => call;
        internal long Order => order;
        internal Action<QueueNotice> Notify => notify;
        internal AgentId? Agent { get; set; }
        internal DateTimeOffset? Until { get; set; }
    }
}
