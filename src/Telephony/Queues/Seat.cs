namespace Hotline.Telephony.Queues;

/// <summary>What a seat (座席) does now.</summary>
public enum SeatState
{
    /// <summary>离线</summary>
    Offline,
    /// <summary>示闲: receives calls.</summary>
    Ready,
    /// <summary>振铃: one call is offered and waits for the agent's answer.</summary>
    Offered,
    /// <summary>通话</summary>
    Talking,
    /// <summary>话后整理: finishes the ticket; ready again by itself when the countdown ends.</summary>
    WrapUp,
    /// <summary>示忙/小休</summary>
    NotReady,
}

/// <summary>One seat at one moment.</summary>
/// <param name="Since">When it came into this state.</param>
/// <param name="Call">The call offered, talked on or wrapped up.</param>
/// <param name="Reason">Why it is not ready; in Talking and WrapUp, why it will not be ready afterwards.</param>
/// <param name="Until">When the offer lapses or the wrap-up ends.</param>
public sealed record SeatSnapshot(
    AgentId Agent, string Name, SeatState State, DateTimeOffset Since, CallId? Call = null, string? Reason = null, DateTimeOffset? Until = null);

/// <summary>Something that happens to a seat.</summary>
internal abstract record SeatChange
{
    private SeatChange() { }

    /// <summary>签入</summary>
    internal sealed record SignIn(string Name) : SeatChange;
    /// <summary>示闲</summary>
    internal sealed record Ready : SeatChange;
    /// <summary>示忙</summary>
    internal sealed record NotReady(string Reason) : SeatChange;
    /// <summary>签出</summary>
    internal sealed record SignOut : SeatChange;
    /// <summary>A call rings here until <paramref name="Until"/>.</summary>
    internal sealed record Offer(CallId Call, DateTimeOffset Until) : SeatChange;
    /// <summary>The offer is over without an answer; with a reason the agent is the cause and receives no more calls.</summary>
    internal sealed record Withdraw(CallId Call, string? Reason) : SeatChange;
    /// <summary>应答</summary>
    internal sealed record Answer(CallId Call) : SeatChange;
    /// <summary>The agent takes up a call that was not offered: calls a citizen, takes a call over.</summary>
    internal sealed record Take(CallId Call) : SeatChange;
    /// <summary>The agent's part in the call is over.</summary>
    internal sealed record Finish(CallId Call, DateTimeOffset WrapUpUntil) : SeatChange;
    /// <summary>Time went by.</summary>
    internal sealed record Tick : SeatChange;
}

/// <summary>The rules of a seat, without time or threads.</summary>
internal static class SeatRules
{
    internal const string JustSignedIn = "签入";

    /// <summary>The seat after the change; null where the change cannot happen to it now.</summary>
    internal static SeatSnapshot? After(this SeatSnapshot seat, SeatChange change, DateTimeOffset now) => (seat.State, change) switch
    {
        (SeatState.Offline, SeatChange.SignIn c) => seat.To(SeatState.NotReady, now, reason: JustSignedIn) with { Name = c.Name },
        (_, SeatChange.SignIn c) => seat with { Name = c.Name },

        (SeatState.Ready, SeatChange.Ready) => seat,
        (SeatState.NotReady or SeatState.WrapUp, SeatChange.Ready) => seat.To(SeatState.Ready, now),
        (SeatState.Talking, SeatChange.Ready) => seat with { Reason = null },

        (SeatState.Ready or SeatState.NotReady or SeatState.WrapUp, SeatChange.NotReady c) => seat.To(SeatState.NotReady, now, reason: c.Reason),
        (SeatState.Talking, SeatChange.NotReady c) => seat with { Reason = c.Reason },

        (SeatState.Ready, SeatChange.Offer c) => seat.To(SeatState.Offered, now, c.Call, until: c.Until),
        (SeatState.Offered, SeatChange.Withdraw c) when seat.Call == c.Call =>
            c.Reason is null ? seat.To(SeatState.Ready, now) : seat.To(SeatState.NotReady, now, reason: c.Reason),
        (SeatState.Offered, SeatChange.Answer c) when seat.Call == c.Call => seat.To(SeatState.Talking, now, c.Call),
        (SeatState.Ready or SeatState.NotReady or SeatState.WrapUp, SeatChange.Take c) => seat.To(SeatState.Talking, now, c.Call),
        (SeatState.Talking, SeatChange.Finish c) when seat.Call == c.Call => seat.To(SeatState.WrapUp, now, c.Call, seat.Reason, c.WrapUpUntil),

        (SeatState.WrapUp, SeatChange.Tick) when seat.Until <= now =>
            seat.Reason is null ? seat.To(SeatState.Ready, now) : seat.To(SeatState.NotReady, now, reason: seat.Reason),

        (SeatState.Ready or SeatState.NotReady or SeatState.WrapUp, SeatChange.SignOut) => seat.To(SeatState.Offline, now),
        _ => null,
    };

    private static SeatSnapshot To(
        this SeatSnapshot seat, SeatState state, DateTimeOffset now, CallId? call = null, string? reason = null, DateTimeOffset? until = null) =>
        new(seat.Agent, seat.Name, state, now, call, reason, until);
}
