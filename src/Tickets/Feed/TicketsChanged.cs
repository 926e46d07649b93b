namespace Hotline.Tickets.Feed;

/// <summary>Something changed, on whatever host; read again what you show.</summary>
/// <param name="Department">Responsible after the change.</param>
/// <param name="Kind">The stored name of the event, such as signed-for.</param>
public sealed record TicketChange(TicketId Id, TicketNumber Number, int Version, string Kind, StateName State, DepartmentId? Department);

/// <summary>Tells live pages of every change within about a second. At least once; nothing is replayed after a restart.</summary>
public sealed class TicketsChanged
{
    private volatile Action<TicketChange>[] _sinks = [];
    private readonly Lock _changing = new();

    /// <param name="sink">Runs on the feed's thread: it must only post, such as by InvokeAsync of a component.</param>
    /// <returns>Dispose it to hear no more.</returns>
    public IDisposable Subscribe(Action<TicketChange> sink)
    {
        var own = Subscriber.AsNow(sink);
        lock (_changing) _sinks = [.. _sinks, own];
        return new Subscription(this, own);
    }

    internal void Tell(TicketChange change)
    {
        foreach (var sink in _sinks) sink(change);
    }

    private sealed class Subscription(TicketsChanged signal, Action<TicketChange> sink) : IDisposable
    {
        public void Dispose()
        {
            lock (signal._changing) signal._sinks = [.. signal._sinks.Where(s => !ReferenceEquals(s, sink))];
        }
    }
}
