namespace Hotline.Tickets.Feed;

/// <summary>An event on its way to subscribers, with what the ticket adds up to by now.</summary>
/// <param name="Number">单号</param>
/// <param name="State">The ticket's state now: it may be later than the event.</param>
/// <param name="Department">Responsible now.</param>
public sealed record FedEvent(RecordedEvent Recorded, TicketNumber Number, StateName State, DepartmentId? Department);

/// <summary>
/// Reads every event once it is safe to, in an order that keeps each ticket's own, at least once: be idempotent. A throw is
/// logged, and the same events come again after a while; other subscribers do not notice.
/// </summary>
public interface ITicketSubscriber
{
    /// <summary>Of its checkpoint; never change it. Hosts that share the name share the work.</summary>
    string Name { get; }

    Task HandleAsync(IReadOnlyList<FedEvent> events, CancellationToken ct);
}
