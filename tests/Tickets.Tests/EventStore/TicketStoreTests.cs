using System.Globalization;
using Hotline.Tickets.Accepting;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.FollowingUp;

namespace Hotline.Tickets.Tests.EventStore;

public sealed class TicketStoreTests
{
    [Fact]
    public async Task The_snapshot_is_what_the_events_add_up_to()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.ApprovedAsync();
        await house.DoAsync(receipt.Id, new FollowUpTicket(true, false, Satisfaction.Dissatisfied), Sample.Caller);

        var stored = (await house.Store.LoadAsync(receipt.Id, Ct))!;
        var events = await house.File.EventsAsync(receipt.Id, Ct);
        var replayed = events.Select(e => e.Event).Aggregate((Ticket?)null, Ticket.Evolve)!;
        Assert.Equal(EventJson.Write(replayed), EventJson.Write(stored.Ticket));
        Assert.Equal(events.Count, stored.Version);
        Assert.All(events, e => Assert.Equal("2026-11", e.RulesVersion));
        Assert.Equal([Role.Agent, Role.Dispatcher, Role.Department, Role.Department, Role.Department, Role.Reviewer, Role.FollowUp], events.Select(e => e.By.Role));
    }

    [Fact]
    public async Task Two_desks_race_and_one_dispatch_holds()
    {
        await using var house = await TicketHouse.OpenAsync();
        for (var round = 0; round < 10; round++)
        {
            var receipt = await house.AcceptAsync();
            var desks = new[] { Sample.Water, Sample.Power }.Select(to =>
                Task.Run(() => new TicketDesk(house.Store, Sample.Rules, house.Clock).HandleAsync(receipt.Id, new DispatchTicket(to), Sample.Dispatcher, Ct)));
            var decisions = await Task.WhenAll(desks);

            Assert.Single(decisions.OfType<Decision.Happened>());
            Assert.Equal("not-in-this-state", Assert.Single(decisions.OfType<Decision.Refused>()).Code);
            Assert.Equal(["accepted", "dispatched"], await house.KindsAsync(receipt.Id));
        }
    }

    [Fact]
    public async Task Who_comes_second_leaves_nothing_behind()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.AcceptAsync();
        var old = (await house.Store.LoadAsync(receipt.Id, Ct))!;
        await house.DoAsync(receipt.Id, new DispatchTicket(Sample.Water), Sample.Dispatcher);

        var late = new AnswerOnTheSpot("可以网上办理").Decide(old.Ticket, Sample.Agent, Sample.Rules, Sample.Monday).Events();
        await Assert.ThrowsAsync<TicketMovedOnException>(() => house.Store.AppendAsync(receipt.Id, old, late, new Signature(Sample.Agent, Sample.Monday, "x"), Ct));
        Assert.Equal(StateName.AwaitingSignature, (await house.Store.LoadAsync(receipt.Id, Ct))!.Ticket.State.Name);
        var running = await house.Db.ReadAsync("select count(*) from tickets.clock where stopped_at is null", [], row => row.GetInt64(0), Ct);
        Assert.Equal(3, running[0]);
    }

    [Fact]
    public async Task The_holders_minutes_sum_to_the_elapsed_time()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.AcceptAsync();
        house.Clock.Now += TimeSpan.FromMinutes(20);
        await house.DoAsync(receipt.Id, new DispatchTicket(Sample.Water), Sample.Dispatcher);
        house.Clock.Now += TimeSpan.FromMinutes(90);
        await house.DoAsync(receipt.Id, new ReturnTicket(ReturnReason.WrongDuty, "属供电", Sample.Power), Sample.WaterClerk);
        await house.DoAsync(receipt.Id, new AcceptReturn(), Sample.Dispatcher);
        house.Clock.Now += TimeSpan.FromMinutes(7);
        await house.DoAsync(receipt.Id, new DispatchTicket(Sample.Power), Sample.Dispatcher);
        house.Clock.Now += TimeSpan.FromMinutes(33);

        var holders = (await house.File.ReadAsync(receipt.Id, Sample.Supervisor, Ct))!.Holders;
        Assert.Equal([20, 90, 7, 33], holders.Select(h => h.Held.TotalMinutes));
        Assert.Equal([null, "安澜市供水集团", null, "安澜供电公司"], holders.Select(h => h.Department));
        Assert.Equal(house.Clock.Now - Sample.Monday, holders.Aggregate(TimeSpan.Zero, (sum, h) => sum + h.Held));
    }

    [Fact]
    public async Task A_changed_or_removed_event_is_noticed()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.ApprovedAsync();
        Assert.True(await house.File.IsUntouchedAsync(receipt.Id, Ct));

        await house.Db.ExecuteAsync("update tickets.event set body = jsonb_set(body, '{to}', '\"power\"') where ticket_id = $1 and version = 2", [receipt.Id.Value], Ct);
        Assert.False(await house.File.IsUntouchedAsync(receipt.Id, Ct));

        var other = await house.ApprovedAsync();
        await house.Db.ExecuteAsync("delete from tickets.event where ticket_id = $1 and version = 6", [other.Id.Value], Ct);
        Assert.False(await house.File.IsUntouchedAsync(other.Id, Ct));
    }

    [Fact]
    public async Task Numbers_count_up_within_the_citys_day()
    {
        await using var house = await TicketHouse.OpenAsync();
        house.Clock.Now = new DateTimeOffset(2026, 11, 9, 15, 59, 0, TimeSpan.Zero); // 23:59 in the city
        Assert.StartsWith("261109000001", (await house.AcceptAsync()).Number.Digits);
        Assert.StartsWith("261109000002", (await house.AcceptAsync()).Number.Digits);
        house.Clock.Now += TimeSpan.FromMinutes(2);
        Assert.StartsWith("261110000001", (await house.AcceptAsync()).Number.Digits);
    }

    [Fact]
    public async Task The_proof_of_a_clock_sums_to_its_limit()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.DispatchedAsync();
        var clocks = (await house.File.ReadAsync(receipt.Id, Sample.Supervisor, Ct))!.Clocks;
        var signIn = clocks.Single(c => c.Name == ClockName.SignIn);
        Assert.Equal(TimeSpan.FromHours(2), signIn.Counted.Aggregate(TimeSpan.Zero, (sum, i) => sum + (i.To - i.From)));
        var handling = clocks.Single(c => c.Name == ClockName.Handling);
        Assert.Equal(TimeSpan.FromHours(5 * 7), handling.Counted.Aggregate(TimeSpan.Zero, (sum, i) => sum + (i.To - i.From)));
        Assert.NotNull(clocks.Single(c => c.Name == ClockName.Dispatch).StoppedAt);
    }

    [Fact]
    public async Task Every_event_has_a_stored_name_that_reads_back()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.ApprovedAsync();
        var columns = await house.Db.ReadAsync(
            "select kind, body ->> '$type' from tickets.event where ticket_id = $1", [receipt.Id.Value], row => (row.GetString(0), row.GetString(1)), Ct);
        Assert.All(columns, c => Assert.Equal(c.Item1, c.Item2));
        Assert.Equal(typeof(TicketEvent).GetNestedTypes().Length, typeof(TicketEvent).GetCustomAttributesData().Count(a => a.AttributeType.Name == "JsonDerivedTypeAttribute"));
    }

    [Fact]
    public async Task An_acknowledged_command_is_one_durable_transaction()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.DispatchedAsync();
        var xids = await house.Db.ReadAsync(
            """
            select (select xid::text from tickets.event where ticket_id = $1 and version = 2), (select xmin::text from tickets.ticket where id = $1),
              (select min(xmin::text) from tickets.clock where ticket_id = $1), (select max(xmin::text) from tickets.holder where ticket_id = $1)
            """,
            [receipt.Id.Value], row => Enumerable.Range(0, 4).Select(i => ulong.Parse(row.GetString(i), CultureInfo.InvariantCulture)).ToArray(), Ct);
        Assert.Single(xids[0].Distinct());
    }
}
