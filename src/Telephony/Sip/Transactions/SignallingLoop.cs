using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Sip.Transactions;

/// <summary>
/// The one thread that owns transactions, dialogs and timers. Everybody else posts to its queue; so there are no locks, and no
/// two things happen to a call at the same time.
/// </summary>
internal sealed partial class SignallingLoop : IDisposable
{
    private readonly ConcurrentQueue<Action> _queue = new();
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly ITimer _ticks;
    private readonly Thread _thread;
    private readonly ILogger _log;
    private readonly Action _tick;
    private bool _ticking;
    private int _tickQueued;
    private int _asleep;
    private volatile bool _stopped;

    internal SignallingLoop(TimeProvider clock, ILogger log)
    {
        _log = log;
        Wheel = new(clock);
        _tick = Tick;
        _ticks = clock.CreateTimer(_ => PostTick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _thread = new Thread(Run) { IsBackground = true, Name = "sip-signalling" };
    }

    internal TimerWheel Wheel { get; }

    internal void Start() => _thread.Start();

    internal void Post(Action work)
    {
        _queue.Enqueue(work);
        if (Interlocked.Exchange(ref _asleep, 0) == 1) _wake.Set();
    }

    private void Run()
    {
        while (!_stopped)
        {
            while (_queue.TryDequeue(out var work)) Guarded(work);
            TickWhileTimersRun();
            Interlocked.Exchange(ref _asleep, 1);
            if (_queue.IsEmpty && !_stopped) _wake.WaitOne();
            Interlocked.Exchange(ref _asleep, 0);
        }
    }

    /// <summary>Whatever one message did wrong, the next is handled.</summary>
    private void Guarded(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e)
        {
            Failed(_log, e);
        }
    }

    private void PostTick()
    {
        // A loop that is busy needs no second tick in its queue
        if (Interlocked.Exchange(ref _tickQueued, 1) == 0) Post(_tick);
    }

    private void Tick()
    {
        Interlocked.Exchange(ref _tickQueued, 0);
        Wheel.Advance();
    }

    private void TickWhileTimersRun()
    {
        if (_ticking == Wheel.Count > 0) return;
        _ticking = !_ticking;
        var period = _ticking ? TimerWheel.Slot : Timeout.InfiniteTimeSpan;
        _ticks.Change(period, period);
    }

    public void Dispose()
    {
        if (_stopped) return;
        _stopped = true;
        _ticks.Dispose();
        _wake.Set();
        if (_thread.IsAlive) _thread.Join();
        _wake.Dispose();
    }

    [LoggerMessage(LogLevel.Error, "Handling a SIP message or timer failed; the loop goes on.")]
    private static partial void Failed(ILogger log, Exception e);
}
