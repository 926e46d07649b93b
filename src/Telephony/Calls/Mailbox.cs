using System.Collections.Concurrent;
using Hotline.Telephony.Sip;

namespace Hotline.Telephony.Calls;

/// <summary>
/// 信箱: steps of one call, one after the other. They run in the turn of whoever posts them, or on the pool where there is none or where
/// that thread reads a socket: steps begin recordings and look prompts up, so they may wait for a disk.
/// </summary>
/// <param name="step">Runs one; must not throw.</param>
internal sealed class Mailbox(Action<Action> step)
{
    private readonly ConcurrentQueue<Action> _steps = new();
    private Action? _run;
    private int _reading = 1; // nobody reads before the start
    private volatile bool _closed;

    /// <summary>False once it is closed.</summary>
    internal bool Post(Action next)
    {
        if (_closed) return false;
        _steps.Enqueue(next);
        if (Interlocked.Exchange(ref _reading, 1) == 0) Schedule(_run!);
        return true;
    }

    /// <param name="first">Comes before whatever was posted so far.</param>
    internal void Start(Action first)
    {
        _run = Read;
        Schedule(() =>
        {
            step(first);
            Read();
        });
    }

    /// <summary>What was posted and not yet done is dropped; in a step.</summary>
    internal void Close() => _closed = true;

    private static void Schedule(Action run)
    {
        if (!Turn.TryLeaveSlow(run)) ThreadPool.UnsafeQueueUserWorkItem(Turn.Run, run, preferLocal: false);
    }

    private void Read()
    {
        do
        {
            while (!_closed && _steps.TryDequeue(out var next)) step(next);
            Interlocked.Exchange(ref _reading, 0);
        }
        while (!_closed && !_steps.IsEmpty && Interlocked.Exchange(ref _reading, 1) == 0);
    }
}
