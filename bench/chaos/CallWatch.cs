using System.Collections.Concurrent;
using Hotline.Telephony;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Queues;

namespace Hotline.Bench.Chaos;

/// <summary>Follows every event and looks at every seat four times a second: who has a call that somebody else has, who is stuck.</summary>
internal sealed class CallWatch(Switchboard board, AgentSeats seats) : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<CallId, AgentId> _talking = new();
    private readonly ConcurrentDictionary<CallId, int> _ended = new();
    private readonly Dictionary<AgentId, (CallId? Call, DateTimeOffset Since)> _orphans = [];
    private readonly CancellationTokenSource _stopping = new();
    private Task _looking = Task.CompletedTask;

    internal int Arrived { get; private set; }
    internal int Answered { get; private set; }
    internal int Served { get; private set; }
    internal int DoubleAnswers { get; private set; }
    internal int StuckAgents { get; private set; }
    internal int MostCalls { get; private set; }
    internal ConcurrentDictionary<string, int> Reasons { get; } = new();

    internal int EndedTwice => _ended.Values.Count(n => n > 1);

    internal int Ended => _ended.Count;

    internal void Start() => _looking = LookAsync(_stopping.Token);

    /// <summary>On one thread at a time.</summary>
    internal void See(CallEvent what)
    {
        switch (what)
        {
            case CallEvent.Arrived: Arrived++; break;
            case CallEvent.Answered: Answered++; break;
            case CallEvent.AgentAnswered e: Take(e.Call, e.Agent); break;
            case CallEvent.AgentLeft e: _talking.TryRemove(new(e.Call, e.Agent)); break;
            case CallEvent.Ended e: End(e); break;
        }
    }

    private void Take(CallId call, AgentId agent)
    {
        Served++;
        if (!_talking.TryAdd(call, agent) || _talking.Count(t => t.Value == agent) > 1) DoubleAnswers++;
    }

    private void End(CallEvent.Ended e)
    {
        _talking.TryRemove(e.Call, out _);
        _ended.AddOrUpdate(e.Call, 1, (_, n) => n + 1);
        Reasons.AddOrUpdate(e.Reason, 1, (_, n) => n + 1);
    }

    private async Task LookAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        try
        {
            while (await timer.WaitForNextTickAsync(ct)) Look(TimeProvider.System.GetUtcNow());
        }
        catch (OperationCanceledException)
        {
            // seen enough
        }
    }

    private void Look(DateTimeOffset now)
    {
        MostCalls = Math.Max(MostCalls, board.Live.Count);
        foreach (var seat in seats.All)
        {
            if (!IsOrphan(seat, now)) _orphans.Remove(seat.Agent);
            else if (!_orphans.TryGetValue(seat.Agent, out var known) || known.Call != seat.Call) _orphans[seat.Agent] = (seat.Call, now);
            else if (known.Since != DateTimeOffset.MaxValue && now - known.Since > Grace)
            {
                StuckAgents++;
                _orphans[seat.Agent] = (seat.Call, DateTimeOffset.MaxValue); // counted
            }
        }
    }

    /// <summary>Its offer should have lapsed, or its call is over.</summary>
    private bool IsOrphan(SeatSnapshot seat, DateTimeOffset now) =>
        (seat.State == SeatState.Offered && seat.Until < now)
        || (seat.State is SeatState.Offered or SeatState.Talking or SeatState.Held && seat.Call is { } call && board.Find(call) is null);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _looking;
        _stopping.Dispose();
    }
}
