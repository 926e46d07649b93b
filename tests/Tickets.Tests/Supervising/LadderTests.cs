using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Supervising;
using static Hotline.Tickets.Supervising.SupervisionLevel;

namespace Hotline.Tickets.Tests.Supervising;

public sealed class LadderTests
{
    /// <summary>Dispatched on Monday 9 November, due on Monday 16 at 17:30.</summary>
    private static readonly (string At, SupervisionLevel Level)[] Steps =
    [
        ("2026-11-16 09:00", Reminder), ("2026-11-16 13:30", Urging), ("2026-11-17 09:00", Supervision), ("2026-11-19 09:00", SpecialSupervision), ("2026-11-23 09:00", PublicNotice),
    ];

    [Fact]
    public async Task A_ticket_that_ages_climbs_every_step_on_its_minute_and_each_step_needs_an_answer()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.DispatchedAsync();
        var (sweep, board) = (house.Sweep(), new SupervisionBoard(house.Db, Sample.Rules, house.Clock));
        for (var i = 0; i < Steps.Length; i++)
        {
            house.Clock.Now = City(Steps[i].At).AddSeconds(-1);
            await sweep.SweepAsync(Ct);
            Assert.Equal(i, (await OrdersAsync(house, receipt.Id)).Count);
            house.Clock.Now = City(Steps[i].At);
            await sweep.SweepAsync(Ct);
            await sweep.SweepAsync(Ct); // twice changes nothing
            var order = (await OrdersAsync(house, receipt.Id))[^1];
            Assert.Equal((i + 1, Steps[i].Level, Sample.Water, true, true), (order.No, order.Level, order.Addressee!.Value, order.Automatic, order.AwaitsAnswer));
        }

        var open = await board.OrdersAsync(OrderFilter.Open, Sample.Water, Ct);
        Assert.Equal(Steps.Select(s => s.Level), open.OrderBy(o => o.No).Select(o => o.Level));
        Assert.Equal(4, (await board.OrdersAsync(OrderFilter.Overdue, Sample.Water, Ct)).Count); // one working day each: only the last is still in time
        Assert.Equal(4, (await house.KindsAsync(receipt.Id)).Count(k => k == "supervised") - 1);
        await house.DoAsync(receipt.Id, new AnswerSupervision(5, "已排期"), Sample.WaterClerk);
        Assert.Equal(4, (await board.OrdersAsync(OrderFilter.Open, Sample.Water, Ct)).Count);
        var clocks = (await house.File.ReadAsync(receipt.Id, Sample.Supervisor, Ct))!.Clocks.Where(c => c.Name == ClockName.Supervision).ToList();
        Assert.Equal([1, 2, 3, 4, 5], clocks.Select(c => c.Task!.Value).Order());
        Assert.Equal([5], clocks.Where(c => c.StoppedAt is not null).Select(c => c.Task!.Value));
    }

    [Fact]
    public async Task A_sweep_that_comes_late_tells_every_step_once_and_in_order()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.DispatchedAsync();
        house.Clock.Now = City("2026-11-30 10:00");
        await house.Sweep().SweepAsync(Ct);
        Assert.Equal(Steps.Select((s, i) => (i + 1, s.Level)), (await OrdersAsync(house, receipt.Id)).Select(o => (o.No, o.Level)));
    }

    [Fact]
    public async Task Who_replies_in_time_is_reminded_and_no_more()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.ApprovedAsync();
        house.Clock.Now = City("2026-11-30 10:00");
        await house.Sweep().SweepAsync(Ct);
        Assert.Empty(await OrdersAsync(house, receipt.Id));
    }

    [Fact]
    public async Task Yellow_and_red_cards_are_listed_on_their_day()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.DispatchedAsync();
        var board = new SupervisionBoard(house.Db, Sample.Rules, house.Clock);
        foreach (var at in new[] { "2026-11-16 10:00", "2026-11-17 10:00" })
        {
            house.Clock.Now = City(at);
            await house.Sweep().SweepAsync(Ct);
        }

        async Task<List<Card>> CardsAsync(int day) => [.. (await board.CardsAsync(new DateOnly(2026, 11, day), [Card.Yellow, Card.Red], Sample.Water, Ct)).Where(c => c.Clock == ClockName.Handling).Select(c => c.Card)];
        Assert.Equal([Card.Yellow], await CardsAsync(16));
        Assert.Equal([Card.Red], await CardsAsync(17));
        Assert.Empty(await board.CardsAsync(new DateOnly(2026, 11, 17), [Card.Red], Sample.Power, Ct));
        Assert.NotEqual(default, receipt.Id);
    }

    private static async Task<IReadOnlyList<SupervisionOrder>> OrdersAsync(TicketHouse house, TicketId id) => (await house.Store.LoadAsync(id, Ct))!.Ticket.Supervisions;

    private static DateTimeOffset City(string text) =>
        new DateTimeOffset(DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(8)).ToUniversalTime();
}
