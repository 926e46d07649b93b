using static Hotline.Tickets.StateName;

namespace Hotline.Tickets.Deadlines;

/// <summary>Which clocks run in which state: a ticket that moves on keeps those of its new state, and every other ends.</summary>
internal static class StateClocks
{
    private static readonly ClockName[] OfUnit = [ClockName.FirstContact, ClockName.Handling, ClockName.StageFeedback, ClockName.CoHandling, ClockName.Arrival];

    private static readonly Dictionary<StateName, ClockName[]> Table = new()
    {
        [AwaitingDispatch] = [ClockName.Dispatch, ClockName.Handling],
        [AwaitingInformation] = [ClockName.Information, ClockName.Dispatch, ClockName.Handling],
        [AwaitingSignature] = [ClockName.SignIn, ClockName.FirstContact, ClockName.Handling],
        [InHandling] = OfUnit,
        [InRedo] = OfUnit,
        [ReturnRequested] = [ClockName.ReturnDecision, ClockName.SignIn, .. OfUnit],
        [InDispute] = [ClockName.Dispute, ClockName.Handling],
        [ExtensionRequested] = [ClockName.ExtensionDecision, .. OfUnit],
        [SuspensionRequested] = [ClockName.SuspensionDecision, .. OfUnit],
        [Suspended] = [ClockName.Suspension, .. OfUnit],
        [AwaitingReview] = [ClockName.Review],
        [AwaitingFollowUp] = [ClockName.FollowUp],
        [Closed] = [ClockName.Promise, ClockName.Archive],
        [Answered] = [ClockName.Archive],
        [NotAccepted] = [ClockName.Archive],
        [Withdrawn] = [ClockName.Archive],
        [TransferredToPolice] = [ClockName.Archive],
        [Archived] = [],
    };

    internal static bool RunsIn(ClockName clock, StateName state) => clock == ClockName.Supervision
        ? state is not (Archived or Withdrawn or TransferredToPolice)
        : Table[state].Contains(clock);

    /// <summary>A unit works on the matter: its tasks may be open.</summary>
    internal static bool IsWorking(StateName state) => Table[state].Contains(ClockName.CoHandling);
}
