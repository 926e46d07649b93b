using Hotline.Telephony;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Outbound;
using Hotline.Telephony.Queues;

namespace Hotline.Agent.Blazor.Desk;

/// <summary>What goes on at one seat: its state, its call and what was said. The page that shows it may come and go; the seat and the call stay.</summary>
/// <param name="post">Runs an action where the page renders; there alone this object changes.</param>
internal sealed class SeatWatch(AgentSeats seats, Switchboard switchboard, CallLog log, AgentId agent, Action<Action> post) : IDisposable
{
    private readonly List<IDisposable> _subscriptions = [];

    internal SeatSnapshot? Seat { get; private set; }

    /// <summary>Offered or talked on, or the last one, ended, until the wrap-up is over.</summary>
    internal CallSnapshot? Call { get; private set; }

    internal CallText Text { get; } = new();

    /// <summary>The call offered, dialled or talked on; none of this seat's any more once it wraps up.</summary>
    internal CallSnapshot? LiveCall =>
        Call is { State: CallState.Offered or CallState.Talking or CallState.Dialling } && Seat is { State: not SeatState.WrapUp } seat && seat.Call == Call.Id ? Call : null;

    /// <summary>外呼结果: why the citizen of the call dialled last was not reached.</summary>
    internal DialResult? NotReached { get; private set; }

    /// <summary>The seat or the call is another one than before.</summary>
    internal Action? Moved { get; set; }

    /// <summary>Somebody said something.</summary>
    internal Action? Heard { get; set; }

    internal async Task StartAsync()
    {
        _subscriptions.Add(seats.Subscribe(seat =>
        {
            if (seat.Agent == agent) post(() => Follow(seat));
        }));
        _subscriptions.Add(switchboard.Subscribe(happened => post(() => Follow(happened))));
        Seat = seats.Find(agent);
        if (Seat?.Call is not { } id) return;
        Call = switchboard.Find(id);
        foreach (var segment in await log.TranscriptAsync(id)) Text.Hear(segment);
    }

    private void Follow(SeatSnapshot seat)
    {
        Seat = seat;
        if (seat.Call is { } id) Look(id);
        else Call = null;
        Moved?.Invoke();
    }

    private void Follow(CallEvent happened)
    {
        if (happened.Call != Seat?.Call) return;
        if (happened is CallEvent.DialFailed failed) NotReached = failed.Result;
        if (happened is CallEvent.Heard heard)
        {
            Text.Hear(heard.Segment);
            Heard?.Invoke();
            return;
        }

        Look(happened.Call);
        Moved?.Invoke();
    }

    private void Look(CallId id)
    {
        if (Call?.Id != id) NewCall();
        Call = switchboard.Find(id) ?? (Call?.Id == id ? Call with { State = CallState.Ended } : null);
    }

    private void NewCall()
    {
        Text.Clear();
        NotReached = null;
    }

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());
}
