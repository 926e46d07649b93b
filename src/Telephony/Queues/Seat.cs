namespace Hotline.Telephony.Queues;

/// <summary>What a seat (座席) does now.</summary>
public enum SeatState
{
    /// <summary>离线</summary>
    Offline,
    /// <summary>就绪/示闲: receives calls.</summary>
    Ready,
    /// <summary>振铃: one call is offered and waits for the agent's answer.</summary>
    Offered,
    /// <summary>通话</summary>
    Talking,
    /// <summary>话后整理: finishes the ticket; goes on by itself when the countdown ends.</summary>
    WrapUp,
    /// <summary>示忙/小休, for a reason.</summary>
    NotReady,
    /// <summary>保持: the agent has put the citizen on hold.</summary>
    Held,
    /// <summary>培训</summary>
    Training,
}

/// <summary>One seat at one moment.</summary>
/// <param name="Since">When it came into this state; while talking and holding, when the talk began.</param>
/// <param name="Call">The call offered, talked on or wrapped up.</param>
/// <param name="Reason">Why it is not ready; in Talking, Held and WrapUp, why it will not be ready afterwards.</param>
/// <param name="Until">When the offer lapses, the wrap-up ends, or a granted rest is over.</param>
public sealed record SeatSnapshot(
    AgentId Agent, string Name, SeatState State, DateTimeOffset Since, CallId? Call = null, string? Reason = null, DateTimeOffset? Until = null)
{
    /// <summary>下一状态: what follows the wrap-up, NotReady or Training; null is Ready.</summary>
    public SeatState? Next { get; init; }

    /// <summary>How long the rest that follows will last; null where it is no granted rest.</summary>
    public TimeSpan? NextFor { get; init; }

    /// <summary>为什么延长整理; null where it was not.</summary>
    public string? Extended { get; init; }

    /// <summary>建议休息: why a rest is offered, until it is taken or declined.</summary>
    public string? RestOffered { get; init; }

    /// <summary>The supervisor who set the state; null where it was the agent or the course of a call.</summary>
    public AgentId? SetBy { get; init; }

    /// <summary>On a call, held or not.</summary>
    public bool OnCall => State is SeatState.Talking or SeatState.Held;

    /// <summary>Away for a reason: 小休 or 培训.</summary>
    public bool Away => State is SeatState.NotReady or SeatState.Training;
}

/// <summary>Something that happens to a seat.</summary>
internal abstract record SeatChange
{
    private SeatChange() { }

    /// <summary>签入</summary>
    internal sealed record SignIn(string Name) : SeatChange;
    /// <summary>示闲</summary>
    internal sealed record Ready : SeatChange;
    /// <summary>示忙, 小休 or, with <paramref name="To"/>, 培训; a rest lasts for a time.</summary>
    internal sealed record NotReady(string Reason, SeatState To = SeatState.NotReady, TimeSpan? For = null) : SeatChange;
    /// <summary>签出</summary>
    internal sealed record SignOut(string? Reason = null) : SeatChange;
    /// <summary>A call rings here until <paramref name="Until"/>.</summary>
    internal sealed record Offer(CallId Call, DateTimeOffset Until) : SeatChange;
    /// <summary>The offer is over without an answer; with a reason the agent is the cause and receives no more calls.</summary>
    internal sealed record Withdraw(CallId Call, string? Reason) : SeatChange;
    /// <summary>应答</summary>
    internal sealed record Answer(CallId Call) : SeatChange;
    /// <summary>A call that was not offered: the agent dials, or is asked into it.</summary>
    internal sealed record Take(CallId Call) : SeatChange;
    /// <summary>保持, or the end of it.</summary>
    internal sealed record Hold(CallId Call, bool On) : SeatChange;
    /// <summary>The agent's part in the call is over.</summary>
    internal sealed record Finish(CallId Call, DateTimeOffset WrapUpUntil) : SeatChange;
    /// <summary>延长整理, up to <paramref name="Cap"/> in all.</summary>
    internal sealed record Extend(TimeSpan By, TimeSpan Cap, string Reason) : SeatChange;
    /// <summary>建议休息; null takes the offer back.</summary>
    internal sealed record OfferRest(string? Reason) : SeatChange;
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
        (SeatState.NotReady or SeatState.Training or SeatState.WrapUp, SeatChange.Ready) => seat.To(SeatState.Ready, now),
        (SeatState.Talking or SeatState.Held, SeatChange.Ready) => seat with { Reason = null, Next = null, NextFor = null },

