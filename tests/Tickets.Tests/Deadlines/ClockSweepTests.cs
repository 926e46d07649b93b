using Hotline.Tickets.Dispatching;

namespace Hotline.Tickets.Tests.Deadlines;

public sealed class ClockSweepTests
{
    [Fact]
    public async Task A_clock_warns_once_and_is_overdue_once()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.DispatchedAsync(); // sign-in: 2 working hours, warning after 1
        var sweep = house.Sweep();
        Assert.Equal(0, await sweep.SweepAsync(Ct));

        house.Clock.Now = Sample.Monday.AddHours(1);
        Assert.Equal(1, await sweep.SweepAsync(Ct));
        Assert.Equal(0, await sweep.SweepAsync(Ct));
        house.Clock.Now = Sample.Monday.AddHours(2);
        await sweep.SweepAsync(Ct);
        await sweep.SweepAsync(Ct);

        Assert.Equal(["accepted", "dispatched", "clock-warned", "clock-overdue"], await house.KindsAsync(receipt.Id));
        var last = (await house.File.EventsAsync(receipt.Id, Ct))[^1];
        Assert.Equal((Actor.System, Sample.Monday.AddHours(2)), (last.By, last.At));
        Assert.True(await house.File.IsUntouchedAsync(receipt.Id, Ct));
    }

    [Fact]
    public async Task Two_sweepers_fire_every_clock_exactly_once()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipts = new List<TicketId>();
        for (var i = 0; i < 40; i++) receipts.Add((await house.DispatchedAsync()).Id);
        house.Clock.Now = Sample.Monday.AddDays(14); // sign-in, first contact and handling are all past

        var fired = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => house.Sweep().SweepAsync(Ct))));

        Assert.Equal(40, fired.Sum());
        foreach (var id in receipts) Assert.Equal(3, (await house.KindsAsync(id)).Count(k => k == "clock-overdue"));
    }

    [Fact]
    public async Task A_sweep_and_a_department_that_signs_meet_and_both_hold()
    {
        await using var house = await TicketHouse.OpenAsync();
        for (var round = 0; round < 10; round++)
        {
            house.Clock.Now = Sample.Monday;
            var receipt = await house.DispatchedAsync();
            house.Clock.Now = Sample.Monday.AddHours(1.5);
            var sign = Task.Run(() => house.Desk.HandleAsync(receipt.Id, new SignForTicket(), Sample.WaterClerk, Ct));
            var sweep = Task.Run(() => house.Sweep().SweepAsync(Ct));
            await Task.WhenAll(sign, sweep);

            Assert.IsType<Decision.Happened>(await sign);
            var kinds = await house.KindsAsync(receipt.Id);
            Assert.Single(kinds, k => k == "signed-for");
            Assert.InRange(kinds.Count(k => k == "clock-warned"), 0, 1); // warned before it signed, or signed and so not warned
            Assert.True(await house.File.IsUntouchedAsync(receipt.Id, Ct));
        }
    }

    [Fact]
    public async Task A_clock_that_was_stopped_in_time_stays_silent()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.DispatchedAsync();
        await house.DoAsync(receipt.Id, new SignForTicket(), Sample.WaterClerk);
        house.Clock.Now = Sample.Monday.AddHours(3);
        Assert.Equal(0, await house.Sweep().SweepAsync(Ct));
    }

    [Fact]
    public async Task A_ticket_whose_rows_disagree_does_not_hold_up_the_others()
    {
        await using var house = await TicketHouse.OpenAsync();
        var broken = await house.DispatchedAsync();
        var sound = await house.DispatchedAsync();
        await house.Db.ExecuteAsync("update tickets.clock set fire_at = $2 where ticket_id = $1 and name = 'handling'", [broken.Id.Value, Sample.Monday.AddMinutes(1)], Ct);
        house.Clock.Now = Sample.Monday.AddMinutes(30);
        await house.Db.ExecuteAsync("update tickets.clock set fire_at = $2 where ticket_id = $1 and name = 'sign-in'", [sound.Id.Value, Sample.Monday.AddHours(1)], Ct);
        house.Clock.Now = Sample.Monday.AddHours(1).AddMinutes(-10);
        await house.Sweep().SweepAsync(Ct);
        house.Clock.Now = Sample.Monday.AddHours(1);
        await house.Sweep().SweepAsync(Ct);
        Assert.Contains("clock-warned", await house.KindsAsync(sound.Id));
    }
}
