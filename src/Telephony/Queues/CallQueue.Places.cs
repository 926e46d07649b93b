namespace Hotline.Telephony.Queues;

/// <content>Positions, estimates, and the way from one queue to the next.</content>
internal sealed partial class CallQueue
{
    /// <summary>Where the call stands; null when it does not wait (any more). While it rings at an agent it is at the front.</summary>
    internal QueuePlace? PlaceOf(CallId call)
    {
        lock (_owner)
        {
            if (!_places.TryGetValue(call, out var place)) return null;
            var ahead = place.Agent is null ? Ahead(place) : 0;
            return new(place.Lane.Options.Name, ahead + 1, place.Lane.Estimator.Speaks ? Estimate(place, ahead) : null) { Staffed = IsStaffed(place.Lane) };
        }
    }

    private bool IsStaffed(Lane lane) => OnDuty(lane, _seats.All).Any();

    /// <summary>The group is asked for while somebody of it is signed in: a city that has named no such agents keeps nobody waiting for them.</summary>
    private void AskGroup(Place place, IReadOnlyList<SeatSnapshot> seats) => place.AsksGroup = place.Request.SkillGroup is { Length: > 0 } group
        && OnDuty(place.Lane, seats).Any(a => _seats.Skills.Of(a).ContainsKey(group));

    /// <summary>What would bring a call back to its place after a restart; null when it does not wait.</summary>
    internal QueueRequest? RequestOf(CallId call)
    {
        lock (_owner)
        {
            return _places.TryGetValue(call, out var place) ? place.Request with { Queue = place.Lane.Options.Name, Skills = place.Skills, Since = place.Since } : null;
        }
    }

    /// <summary>队列看板: every queue as it stands, in the order of the settings.</summary>
    internal IReadOnlyList<QueueBoard> Boards()
    {
        lock (_owner)
        {
            var (now, seats) = (_clock.GetUtcNow(), _seats.All);
            return [.. _lanes.Values.Select(l => WithOthers(Board(l, now, [.. seats.Where(s => AgentChoice.Serves(l.Options, s.Agent))])))];
        }
    }

    private QueueBoard Board(Lane lane, DateTimeOffset now, List<SeatSnapshot> seats)
    {
        var (waiting, options, estimator) = (_waiting.Values.Where(p => p.Lane == lane).ToList(), lane.Options, lane.Estimator);
        return new(options.Name, options.Title.Length > 0 ? options.Title : options.Name, options.Strategy, waiting.Count, waiting.Count == 0 ? null : now - waiting.Min(p => p.Since))
        {
            Ringing = _places.Values.Count(p => p.Lane == lane && p.Agent is not null),
            Ready = seats.Count(s => s.State == SeatState.Ready),
            OnCall = seats.Count(s => s.OnCall),
            WrappingUp = seats.Count(s => s.State == SeatState.WrapUp),
            Away = seats.Count(s => s.Away),
            Answered = lane.Answered,
            Abandoned = lane.Abandoned,
            EstimateError = estimator.Error,
            EstimatesJudged = estimator.Judged,
            EstimateTold = estimator.Speaks,
        };
    }

    /// <summary>Callers of any queue who will be served before this one by agents who could serve this one.</summary>
    private int Ahead(Place place)
    {
        var order = new WaitingOrder(_clock.GetUtcNow());
        return _waiting.Values.Count(p => p != place && p.Lane.Shares(place.Lane) && order.Compare(p.Waiter, place.Waiter) < 0);
    }

    private WaitEstimate? Estimate(Place place, int ahead)
    {
        var working = _seats.All.Where(s => s is { Away: false, State: not SeatState.Offline } && AgentChoice.Serves(place.Lane.Options, s.Agent)).ToList();
        var able = working.Count(s => place.Needs.All(n => _seats.Skills.Of(s.Agent).GetValueOrDefault(n.Skill) >= n.Level));
        return WaitEstimator.Estimate(ahead, able > 0 ? able : working.Count, _seats.FinishedPerSecond, _lost.PerSecond(_clock.GetUtcNow()));
    }

