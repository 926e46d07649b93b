using System.Threading.Channels;

namespace Hotline.Telephony.Queues;

/// <summary>
/// Tells every subscriber everything, in the order of publishing, on one task of its own: publishers never wait and no
/// subscriber runs under their locks. A subscriber is told in its own language; one that throws harms nobody else.
/// </summary>
internal sealed class Broadcast<T> : IDisposable
{
    private readonly Channel<T> _news = Channel.CreateUnbounded<T>(new() { SingleReader = true });
    private readonly Lock _gate = new();
    private Action<T>[] _sinks = [];

    internal Broadcast() => _ = Task.Run(TellAsync);

    internal void Publish(T news)
    {
        if (Volatile.Read(ref _sinks).Length > 0) _news.Writer.TryWrite(news);
    }

    internal IDisposable Subscribe(Action<T> sink)
    {
        var own = Subscriber.AsNow(sink);
        lock (_gate) _sinks = [.. _sinks, own];
        return new Subscription(this, own);
    }

    private async Task TellAsync()
    {
        await foreach (var news in _news.Reader.ReadAllAsync())
        {
            foreach (var sink in Volatile.Read(ref _sinks)) Tell(sink, news);
        }
    }

    private static void Tell(Action<T> sink, T news)
    {
        try
        {
            sink(news);
        }
        catch (Exception e)
        {
            System.Diagnostics.Trace.TraceError("A subscriber failed: {0}", e.GetType().Name);
        }
    }

    public void Dispose() => _news.Writer.TryComplete();

    private sealed class Subscription(Broadcast<T> from, Action<T> sink) : IDisposable
    {
        public void Dispose()
        {
            lock (from._gate) from._sinks = [.. from._sinks.Where(s => s != sink)];
        }
    }
}
