using Hotline.Telephony.Neighbours;

namespace Hotline.Telephony.Queues;

/// <content>邻台: what other nodes are told of the queues, and what this one leaves to their callers.</content>
internal sealed partial class CallQueue
{
    /// <summary>An agent who has just become ready is left this long to a caller of another node who comes first.</summary>
    internal static readonly TimeSpan YieldsFor = TimeSpan.FromSeconds(2);

    private volatile IReadOnlyList<QueueReport> _elsewhere = [];

    /// <summary>What the other nodes told last; none where this node is alone.</summary>
    internal IReadOnlyList<QueueReport> Elsewhere
    {
        get => _elsewhere;
        set => _elsewhere = value;
    }

    /// <summary>Every queue as the other nodes need to know it.</summary>
    /// <param name="open">Whether agents here take calls of other nodes.</param>
    internal IReadOnlyList<QueueReport> Report(string node, bool open)
    {
        lock (_owner)
        {
            var (now, seats, idle) = (_clock.GetUtcNow(), _seats.All, open ? _seats.Idle() : []);
            var turn = new ByTurn(now);
            return [.. _lanes.Values.Select(lane =>
            {
                var mine = seats.Where(s => AgentChoice.Serves(lane.Options, s.Agent)).ToList();
                var heads = _waiting.Values.Where(p => p.Lane == lane && p.Request.MayMove).Order(turn).Take(QueueReport.MostHeads).Select(p => p.Head);
                return new QueueReport(
                    node, Board(lane, now, mine), [.. heads], [.. idle.Where(i => AgentChoice.Serves(lane.Options, i.Agent))],
                    [.. mine.Select(s => new SeatElsewhere(s.Agent, _seats.SignedInAt(s.Agent), s.OnCall || s.State == SeatState.Offered))]);
            })];
        }
    }

    /// <summary>The queue of this name; the line's own where it has none.</summary>
    internal QueueOptions Find(string name, string line) => _lanes.TryGetValue(name, out var lane) ? lane.Options : QueueOf(line);

    /// <summary>What an agent of another node has to know of the place, and how long they may take; null when the call does not wait or rings here.</summary>
    internal (string Queue, DateTimeOffset Since, TimeSpan RingFor)? Movable(CallId call)
    {
        lock (_owner)
        {
            return _waiting.TryGetValue(call, out var place) && place is { Request.MayMove: true, Asked: false }
                ? (place.Lane.Options.Name, place.Since, place.Lane.Options.OfferTimeout ?? _offerTimeout) : null;
        }
    }

    /// <summary>The call rings at another node, too; its place stays.</summary>
    internal void Mark(CallId call, bool asked)
    {
        lock (_owner)
        {
            if (_places.TryGetValue(call, out var place)) place.Asked = asked;
        }
    }

    /// <summary>An agent of another node has the caller, who is served and leaves; whoever it rang at here is ready again. False: somebody here has them.</summary>
    internal bool HandOver(CallId call)
    {
        lock (_owner)
        {
            if (!_places.Remove(call, out var place)) return false;
            NoLongerWaits(place);
            if (place.Agent is { } agent) _seats.Withdraw(agent, call, reason: null);
            place.Lane.Answered++;
            return true;
        }
    }

    /// <summary>Signed in for the queue, here or at another node: a caller who waits may reach them.</summary>
    private IEnumerable<AgentId> OnDuty(Lane lane, IReadOnlyList<SeatSnapshot> seats) => seats.Select(s => s.Agent).Where(a => AgentChoice.Serves(lane.Options, a))
        .Concat(_elsewhere.Where(r => r.Board.Name == lane.Options.Name).SelectMany(r => r.Seats).Select(s => s.Agent));

    /// <summary>全市: the board with what the other nodes told of the same queue.</summary>
    private QueueBoard WithOthers(QueueBoard here)
    {
        var all = _elsewhere.Where(r => r.Board.Name == here.Name).Select(r => r.Board).Append(here).ToList();
        return all.Count == 1 ? here : here with
        {
            InAllNodes = new(all.Count, all.Sum(b => b.Waiting), all.Max(b => b.LongestWait), all.Sum(b => b.Ready), all.Sum(b => b.OnCall)),
        };
    }

    /// <summary>
    /// Of agents who have just become ready, those go out who suit a caller of another node who comes before every caller of ours that they suit:
    /// the one queue of the city is kept in order while the other node is on its way to ask.
    /// </summary>
    private void Yield(List<IdleAgent> idle, DateTimeOffset now)
    {
        var fresh = idle.Where(a => now - a.ReadySince < YieldsFor).ToList();
        if (fresh.Count == 0 || _elsewhere.All(r => r.Heads.Count == 0)) return;
        var order = new WaitingOrder(now);
        var here = _waiting.Values.Select(p => (p.Waiter, Choice: p.Choice(now, _seats.Options.CallsPerHour), Here: true));
        var there = from report in _elsewhere
                    where _lanes.ContainsKey(report.Board.Name)
                    let queue = _lanes[report.Board.Name].Options
                    from head in report.Heads
                    let choice = head.Choice(queue, now, _seats.Options.CallsPerHour)
                    where !head.Asked && choice.Choose(report.Idle, last: null) is null
                    select (Waiter: head.In(queue), Choice: choice, Here: false);
        var left = idle.ToList();
        foreach (var (_, choice, isHere) in here.Concat(there).OrderBy(w => w.Waiter, order))
        {
            if (choice.Choose(isHere ? left : left.Intersect(fresh), last: null) is not var (agent, _)) continue;
            left.RemoveAll(a => a.Agent == agent);
            if (!isHere) idle.RemoveAll(a => a.Agent == agent);
        }
    }
}

/// <summary>One queue over all nodes of the city (全市).</summary>
/// <param name="Nodes">This one included.</param>
/// <param name="LongestWait">Null when nobody waits.</param>
public sealed record QueueTotal(int Nodes, int Waiting, TimeSpan? LongestWait, int Ready, int OnCall);
