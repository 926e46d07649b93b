namespace Hotline.Telephony.Queues;

/// <summary>
/// Who waits (排队) and which agent rings for whom: the one owner of offers. An offer is a lease: answered, declined, withdrawn or
/// lapsed, but never held by two. A place may have no leg: a callback waits like a caller and is offered in its turn.
/// </summary>
internal sealed partial class CallQueue
{
    internal const string NotAnswered = "未应答";
    internal const string TakenUp = "来电人已再次来电";

    /// <summary>A place that somebody left is kept this long for the one who takes it up.</summary>
    internal static readonly TimeSpan LeftKept = TimeSpan.FromMinutes(10);

    private readonly Lock _owner = new();
    private readonly AgentSeats _seats;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _offerTimeout;
    private readonly Dictionary<string, Lane> _lanes;
    private readonly Dictionary<CallId, Place> _places = [];
    private readonly Dictionary<CallId, Place> _waiting = [];
    private readonly Dictionary<CallId, LeftPlace> _left = [];
    private readonly Queue<CallId> _leavers = new(); // the order in which they left
    private readonly RollingRate _lost = new();
    private long _last;

    /// <param name="queues">One for everything where none is configured.</param>
    internal CallQueue(AgentSeats seats, TimeSpan offerTimeout, TimeProvider clock, IReadOnlyList<QueueOptions>? queues = null)
    {
        (_seats, _offerTimeout, _clock) = (seats, offerTimeout, clock);
        _lanes = QueueOptions.OrDefault(queues).ToDictionary(q => q.Name, q => new Lane(q), StringComparer.Ordinal);
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

    /// <summary>The queue of a number.</summary>
    internal QueueOptions QueueOf(string line) =>
        (_lanes.Values.FirstOrDefault(l => l.Options.Lines.Contains(line, StringComparer.Ordinal)) ?? _lanes.Values.FirstOrDefault(l => l.Options.Lines.Count == 0) ?? _lanes.Values.First()).Options;

    /// <param name="notify">Only posts: it runs under the queue's lock.</param>
    /// <param name="first">Before all others: the citizen has been served already and lost the agent.</param>
    internal void Enqueue(CallId call, Action<QueueNotice> notify, bool first = false) => Enqueue(new QueueRequest(call) { First = first }, notify);

    /// <summary>A call waits; again for one that waits already does nothing.</summary>
    /// <param name="notify">Only posts: it runs under the queue's lock.</param>
    internal void Enqueue(QueueRequest request, Action<QueueNotice> notify)
    {
        lock (_owner)
        {
            if (_places.ContainsKey(request.Call)) return;
            var place = NewPlace(request, notify);
            AskGroup(place, _seats.All);
            _places.Add(request.Call, place);
            Wait(place);
            place.Estimated = Estimate(place, Ahead(place));
        }

        Dispatch();
    }

    /// <summary>The caller left: the offer, if any, ends at once and the agent stays ready.</summary>
    internal void Remove(CallId call)
    {
        lock (_owner)
        {
            if (!_places.TryGetValue(call, out var place)) return;
            Leave(place);
            place.Lane.Abandoned++;
            _lost.Count(_clock.GetUtcNow());
        }

        Dispatch();
    }

    /// <summary>The place is given up without a loss: whom it was kept for has been served otherwise.</summary>
    internal void Forget(CallId call)
    {
        lock (_owner) TakeOver(call);
        Dispatch();
    }

    /// <summary>False when the call does not ring at this agent (any more).</summary>
    internal bool Accept(CallId call, AgentId agent)
    {
        lock (_owner)
        {
            if (!_places.TryGetValue(call, out var place) || place.Agent != agent || !_seats.Answer(agent, call)) return false;
            _places.Remove(call);
            place.Lane.Answered++;
            if (!place.Request.First) place.Lane.Estimator.CameTrue(place.Estimated, place.Offered - place.Since);
            return true;
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

    /// <summary>One pass: offers whose time is up go on to the next agent, callers who waited too long to the next queue.</summary>
    internal void Sweep()
    {
        lock (_owner)
        {
            var now = _clock.GetUtcNow();
            foreach (var place in _places.Values.Where(p => p.Until <= now).ToList()) Lapse(place, place.Agent!.Value);
            var seats = _seats.All;
            foreach (var lane in _lanes.Values) lane.Staffed = OnDuty(lane, seats).Any();
            foreach (var place in _waiting.Values.ToList())
            {
                Overflow(place, now);
                AskGroup(place, seats);
            }

            ForgetLeft(now);
        }

        Dispatch();
    }

    private Place NewPlace(QueueRequest request, Action<QueueNotice> notify)
    {
        var now = _clock.GetUtcNow();
        if (request.KeepsPlaceOf is { } other && TakeOver(other) is { } old)
            return new Place(request, old.Lane, request.Skills.Count > 0 ? request.Skills : old.Skills, old.Since, old.Number, notify, now);
        var lane = request.Queue is { } name && _lanes.TryGetValue(name, out var named) ? named : _lanes[QueueOf(request.Line).Name];
        return new Place(request, lane, request.Skills, request.Since ?? now, ++_last, notify, now);
    }

    private void ForgetLeft(DateTimeOffset now)
    {
        while (_leavers.TryPeek(out var call) && !(_left.TryGetValue(call, out var left) && left.At + LeftKept > now))
        {
            _leavers.Dequeue();
            _left.Remove(call);
        }
    }

    /// <summary>The place itself, out of the queue; who took it is not lost.</summary>
    private LeftPlace? TakeOver(CallId call)
    {
        if (_places.TryGetValue(call, out var waiting))
        {
            Leave(waiting);
            if (waiting.Agent is { } agent) waiting.Notify(new QueueNotice.Lapsed(agent, TakenUp));
        }

        return _left.Remove(call, out var left) ? left : null;
    }

    private void Leave(Place place)
    {
        var call = place.Request.Call;
        _places.Remove(call);
        _left[call] = new(place.Lane, place.Skills, place.Since, place.Number, _clock.GetUtcNow());
        _leavers.Enqueue(call);
        NoLongerWaits(place);
        if (place.Agent is { } agent) _seats.Withdraw(agent, call, reason: null);
    }

    private void Wait(Place place)
    {
        _waiting.Add(place.Request.Call, place);
        _lost.SetHeads(_waiting.Count, _clock.GetUtcNow());
    }

    private void NoLongerWaits(Place place)
    {
        if (_waiting.Remove(place.Request.Call)) _lost.SetHeads(_waiting.Count, _clock.GetUtcNow());
    }

    private void Lapse(Place place, AgentId agent)
    {
        _seats.Withdraw(agent, place.Request.Call, NotAnswered);
        (place.Agent, place.Until) = (null, null);
        Wait(place);
        place.Notify(new QueueNotice.Lapsed(agent, NotAnswered));
    }

    private void Dispatch()
    {
        lock (_owner)
        {
            if (_waiting.Count == 0) return;
            var idle = _seats.Idle();
            if (idle.Count == 0) return;
            var now = _clock.GetUtcNow();
            if (_elsewhere.Count > 0) Yield(idle, now);
            var turn = new ByTurn(now);
            while (idle.Count > 0 && _waiting.Count > 0 && OfferNext(_waiting.Values.Min(turn)!, idle, now)) { }
            if (idle.Count == 0 || _waiting.Count == 0) return;

            // whoever is next suits nobody who is idle: somebody further back may
            foreach (var place in _waiting.Values.Order(turn).Skip(1).ToList())
            {
                if (idle.Count == 0) return;
                OfferNext(place, idle, now);
            }
        }
    }

    private bool OfferNext(Place place, List<IdleAgent> idle, DateTimeOffset now)
    {
        while (place.Choice(now, _seats.Options.CallsPerHour).Choose(idle, place.Lane.Last) is var (agent, why))
        {
            idle.RemoveAll(a => a.Agent == agent);
            var until = now + (place.Lane.Options.OfferTimeout ?? _offerTimeout);
            if (!_seats.Offer(agent, place.Request.Call, until, place.Lane.Options.WrapUp)) continue; // went away this moment

            NoLongerWaits(place);
            (place.Agent, place.Until, place.Offered, place.Lane.Last) = (agent, until, now, agent);
            place.Notify(new QueueNotice.Offered(agent, until) { Why = why });
            return true;
        }

        return false;
    }

    /// <summary>What is kept of a place, and nothing that keeps the call itself in memory.</summary>
    private sealed record LeftPlace(Lane Lane, IReadOnlyList<(string Skill, int Level)> Skills, DateTimeOffset Since, long Number, DateTimeOffset At);

    private sealed class ByTurn(DateTimeOffset now) : IComparer<Place>
    {
        private readonly WaitingOrder _order = new(now);

        public int Compare(Place? x, Place? y) => _order.Compare(x!.Waiter, y!.Waiter);
    }
}
