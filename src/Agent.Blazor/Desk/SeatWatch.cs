using Hotline.Telephony;
using Hotline.Telephony.Calls;
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

    /// <summary>The call offered or talked on.</summary>
    internal CallSnapshot? LiveCall => Call is { State: CallState.Offered or CallState.Talking } && Seat?.Call == Call.Id ? Call : null;

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
        if (Call?.Id != id) Text.Clear();
        Call = switchboard.Find(id) ?? (Call?.Id == id ? Call with { State = CallState.Ended } : null);
    }

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());
}
