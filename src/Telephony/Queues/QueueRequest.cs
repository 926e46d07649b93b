namespace Hotline.Telephony.Queues;

/// <summary>A call's wish to wait for an agent, as <see cref="CallQueue.Enqueue"/> takes it.</summary>
internal sealed record QueueRequest(CallId Call)
{
    /// <summary>The number that was called: it names the queue.</summary>
    internal string Line { get; init; } = "";

    /// <summary>The queue's name where the line does not decide: a transfer, a menu.</summary>
    internal string? Queue { get; init; }

    /// <summary>Proficiency 1 to 5 by skill, e.g. ("dialect:yue", 3), beside what the queue asks for.</summary>
    internal IReadOnlyList<(string Skill, int Level)> Skills { get; init; } = [];

    /// <summary>技能组 of the line: a skill that is asked for, and relaxed like the others, while somebody who has it is signed in.</summary>
    internal string? SkillGroup { get; init; }

    /// <summary>0 is usual; the higher is served first.</summary>
    internal int Priority { get; init; }

    /// <summary>Before all others: the citizen has been served already and lost the agent.</summary>
    internal bool First { get; init; }

    /// <summary>Takes the place of this call: it still waits, or left a short time ago (重拨保位). Without such a call the place is a new one.</summary>
    internal CallId? KeepsPlaceOf { get; init; }

    /// <summary>Since when the caller has been waiting, where that began before now; a place kept over a restart.</summary>
    internal DateTimeOffset? Since { get; init; }

    /// <summary>A caller who may be served at another node; of a callback, or of somebody who is asked into a talk, nothing could be handed over.</summary>
    internal bool MayMove { get; init; }

    /// <summary>Not this one: who has just handed the call back.</summary>
    internal AgentId? Not { get; init; }
}

/// <summary>What the queue tells a waiting call. New kinds may come: who does not know one leaves it.</summary>
internal abstract record QueueNotice
{
    private QueueNotice() { }

    /// <summary>The call rings at an agent.</summary>
    internal sealed record Offered(AgentId Agent, DateTimeOffset Until) : QueueNotice
    {
        /// <summary>为什么是这位话务员</summary>
        internal OfferReason? Why { get; init; }
    }

    /// <summary>The agent declined or did not answer in time; the call waits again at its old place.</summary>
    internal sealed record Lapsed(AgentId Agent, string Reason) : QueueNotice;

    /// <summary>溢出: the call waits in another queue now, with the time it has waited.</summary>
    internal sealed record Overflowed(string From, string To) : QueueNotice;

    /// <summary>无人签入: nobody who serves this queue is signed in; told once. The call goes on waiting until somebody decides otherwise.</summary>
    internal sealed record Unstaffed(string Queue) : QueueNotice;
}

/// <summary>Why this agent was asked, in plain words.</summary>
public sealed record OfferReason(string Chinese, string English);

/// <summary>Where a waiting call stands (排队位置).</summary>
/// <param name="Position">1 is next.</param>
/// <param name="Wait">预计等待; null while the estimate has not proved good enough to be told.</param>
public sealed record QueuePlace(string Queue, int Position, WaitEstimate? Wait)
{
    /// <summary>Somebody who serves the queue is signed in.</summary>
    public bool Staffed { get; init; } = true;
}

/// <summary>How long a caller will wait from now, with the range that holds in eight of ten cases.</summary>
public sealed record WaitEstimate(TimeSpan Expected, TimeSpan Low, TimeSpan High);
