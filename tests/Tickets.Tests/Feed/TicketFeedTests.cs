using Hotline.Tickets.Dispatching;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Feed;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Tickets.Tests.Feed;

public sealed class TicketFeedTests
{
    [Fact]
    public async Task Under_concurrent_writers_nothing_is_lost_or_doubled_and_each_ticket_stays_in_order()
    {
        await using var house = await TicketHouse.OpenAsync();
        var subscriber = new Collector("collector");
        var feed = Feed(house, subscriber);
        var writers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 15; i++) await house.ApprovedAsync();
        })).ToList();
        while (!writers.TrueForAll(w => w.IsCompleted)) await feed.PassAsync(subscriber, Ct);
        await Task.WhenAll(writers);
        await DrainAsync(feed, subscriber, 4 * 15 * 6);

        Assert.Equal(4 * 15 * 6, subscriber.Seen.Count);
        Assert.Equal(subscriber.Seen.Count, subscriber.Seen.Select(e => e.Recorded.Seq).Distinct().Count());
        Assert.All(subscriber.Seen.GroupBy(e => e.Recorded.Ticket), ticket => Assert.Equal([1, 2, 3, 4, 5, 6], ticket.Select(e => e.Recorded.Version)));
    }

    [Fact]
    public async Task A_number_drawn_early_and_committed_late_is_not_lost()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.AcceptAsync();
        var other = await house.AcceptAsync();
        var subscriber = new Collector("collector");
        var feed = Feed(house, subscriber);
        await DrainAsync(feed, subscriber, 2);

        await using (var slow = await house.Db.OpenConnectionAsync(Ct))
        await using (var transaction = await slow.BeginTransactionAsync(Ct))
        {
            var stored = (await house.Store.LoadAsync(receipt.Id, Ct))!;
            var dispatched = new DispatchTicket(Sample.Water).Decide(stored.Ticket, Sample.Dispatcher, Sample.Rules, Sample.Monday).Events();
            await TicketStore.AppendAsync(slow, receipt.Id, stored, dispatched, new Signature(Sample.Dispatcher, Sample.Monday, "2026-11"), Ct);
            await house.DoAsync(other.Id, new DispatchTicket(Sample.Power), Sample.Dispatcher); // later number, earlier commit
            await feed.PassAsync(subscriber, Ct);
            Assert.Equal(2, subscriber.Seen.Count);
            await transaction.CommitAsync(Ct);
        }

        await DrainAsync(feed, subscriber, 4);
        Assert.Equal([receipt.Id, other.Id], subscriber.Seen.Skip(2).Select(e => e.Recorded.Ticket));
    }

    [Fact]
    public async Task What_a_subscriber_could_not_take_comes_again_and_others_do_not_notice()
    {
        await using var house = await TicketHouse.OpenAsync();
        await house.DispatchedAsync();
        var (failing, sound) = (new Collector("failing") { Fails = true }, new Collector("sound"));
        var feed = Feed(house, failing, sound);

        await Assert.ThrowsAsync<InvalidOperationException>(() => DrainAsync(feed, failing, 2));
        await DrainAsync(feed, sound, 2);
        failing.Fails = false;
        await DrainAsync(Feed(house, failing), failing, 2); // another host, the same checkpoint
        Assert.Equal(sound.Seen.Select(e => e.Recorded.Seq), failing.Seen.Select(e => e.Recorded.Seq));
        Assert.False(await feed.PassAsync(failing, Ct));
    }

    [Fact]
    public async Task A_running_feed_wakes_subscribers_and_live_pages()
    {
        await using var house = await TicketHouse.OpenAsync();
        var (subscriber, changed) = (new Collector("live"), new TicketsChanged());
        var told = new TaskCompletionSource<TicketChange>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = changed.Subscribe(c => { if (c.Kind == "dispatched") told.TrySetResult(c); });
        using var feed = new TicketFeed(house.Db, [subscriber], changed, TimeProvider.System, NullLogger<TicketFeed>.Instance);
        await feed.StartAsync(Ct);
        var receipt = await house.AcceptAsync();
        await subscriber.First.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        await house.DoAsync(receipt.Id, new DispatchTicket(Sample.Water), Sample.Dispatcher);

        var change = await told.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        Assert.Equal(new TicketChange(receipt.Id, receipt.Number, 2, "dispatched", StateName.AwaitingSignature, Sample.Water), change);
        await feed.StopAsync(Ct);
    }

    /// <summary>Passes until so many have come, and once more: transactions of other tests on this server hold the horizon back for moments.</summary>
    private static async Task DrainAsync(TicketFeed feed, Collector subscriber, int count)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        while (subscriber.Seen.Count < count) await feed.PassAsync(subscriber, patience.Token);
        await feed.PassAsync(subscriber, patience.Token);
    }

    [Fact]
    public async Task A_subscriber_that_stands_still_is_named_with_the_age_of_what_it_lacks()
    {
        await using var house = await TicketHouse.OpenAsync();
        var (stuck, well) = (new Collector("stuck"), new Collector("well"));
        var feed = Feed(house, stuck, well);
        await house.AcceptAsync();
        await DrainAsync(feed, stuck, 1);
        await DrainAsync(feed, well, 1);
        await house.AcceptAsync();
        stuck.Fails = true;
        await Assert.ThrowsAsync<InvalidOperationException>(() => feed.PassAsync(stuck, Ct));
        await DrainAsync(feed, well, 2);
        house.Clock.Now += TimeSpan.FromMinutes(6);

        var health = new TicketsHealth(house.Db, house.Sweep(), [stuck, well], house.Clock);
        var report = await health.CheckAsync(Ct);
        Assert.Equal(("stuck", true), (report.Behind, report.FeedLag >= TimeSpan.FromMinutes(6)));
        stuck.Fails = false;
        await DrainAsync(feed, stuck, 2);
        Assert.Equal((null, TimeSpan.Zero), ((await health.CheckAsync(Ct)).Behind, (await health.CheckAsync(Ct)).FeedLag));
    }

    private static TicketFeed Feed(TicketHouse house, params ITicketSubscriber[] subscribers) =>
        new(house.Db, subscribers, new TicketsChanged(), house.Clock, NullLogger<TicketFeed>.Instance);

    private sealed class Collector(string name) : ITicketSubscriber
    {
        public string Name => name;

        internal bool Fails { get; set; }

        internal List<FedEvent> Seen { get; } = [];

        internal TaskCompletionSource First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task HandleAsync(IReadOnlyList<FedEvent> events, CancellationToken ct)
        {
            if (Fails) throw new InvalidOperationException("not today");
            Seen.AddRange(events);
            First.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
