using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Sip.Transactions;

/// <summary>
/// The one queue through which all comes that happens to transactions, dialogs and timers; so there are no locks, and no two things
/// happen to a call at the same time. Whoever received a message handles the queue in its own <see cref="Turn"/> unless another is at
/// it; for everybody else a thread of its own does.
/// </summary>
internal sealed partial class SignallingLoop : IDisposable
{
    private const int Batch = 32;

    private readonly ConcurrentQueue<Action> _queue = new();
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly ITimer _ticks;
    private readonly Thread _thread;
    private readonly ILogger _log;
    private readonly Action _tick, _drive;
    private bool _ticking;
    private int _tickQueued;
    private int _asleep;
    private int _driven; // 1 while a thread handles the queue
    private int _driver; // that thread's number
    private volatile bool _stopped;

    internal SignallingLoop(TimeProvider clock, ILogger log)
    {
        _log = log;
        Wheel = new(clock);
        (_tick, _drive) = (Tick, Drive);
        _ticks = clock.CreateTimer(_ => PostTick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _thread = new Thread(Run) { IsBackground = true, Name = "sip-signalling" };
    }

    internal TimerWheel Wheel { get; }

    internal void Start() => _thread.Start();

    internal void Post(Action work)
    {
        _queue.Enqueue(work);
        if (Volatile.Read(ref _driver) == Environment.CurrentManagedThreadId || Turn.TryLeave(_drive)) return;
        if (Interlocked.Exchange(ref _asleep, 0) == 1) _wake.Set();
    }

    /// <summary>As <see cref="Post"/>, on a thread that holds no lock and may carry on with what comes of it.</summary>
    internal void Carry(Action work)
    {
        _queue.Enqueue(work);
        Turn.Run(_drive);
    }

    private void Run()
    {
        while (!_stopped)
        {
            Turn.Run(_drive);
            Interlocked.Exchange(ref _asleep, 1);
            // What is queued while another drives, that one finds
            if ((_queue.IsEmpty || Volatile.Read(ref _driven) == 1) && !_stopped) _wake.WaitOne();
            Interlocked.Exchange(ref _asleep, 0);
        }
    }

    /// <summary>Some of the queue, in a turn; the rest after what that has left, or answers would wait for as long as questions come.</summary>
    private void Drive()
    {
        if (Interlocked.CompareExchange(ref _driven, 1, 0) != 0) return;
        Volatile.Write(ref _driver, Environment.CurrentManagedThreadId);
        for (var most = Batch; most > 0 && _queue.TryDequeue(out var work); most--) Guarded(work);
        TickWhileTimersRun();
        Volatile.Write(ref _driver, 0);
        Interlocked.Exchange(ref _driven, 0);
        if (_queue.IsEmpty) return;
        // the loop's own thread takes the rest if it has nothing to do: whoever receives must not be kept
        if (Interlocked.Exchange(ref _asleep, 0) == 1) _wake.Set();
        else Turn.TryLeave(_drive);
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
        if (_thread.IsAlive) _thread.Join(); // who posts at this moment may still set the event: the collector disposes of it
    }

    [LoggerMessage(LogLevel.Error, "Handling a SIP message or timer failed; the loop goes on.")]
    private static partial void Failed(ILogger log, Exception e);
}
