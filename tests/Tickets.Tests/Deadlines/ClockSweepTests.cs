using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Dispatching;
using Npgsql;

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
    public async Task A_sweep_that_fires_rings_for_live_pages_and_subscribers()
    {
        await using var house = await TicketHouse.OpenAsync();
        await house.DispatchedAsync();
        await using var ear = await house.Db.OpenConnectionAsync(Ct);
        await using (var listen = new NpgsqlCommand("listen tickets", ear)) await listen.ExecuteNonQueryAsync(Ct);
        await house.AcceptAsync();
        await ear.WaitAsync(Ct); // the desk's own
        house.Clock.Now = Sample.Monday.AddHours(1);
        Assert.True(await house.Sweep().SweepAsync(Ct) > 0);
        await ear.WaitAsync(Ct);
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

    [Fact]
    public async Task Two_hosts_fire_many_batches_and_every_clock_once()
    {
        await using var house = await TicketHouse.OpenAsync();
        for (var i = 0; i < 350; i++) await house.AcceptAsync(); // dispatch: 2 working hours, warning after 1
        house.Clock.Now = Sample.Monday.AddHours(3);

        var fired = await Task.WhenAll(house.Sweep().SweepAsync(Ct), house.Sweep().SweepAsync(Ct));

        Assert.Equal(350, fired.Sum());
        var kinds = await house.Db.ReadAsync("select kind, count(*) from tickets.event group by kind order by kind", [], row => (row.GetString(0), row.GetInt64(1)), Ct);
        Assert.Equal([("accepted", 350L), ("clock-overdue", 350L), ("clock-warned", 350L)], kinds);
        Assert.Equal([0L], await house.Db.ReadAsync("select count(*) from tickets.clock where fire_at is not null", [], row => row.GetInt64(0), Ct));
    }

    [Fact]
    public async Task A_ticket_that_cannot_be_written_fails_alone()
    {
        await using var house = await TicketHouse.OpenAsync();
        var tickets = new List<TicketId>();
        for (var i = 0; i < 5; i++) tickets.Add((await house.DispatchedAsync()).Id);
        await house.Db.ExecuteAsync("update tickets.ticket set version = version - 1 where id = $1", [tickets[2].Value], Ct);
        house.Clock.Now = Sample.Monday.AddHours(1);

        Assert.Equal(4, await house.Sweep().SweepAsync(Ct));
        foreach (var id in tickets) Assert.Equal(id == tickets[2] ? 0 : 1, (await house.KindsAsync(id)).Count(k => k == "clock-warned"));
    }

    [Fact]
    public async Task A_row_that_disagrees_with_its_snapshot_is_set_right_by_it()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.DispatchedAsync();
        await house.Db.ExecuteAsync("update tickets.clock set fire_at = $2 where ticket_id = $1 and name = 'handling'", [receipt.Id.Value, Sample.Monday], Ct);

        Assert.Equal(0, await house.Sweep().SweepAsync(Ct));

        var handling = (await house.Store.LoadAsync(receipt.Id, Ct))!.Ticket.ClockOf(ClockName.Handling)!;
        var fire = await house.Db.ReadAsync("select fire_at from tickets.clock where ticket_id = $1 and name = 'handling'", [receipt.Id.Value], row => row.GetFieldValue<DateTimeOffset>(0), Ct);
        Assert.Equal([handling.FiresAt!.Value], fire);
    }

    [Fact]
    public async Task A_merged_ticket_does_not_fire()
    {
        await using var house = await TicketHouse.OpenAsync();
        var (master, merged) = ((await house.DispatchedAsync()).Id, (await house.DispatchedAsync()).Id);
        await house.Db.ExecuteAsync("update tickets.ticket set merged_into = $2 where id = $1", [merged.Value, master.Value], Ct);
        house.Clock.Now = Sample.Monday.AddHours(1);

        Assert.Equal(1, await house.Sweep().SweepAsync(Ct));
        Assert.DoesNotContain("clock-warned", await house.KindsAsync(merged));
    }

    /// <summary>The feed goes by transaction ids, so those of one ticket must grow with its versions.</summary>
    [Fact]
    public async Task A_ticket_that_a_younger_transaction_wrote_is_left_to_the_next_sweep()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.DispatchedAsync();
        await using var connection = await house.Db.OpenConnectionAsync(Ct);
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        await using (var draw = new NpgsqlCommand("select pg_current_xact_id()", connection)) await draw.ExecuteScalarAsync(Ct);
        await house.DoAsync(receipt.Id, new SignForTicket(), Sample.WaterClerk);

        var due = await DueTickets.LockAsync(connection, Sample.Monday.AddDays(30), 10, [], Ct);

        Assert.Equal([receipt.Id.Value], due.Locked.Keys);
        Assert.Empty(due.Ready);
    }
}
