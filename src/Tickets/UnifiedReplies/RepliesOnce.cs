using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.UnifiedReplies;

/// <summary>Takes a reply that was written while the line was lost, and sent again until an answer came: it counts once (DEP-4).</summary>
internal sealed class RepliesOnce(NpgsqlDataSource db, Onces onces, TicketStore store, ITicketDesk desk, TimeProvider clock)
{
    private sealed record Taken(TicketId Ticket);

    /// <exception cref="Accepting.InvalidRequestException">The key was used for another reply.</exception>
    internal async Task<Decision> SubmitAsync(TicketId id, SubmitReply reply, Actor by, string key, CancellationToken ct)
    {
        Decision? decision = null;
        await onces.DoAsync(key, new { id, reply }, by, async once =>
        {
            decision = await desk.HandleAsync(id, reply, by, ct);
            if (decision is Decision.Refused && await IsThereAsync(id, reply, by, ct)) decision = new Decision.Happened(); // the host fell between the reply and its receipt
            if (decision is not Decision.Happened) return null;
            await using var batch = db.CreateBatch();
            foreach (var command in Onces.Row(once, new Taken(id), clock.Now())) batch.BatchCommands.Add(command);
            await batch.ExecuteNonQueryAsync(ct);
            return new Taken(id);
        }, ct);
        return decision ?? new Decision.Happened();
    }

    private async Task<bool> IsThereAsync(TicketId id, SubmitReply sent, Actor by, CancellationToken ct) =>
        await store.LoadAsync(id, ct) is { Ticket: { State: TicketState.AwaitingReview { Reply: { } there } } ticket }
        && there.WrittenBy == by.Id && there.Result == sent.Result && there.PublicText == ReplyPoints.Compose(ticket.Demands, sent.PublicText, sent.Points ?? []);
}
