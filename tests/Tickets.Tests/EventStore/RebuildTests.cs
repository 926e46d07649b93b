using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Reading;

namespace Hotline.Tickets.Tests.EventStore;

public sealed class RebuildTests
{
    [Fact]
    public async Task Every_snapshot_equals_what_its_events_add_up_to_and_one_changed_by_hand_is_named()
    {
        await using var house = await TicketHouse.OpenAsync();
        await house.ApprovedAsync();
        var second = await house.DispatchedAsync();
        var rebuild = new Rebuild(house.Db);
        var (compared, differences) = await rebuild.CompareAsync(Ct);
        Assert.Equal((2, 0), (compared, differences.Count));

        await house.Db.ExecuteAsync("update tickets.ticket set body = jsonb_set(body, '{returns}', '7') where id = $1", [second.Id.Value], Ct);
        var found = Assert.Single((await rebuild.CompareAsync(Ct)).Differences);
        Assert.Equal((second.Id, "body"), (found.Ticket, found.Difference));
    }

    [Fact]
    public async Task A_ticket_can_be_seen_as_it_stood_at_any_moment()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.DispatchedAsync();
        var monday = house.Clock.Now;
        house.Clock.Now += TimeSpan.FromHours(1);
        await house.DoAsync(receipt.Id, new SignForTicket(), Sample.WaterClerk);
        house.Clock.Now += TimeSpan.FromHours(1);
        await house.DoAsync(receipt.Id, new ReportProgress("已派人"), Sample.WaterClerk);

        var tickets = new TicketAt(house.File, Sample.Rules);
        var then = await tickets.ReadAsync(receipt.Number, monday, Sample.Supervisor, Ct);
        Assert.Equal((StateName.AwaitingSignature, 2), (then!.State, then.Version));
        Assert.Contains(then.Ticket.Clocks, c => c.Name == ClockName.SignIn);
        Assert.Null(await tickets.ReadAsync(receipt.Number, monday.AddDays(-1), Sample.Supervisor, Ct));
        Assert.Null(await tickets.ReadAsync(receipt.Number, monday, Sample.PowerClerk, Ct));

        var changes = await tickets.CompareAsync(receipt.Number, monday, house.Clock.Now, Sample.Supervisor, Ct);
        Assert.Contains(changes!, c => c is { Path: "state.$type", Before: "awaiting-signature", After: "in-handling" });
    }
}
