using System.Collections.Concurrent;
using System.Diagnostics;

namespace Hotline.Bench;

/// <summary>How often a thread that only sleeps was woken much too late: then nobody else was served either, whatever they ran.</summary>
internal sealed class Hiccups : IDisposable
{
    private static readonly TimeSpan Sleep = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(50);
    private readonly ConcurrentQueue<(TimeSpan At, TimeSpan Late)> _found = new();
    private readonly Thread _thread;
    private volatile bool _ended;

    internal Hiccups()
    {
        _thread = new(Watch) { IsBackground = true, Priority = ThreadPriority.Highest };
        _thread.Start();
    }

    private void Watch()
    {
        var since = Stopwatch.StartNew();
        for (var before = TimeSpan.Zero; !_ended;)
        {
            Thread.Sleep(Sleep);
            var now = since.Elapsed;
            if (now - before > Sleep + Late) _found.Enqueue((now, now - before - Sleep));
            before = now;
        }
    }

    public override string ToString() => _found.IsEmpty ? "never for 50 ms" : string.Join(", ", _found.Select(f => $"{f.Late.TotalMilliseconds:F0} ms at {f.At.TotalSeconds:F1} s"));

    public void Dispose()
    {
        _ended = true;
        _thread.Join();
    }
}
