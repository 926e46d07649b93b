using Hotline.Tickets.Auditing;
using Hotline.Tickets.Requesters;
using Hotline.Tickets.Retention;

namespace Hotline.Tickets.Tests.Auditing;

public sealed class AdminLogTests
{
    private static readonly Actor Admin = new("admin", "系统管理员", Role.Administrator, null);

    private static readonly LogFilter Everything = new(Sample.Monday.AddDays(-1), Sample.Monday.AddDays(1));

    [Fact]
    public async Task Every_change_is_found_by_who_what_and_when()
    {
        await using var house = await TicketHouse.OpenAsync();
        var log = new AdminLog(house.Db, house.Clock);
        await log.WriteAsync("account", "created", "1003", "话务员", Admin, Ct);
        house.Clock.Now += TimeSpan.FromMinutes(1);
        await log.WriteAsync("line", "imported", null, null, Sample.Supervisor, Ct);

        var all = await log.ReadAsync(Everything, Ct);
        Assert.Equal(["imported", "created"], all.Items.Select(a => a.Act));
        Assert.Equal(Admin, all.Items[1].By);
        Assert.Equal(["1003"], (await log.ReadAsync(Everything with { Text = "1003" }, Ct)).Items.Select(a => a.Subject));
        Assert.Equal(["imported"], (await log.ReadAsync(Everything with { Who = Sample.Supervisor.Id }, Ct)).Items.Select(a => a.Act));
        Assert.Empty((await log.ReadAsync(Everything with { Area = "profile" }, Ct)).Items);
        Assert.Empty((await log.ReadAsync(Everything with { From = Sample.Monday.AddHours(1) }, Ct)).Items);
        var first = await log.ReadAsync(Everything with { Size = 1 }, Ct);
        Assert.Equal((1, true), (first.Items.Count, first.More));
        Assert.Equal(["created"], (await log.ReadAsync(Everything with { Size = 1, Page = 2 }, Ct)).Items.Select(a => a.Act));
    }

    [Fact]
    public async Task A_row_that_was_changed_or_taken_out_is_found()
    {
        await using var house = await TicketHouse.OpenAsync();
        var log = new AdminLog(house.Db, house.Clock);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => log.WriteAsync("account", "locked", $"{1000 + i}", null, Admin, Ct)));
        Assert.Null(await log.FirstBrokenAsync(Ct));

        await house.Db.ExecuteAsync("update tickets.admin_log set subject = '9999' where id = 7", [], Ct);
        Assert.Equal(7, await log.FirstBrokenAsync(Ct));
        await house.Db.ExecuteAsync("delete from tickets.admin_log where id = 3", [], Ct);
        Assert.Equal(4, await log.FirstBrokenAsync(Ct));
    }

    [Fact]
    public async Task What_other_logs_hold_is_read_with_it()
    {
        await using var house = await TicketHouse.OpenAsync();
        var ticket = await house.AcceptAsync();
        await new LegalHolds(house.Db, house.Clock).HoldAsync(ticket.Id, "诉讼", Admin, Ct);
        var acts = (await new AdminLog(house.Db, house.Clock).ReadAsync(Everything with { Area = "retention" }, Ct)).Items;
        Assert.Equal(("held", ticket.Number.Digits, "诉讼"), acts.Select(a => (a.Act, a.Subject, a.Detail)).Single());
    }

    [Fact]
    public async Task The_ledger_names_who_opened_whose_data_and_why()
    {
        await using var house = await TicketHouse.OpenAsync();
        var (one, other) = (await house.AcceptAsync(), await house.AcceptAsync(TicketStory.Request with { Title = "另一件" }));
        var file = new RequesterFile(house.Db, house.Key, house.Clock);
        await file.OpenAsync(one.Id, Sample.Supervisor, "回访联系", Ct);
        house.Clock.Now += TimeSpan.FromMinutes(1);
        await file.OpenAsync(other.Id, Sample.Reviewer, "核实地址", Ct);

        var ledger = new ViewLedger(house.Db);
        Assert.Equal([other.Number, one.Number], (await ledger.ReadAsync(Everything, Ct)).Items.Select(l => l.Ticket!.Value));
        Assert.Equal(["回访联系"], (await ledger.ReadAsync(Everything with { Who = Sample.Supervisor.Id }, Ct)).Items.Select(l => l.Purpose));
        Assert.Equal([Sample.Reviewer], (await ledger.ReadAsync(Everything with { Text = other.Number.Digits }, Ct)).Items.Select(l => l.By));
        Assert.Empty((await ledger.ReadAsync(Everything with { Area = "company" }, Ct)).Items);
        Assert.True((await ledger.ReadAsync(Everything with { Size = 1 }, Ct)).More);
    }
}
