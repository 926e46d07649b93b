using Hotline.Tickets.Delivery;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Feed;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Hotline.Tickets.Tests.Delivery;

/// <summary>Letters and their deliveries on a real PostgreSQL, with a gateway that does what a test says.</summary>
internal sealed class PostHouse(TicketHouse house) : IAsyncDisposable
{
    internal TicketHouse House => house;
    internal Gateway Gateway { get; } = new();
    internal LetterOffice Office { get; } = new(house.Db, house.Store, house.Key, Sample.Rules, new DeliveryOptions(), house.Clock);
    internal LetterSubscriber Subscriber => new(house.Db, house.Store, Office, Sample.Rules);
    internal DeliveryWorker Worker => new(house.Db, [Gateway], Office, house.Key, Sample.Rules, new DeliveryOptions(), house.Clock, NullLogger<DeliveryWorker>.Instance);
    internal DeliveryFile File { get; } = new(house.Db, house.Key, house.Clock);

    internal static async Task<PostHouse> OpenAsync() => new(await TicketHouse.OpenAsync());

    /// <summary>Everything that has happened so far is told, and what was told before once more: the feed brings events at least once.</summary>
    internal async Task TellAsync() => await Subscriber.HandleAsync(await LogAsync(house.Db), Ct);

    /// <summary>The log without waiting for other tests' transactions, as the feed has to.</summary>
    internal static async Task<IReadOnlyList<FedEvent>> LogAsync(NpgsqlDataSource db) => await db.ReadAsync(
        "select e.seq, e.ticket_id, e.version, e.body, e.actor, e.at, e.rules, t.number, t.state from tickets.event e join tickets.ticket t on t.id = e.ticket_id order by e.seq", [],
        row => new FedEvent(
            new(row.GetInt64(0), new(row.GetGuid(1)), row.GetInt32(2), EventJson.Read<TicketEvent>(row.GetString(3)), EventJson.Read<Actor>(row.GetString(4)), row.Time(5), row.GetString(6)),
            row.Number(7), row.Code<StateName>(8), null), Ct);

    internal async Task SendAsync()
    {
        while (await Worker.PassAsync(Ct) > 0) { /* more */ }
    }

    internal async Task<DeliveryLine> WayAsync(TicketId ticket, LetterKind kind, DeliveryChannel channel) =>
        (await File.ReadAsync(ticket, Ct)).Single(l => l.Kind == kind).Deliveries.Single(d => d.Channel == channel);

    internal async Task<IEnumerable<LetterKind>> KindsAsync(TicketId ticket) => (await File.ReadAsync(ticket, Ct)).Select(l => l.Kind);

    public ValueTask DisposeAsync() => house.DisposeAsync();
}

/// <summary>A gateway for phones and mail; it remembers keys, as a real one does.</summary>
internal sealed class Gateway : IMessageChannel
{
    internal List<OutgoingMessage> Taken { get; } = [];

    internal Func<OutgoingMessage, SendResult?> Answer { get; set; } = _ => null;

    public bool Serves(DeliveryChannel channel) => channel != DeliveryChannel.Web;

    public Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken ct)
    {
        if (Answer(message) is { } other) return Task.FromResult(other);
        if (Taken.TrueForAll(m => m.IdempotencyKey != message.IdempotencyKey)) Taken.Add(message);
        return Task.FromResult<SendResult>(new SendResult.Taken("r-" + message.IdempotencyKey));
    }
}
