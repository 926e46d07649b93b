using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Neighbours;

/// <summary>One queue of one node at one moment. No caller's number.</summary>
/// <param name="Heads">Whoever waits and could be handed over, next ones first; not the many who come after them.</param>
/// <param name="Idle">Agents of the queue who could be asked now.</param>
/// <param name="Seats">Agents of the queue who are signed in.</param>
internal sealed record QueueReport(string Node, QueueBoard Board, IReadOnlyList<WaitingHead> Heads, IReadOnlyList<IdleAgent> Idle, IReadOnlyList<SeatElsewhere> Seats)
{
    /// <summary>Who beyond these waits is not told.</summary>
    internal const int MostHeads = 50;
}

/// <summary>A caller who waits.</summary>
/// <param name="Priority">The queue's own included.</param>
/// <param name="Needs">Proficiency by skill.</param>
/// <param name="Not">Who has just handed the call back.</param>
/// <param name="Asked">Rings at an agent of another node already.</param>
internal sealed record WaitingHead(CallId Call, bool First, int Priority, DateTimeOffset Since, IReadOnlyList<SkillNeed> Needs, AgentId? Not, bool Asked)
{
    internal Waiter In(QueueOptions queue) => new(First, Priority, queue.Weight, Since, 0, queue.StarvedAfter);

    internal AgentChoice Choice(QueueOptions queue, DateTimeOffset now, int? callsPerHour) =>
        new(queue, [.. Needs.Select(n => (n.Skill, n.Level))], now - Since) { CallsPerHour = callsPerHour, Not = Not };
}

internal sealed record SkillNeed(string Skill, int Level);

/// <summary>An agent who is signed in at another node.</summary>
/// <param name="OnCall">A call rings or runs there.</param>
internal sealed record SeatElsewhere(AgentId Agent, DateTimeOffset SignedInAt, bool OnCall);
