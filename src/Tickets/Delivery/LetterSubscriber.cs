using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Feed;
using Npgsql;

namespace Hotline.Tickets.Delivery;

/// <summary>Tells the citizen what happens to their ticket (告知). Events may come twice; letters do not.</summary>
internal sealed class LetterSubscriber(NpgsqlDataSource db, TicketStore store, LetterOffice office, CityRules rules) : ITicketSubscriber
{
    public string Name => "letters";

    public async Task HandleAsync(IReadOnlyList<FedEvent> events, CancellationToken ct)
    {
        foreach (var e in events.Select(e => e.Recorded)) await HandleAsync(e, ct);
    }

    private async Task HandleAsync(RecordedEvent e, CancellationToken ct)
    {
        if (!Letters.May(e.Event) || await store.LoadAsync(e.Ticket, ct) is not { } stored) return;
        if (Letters.Of(e.Event, await AskedAsync(e, ct), stored.Ticket, rules, e.At) is not var (kind, values)) return;

        int? reply = kind is LetterKind.Replied or LetterKind.Corrected ? await ReplyAsync(e, ct) : null;
        await office.PostAsync(new NewLetter(e.Ticket, $"event:{e.Version}", kind, values, e.At, reply) { Closing = await ClosingAsync(kind, e, ct) }, stored.Ticket, ct);
    }

    private async Task<TicketEvent?> AskedAsync(RecordedEvent e, CancellationToken ct)
    {
        if (Letters.AskedBy(e.Event) is not { } kind) return null;
        var found = await db.ReadAsync(
            "select body from tickets.event where ticket_id = $1 and version < $2 and kind = $3 order by version desc limit 1", [e.Ticket.Value, e.Version, kind],
            row => EventJson.Read<TicketEvent>(row.GetString(0)), ct);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>When the feed is behind, the ticket may have had another reply since.</summary>
    private async Task<int?> ClosingAsync(LetterKind kind, RecordedEvent e, CancellationToken ct) => kind is not (LetterKind.Replied or LetterKind.MayReopen) ? null : (await db.ReadAsync(
        "select count(*)::int from tickets.event where ticket_id = $1 and version <= $2 and kind in ('approved', 'replied-with-master')", [e.Ticket.Value, e.Version], row => row.GetInt32(0), ct))[0];

    /// <summary>The first letter is version 1, each correction and each answer after a redo one more.</summary>
    private async Task<int> ReplyAsync(RecordedEvent e, CancellationToken ct) => (await db.ReadAsync(
        "select count(*)::int from tickets.event where ticket_id = $1 and version <= $2 and kind in ('approved', 'replied-with-master', 'reply-corrected')", [e.Ticket.Value, e.Version], row => row.GetInt32(0), ct))[0];
}