        (SeatState.Ready or SeatState.NotReady or SeatState.Training or SeatState.WrapUp, SeatChange.NotReady c) => seat.To(c.To, now, reason: c.Reason, until: now + c.For),
        (SeatState.Talking or SeatState.Held, SeatChange.NotReady c) => seat with { Reason = c.Reason, Next = c.To, NextFor = c.For },

        (SeatState.WrapUp, SeatChange.Offer c) when seat.Call == c.Call => seat.To(SeatState.Offered, now, c.Call, until: c.Until),
        (SeatState.Ready, SeatChange.Offer c) => seat.To(SeatState.Offered, now, c.Call, until: c.Until),
        (SeatState.Offered, SeatChange.Withdraw c) when seat.Call == c.Call =>
            c.Reason is null ? seat.To(SeatState.Ready, now) : seat.To(SeatState.NotReady, now, reason: c.Reason),
        (SeatState.Offered, SeatChange.Answer c) when seat.Call == c.Call => seat.To(SeatState.Talking, now, c.Call),
        (SeatState.Ready or SeatState.NotReady or SeatState.Training or SeatState.WrapUp, SeatChange.Take c) => seat.Dialling(now, c.Call),
        (SeatState.Talking or SeatState.Held, SeatChange.Hold c) when seat.Call == c.Call => seat with { State = c.On ? SeatState.Held : SeatState.Talking },
        (SeatState.Talking or SeatState.Held, SeatChange.Finish c) when seat.Call == c.Call => seat.Wrapping(now, c.WrapUpUntil),

        (SeatState.WrapUp, SeatChange.Extend c) when seat.Until < seat.Since + c.Cap =>
            seat with { Until = Earlier(seat.Until.Value + c.By, seat.Since + c.Cap), Extended = c.Reason },
        (SeatState.WrapUp, SeatChange.Tick) when seat.Until <= now => seat.Reason is null
            ? seat.To(SeatState.Ready, now)
            : seat.To(seat.Next ?? SeatState.NotReady, now, reason: seat.Reason, until: now + seat.NextFor),

        (not SeatState.Offline, SeatChange.OfferRest c) => seat with { RestOffered = c.Reason },
        (SeatState.Ready or SeatState.NotReady or SeatState.Training or SeatState.WrapUp, SeatChange.SignOut c) => seat.To(SeatState.Offline, now, reason: c.Reason) with { RestOffered = null },
        _ => null,
    };

    private static SeatSnapshot To(
        this SeatSnapshot seat, SeatState state, DateTimeOffset now, CallId? call = null, string? reason = null, DateTimeOffset? until = null) =>
        new(seat.Agent, seat.Name, state, now, call, reason, until) { RestOffered = seat.RestOffered };

    /// <summary>An agent who was away and dials is away again afterwards.</summary>
    private static SeatSnapshot Dialling(this SeatSnapshot seat, DateTimeOffset now, CallId call) =>
        seat.To(SeatState.Talking, now, call, seat.Reason) with { Next = seat.Away ? seat.State : seat.Next };

    private static SeatSnapshot Wrapping(this SeatSnapshot seat, DateTimeOffset now, DateTimeOffset until) =>
        seat.To(SeatState.WrapUp, now, seat.Call, seat.Reason, until) with { Next = seat.Next, NextFor = seat.NextFor };

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
