using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hotline.Tickets.Feed;

/// <summary>Brings every event to every subscriber. Each has a loop of its own: one that fails or is slow holds up nobody else.</summary>
internal sealed partial class TicketFeed(
    NpgsqlDataSource db, IEnumerable<ITicketSubscriber> subscribers, TicketsChanged changed, TimeProvider clock, ILogger<TicketFeed> log) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(50);
    private const int Standing = 10; // tries; some four minutes
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private readonly FeedReader _reader = new(db);
    private readonly List<SemaphoreSlim> _bells = [];

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var loops = subscribers.Select(s => LoopAsync(s.Name, ct => HandOnAsync(s, ct), Bell(), stoppingToken)).ToList();
        loops.Add(LoopAsync("live pages", LivePass(), Bell(), stoppingToken));
        loops.Add(ListenAsync(stoppingToken));
        return Task.WhenAll(loops);
    }

    /// <summary>Hands the next events to a subscriber and moves its checkpoint. False when there were none.</summary>
    /// <remarks>The lock belongs to the session and not to a transaction: an open transaction would hold back the very horizon the feed reads below.</remarks>
    internal async Task<bool> PassAsync(ITicketSubscriber subscriber, CancellationToken ct) => await HandOnAsync(subscriber, ct) > 0;

    /// <returns>How many there were.</returns>
    private async Task<int> HandOnAsync(ITicketSubscriber subscriber, CancellationToken ct)
    {
        if (await _reader.IsAtEndAsync(subscriber.Name, ct)) return 0; // mostly: a second's poll needs no turn
        await using var connection = await db.OpenConnectionAsync(ct);
        if (!await FeedReader.TryLockAsync(connection, subscriber.Name, ct)) return 0;
        try
        {
            var (events, end) = await _reader.ReadAsync(await _reader.CheckpointAsync(subscriber.Name, ct), ct);
            if (events.Count == 0) return 0;
            await subscriber.HandleAsync(events, ct);
            await _reader.SaveAsync(subscriber.Name, end, ct);
            return events.Count;
        }
        finally
        {
            await FeedReader.UnlockAsync(connection, subscriber.Name);
        }
    }

    private Func<CancellationToken, Task<int>> LivePass()
    {
        Checkpoint? at = null;
        return async ct =>
        {
            at ??= await _reader.NowAsync(ct);
            var (events, end) = await _reader.ReadAsync(at, ct);
            at = end;
            foreach (var e in events) Tell(e);
            return events.Count;
        };
    }

    private void Tell(FedEvent e)
    {
        try { changed.Tell(FeedReader.Change(e)); }
        catch (Exception error) { SubscriberFailed(log, "a live page", error); }
    }

    private async Task LoopAsync(string name, Func<CancellationToken, Task<int>> pass, SemaphoreSlim bell, CancellationToken ct)
    {
        await Task.Yield();
        var (pause, failures) = (Poll, 0);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                for (var count = await pass(ct); count > 0; count = await pass(ct))
                {
                    (pause, failures) = (Poll, 0);
                    if (count < FeedReader.AtATime) await Task.Delay(Gather, clock, ct); // many events in one pass rather than a pass for each
                }

                await bell.WaitAsync(Poll, ct);
            }
            catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                if (++failures == Standing) SubscriberStands(log, name, failures, e);
                else SubscriberFailed(log, name, e);
                await Task.Delay(pause, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            catch (OperationCanceledException) { return; }
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await using var connection = await db.OpenConnectionAsync(ct);
                connection.Notification += (_, _) => Ring();
                await using var listen = new NpgsqlCommand("listen tickets", connection);
                await listen.ExecuteNonQueryAsync(ct);
                while (true) await connection.WaitAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested) { return; }
            catch (Exception e)
            {
                ListenFailed(log, e); // the poll goes on meanwhile
                await Task.Delay(Poll, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private SemaphoreSlim Bell()
    {
        var bell = new SemaphoreSlim(0);
        _bells.Add(bell);
        return bell;
    }

    private void Ring()
    {
        foreach (var bell in _bells.Where(b => b.CurrentCount == 0)) bell.Release();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Ticket events could not be handed to {Subscriber}; they come again")]
    private static partial void SubscriberFailed(ILogger log, string subscriber, Exception e);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Subscriber} has refused the same ticket events {Tries} times: it stands still until the cause is removed; nothing is lost")]
    private static partial void SubscriberStands(ILogger log, string subscriber, int tries, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Listening for ticket events broke off; polling every second until it is back")]
    private static partial void ListenFailed(ILogger log, Exception e);
}
