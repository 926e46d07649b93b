using Hotline.Telephony.Calls;

namespace Hotline.Telephony.Queues;

/// <content>整理延长, 休息, and what a supervisor decides.</content>
public sealed partial class AgentSeats
{
    internal static CallRefusal NotWrappingUp { get; } = new("not-wrapping-up", "不在话后整理状态，或整理时长已到上限", "The seat is not wrapping up, or the wrap-up has reached its cap.");
    internal static CallRefusal NoRestOffered { get; } = new("no-rest-offered", "当前没有休息建议", "No rest is offered.");
    internal static CallRefusal Offline { get; } = new("seat-offline", "该座席未签入", "The seat is not signed in.");
    internal static CallRefusal OnACall { get; } = new("seat-busy", "座席正在振铃或通话，请稍后", "The seat rings or is on a call.");

    /// <summary>延长整理, with a reason, up to the cap.</summary>
    public CallRefusal? ExtendWrapUp(AgentId agent, TimeSpan by, string reason) =>
        Apply(agent, new SeatChange.Extend(by, Options.WrapUpCap, reason)) ? null : NotWrappingUp;

    /// <summary>建议休息: after a crisis or an abusive call. The agent takes or declines it; a supervisor can grant it at once.</summary>
    public CallRefusal? OfferRest(AgentId agent, string reason) => Apply(agent, new SeatChange.OfferRest(reason)) ? null : Offline;

    /// <summary>The agent takes the rest that was offered; during a call, after its wrap-up.</summary>
    public CallRefusal? TakeRest(AgentId agent) => Find(agent) is { RestOffered: { } why } ? Rest(agent, why, Options.Rest, by: null) : NoRestOffered;

    public CallRefusal? DeclineRest(AgentId agent) =>
        Find(agent) is { RestOffered: not null } && Apply(agent, new SeatChange.OfferRest(null)) ? null : NoRestOffered;

    /// <summary>准予休息, offered before or not; during a call, after its wrap-up.</summary>
    public CallRefusal? GrantRest(AgentId agent, string reason, TimeSpan length, AgentId by) => Rest(agent, reason, length, by);

    /// <summary>A supervisor sets the state: Ready, NotReady, Training or Offline. During a call it is what follows the wrap-up.</summary>
    public CallRefusal? Set(AgentId agent, SeatState state, string reason, AgentId by)
    {
        if (Find(agent) is not { State: not SeatState.Offline }) return Offline;
        SeatChange change = state switch
        {
            SeatState.Ready => new SeatChange.Ready(),
            SeatState.NotReady or SeatState.Training => new SeatChange.NotReady(reason, state),
            SeatState.Offline => new SeatChange.SignOut(),
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Ready, NotReady, Training or Offline"),
        };
        return Apply(agent, change, by: by) ? null : OnACall;
    }

    private CallRefusal? Rest(AgentId agent, string reason, TimeSpan length, AgentId? by)
    {
        if (Find(agent) is not { State: not SeatState.Offline }) return Offline;
        if (!Apply(agent, new SeatChange.NotReady(reason, For: length), by: by)) return OnACall;
        Apply(agent, new SeatChange.OfferRest(null), by: by);
        return null;
    }
}
