using Hotline.Telephony.Media;

namespace Hotline.Telephony.Calls;

/// <summary>What somebody was called for.</summary>
internal enum Errand
{
    /// <summary>Serves the citizen: the queue's choice.</summary>
    Serve,
    /// <summary>三方通话: joins as soon as they answer.</summary>
    Join,
    /// <summary>咨询: talks with the agent first, the citizen hears music.</summary>
    Consult,
    /// <summary>转接: the agent is gone, they get the citizen.</summary>
    TakeOver,
}

/// <summary>Somebody beside the citizen, from the ringing to the end of their part: our agent, a second one, a department, 110. Belongs to one call's mailbox.</summary>
internal sealed class Companion(int id, Party party, string name, Errand errand, DateTimeOffset calledAt)
{
    internal int Id => id;
    internal Party Party => party;
    internal string Name { get; set; } = name;
    internal Errand Errand { get; set; } = errand;
    internal DateTimeOffset CalledAt => calledAt;
    internal DateTimeOffset? JoinedAt { get; set; }

    /// <summary>Null outside, and while the queue has chosen nobody.</summary>
    internal AgentId? Agent { get; set; }

    /// <summary>The seat is leased by the queue; otherwise by this call itself.</summary>
    internal bool OfQueue { get; init; }

    internal ParticipantState State { get; set; } = ParticipantState.Calling;

    /// <summary>Of another node of the city, whose seat is there; null for everybody else.</summary>
    internal Neighbour? Neighbour { get; init; }

    /// <summary>The INVITE to their phone; null for an agent in a browser.</summary>
    internal OutsideLink? Link { get; set; }

    /// <summary>Null until they are on the line.</summary>
    internal MediaLeg? Leg { get; set; }

    /// <summary>Their own phone holds us.</summary>
    internal bool HoldsUs { get; set; }

    /// <summary>They have this long to answer.</summary>
    internal ITimer? Patience { get; set; }

    internal bool IsOnLine => State != ParticipantState.Calling;

    internal CallParticipant Snapshot => new(id, party, Name, State) { Agent = Agent, ForConsultation = Errand == Errand.Consult };
}