    private void Overflow(Place place, DateTimeOffset now)
    {
        var (options, staffed) = (place.Lane.Options, place.Lane.Staffed);
        var late = now - place.Entered >= options.OverflowAfter;
        if ((late || !staffed) && options.OverflowTo is { } to && _lanes.TryGetValue(to, out var next) && place.Been.Add(to))
        {
            (place.Lane, place.Entered, place.ToldUnstaffed) = (next, now, false);
            place.Notify(new QueueNotice.Overflowed(options.Name, to));
        }
        else if (!staffed && !place.ToldUnstaffed)
        {
            place.ToldUnstaffed = true;
            place.Notify(new QueueNotice.Unstaffed(options.Name));
        }
    }

    /// <summary>One queue: its settings and what it remembers.</summary>
    private sealed class Lane(QueueOptions options)
    {
        internal QueueOptions Options => options;
        internal IReadOnlyList<(string Skill, int Level)> Demands { get; } = options.Demands;
        internal WaitEstimator Estimator { get; } = new(options.EstimateErrorLimit);
        internal AgentId? Last { get; set; }
        internal bool Staffed { get; set; }
        internal long Answered { get; set; }
        internal long Abandoned { get; set; }

        internal bool Shares(Lane other) => other == this || options.Agents.Count == 0 || other.Options.Agents.Count == 0
            || options.Agents.Intersect(other.Options.Agents, StringComparer.Ordinal).Any();
    }

    private sealed class Place(
        QueueRequest request, Lane lane, IReadOnlyList<(string Skill, int Level)> skills, DateTimeOffset since, long number, Action<QueueNotice> notify, DateTimeOffset entered)
    {
        internal QueueRequest Request => request;
        internal IReadOnlyList<(string Skill, int Level)> Skills => skills;
        internal DateTimeOffset Since => since;
        internal long Number => number;
        internal Action<QueueNotice> Notify => notify;
        internal Lane Lane { get; set; } = lane;
        internal DateTimeOffset Entered { get; set; } = entered;
        internal HashSet<string> Been { get; } = [lane.Options.Name];
        internal bool ToldUnstaffed { get; set; }
        internal bool AsksGroup { get; set; }

        /// <summary>Rings at another node, too.</summary>
        internal bool Asked { get; set; }

        internal AgentId? Agent { get; set; }
        internal DateTimeOffset? Until { get; set; }
        internal DateTimeOffset Offered { get; set; }

        /// <summary>What we would have said at the beginning.</summary>
        internal WaitEstimate? Estimated { get; set; }

        internal Waiter Waiter => new(request.First, request.Priority + Lane.Options.Priority, Lane.Options.Weight, since, number, Lane.Options.StarvedAfter);

        internal IReadOnlyList<(string Skill, int Level)> Needs => Lane.Demands.Count == 0 && !AsksGroup ? skills
            : [.. Lane.Demands, .. AsksGroup ? [(request.SkillGroup!, 1)] : Array.Empty<(string, int)>(), .. skills];

        internal Neighbours.WaitingHead Head => new(request.Call, request.First, request.Priority + Lane.Options.Priority, since, [.. Needs.Select(n => new Neighbours.SkillNeed(n.Skill, n.Level))], request.Not, Asked);

        internal AgentChoice Choice(DateTimeOffset now, int? callsPerHour) => new(Lane.Options, Needs, now - since) { CallsPerHour = callsPerHour, Not = request.Not };
    }
}

/// <summary>One queue at one moment.</summary>
/// <param name="LongestWait">Null when nobody waits.</param>
public sealed record QueueBoard(string Name, string Title, Distribution Strategy, int Waiting, TimeSpan? LongestWait)
{
    public int Ringing { get; init; }
    public int Ready { get; init; }
    public int OnCall { get; init; }
    public int WrappingUp { get; init; }
    public int Away { get; init; }

    /// <summary>Since the host started.</summary>
    public long Answered { get; init; }

    /// <summary>Since the host started.</summary>
    public long Abandoned { get; init; }

    /// <summary>Median relative error of the waiting estimate on waits of a minute or more (0.3 is 30 %); null until ten came true.</summary>
    public double? EstimateError { get; init; }

    public int EstimatesJudged { get; init; }

    /// <summary>Callers are told an estimate; otherwise only their position.</summary>
    public bool EstimateTold { get; init; }

    /// <summary>全市: over all nodes; null where this one is alone.</summary>
    public QueueTotal? InAllNodes { get; init; }
}
