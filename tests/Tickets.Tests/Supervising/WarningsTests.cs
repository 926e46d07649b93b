using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Supervising;
using Hotline.Tickets.Tests.Http;

namespace Hotline.Tickets.Tests.Supervising;

public sealed class WarningsTests
{
    [Fact]
    public async Task Who_can_still_act_is_told_and_nobody_else_until_it_is_done()
    {
        await using var house = await TicketHouse.OpenAsync();
        var warnings = new Warnings(house.Db, Sample.Rules);
        var receipt = await house.DispatchedAsync(); // sign-in: 2 working hours, warning after 1
        Task<IReadOnlyList<WarningLine>> For(Actor by, DateTimeOffset? since = null) => warnings.ReadAsync(by, since, Ct);
        Assert.Empty(await For(Sample.WaterClerk));

        house.Clock.Now = Sample.Monday.AddHours(1);
        await house.Sweep().SweepAsync(Ct);
        var told = Assert.Single(await For(Sample.WaterClerk));
        Assert.Equal((receipt.Number, ClockName.SignIn, Sample.Water, Sample.Monday.AddHours(1), null), (told.Number, told.Clock, told.DepartmentId!.Value, told.WarnedAt!.Value, told.OverdueAt));
        foreach (var by in new[] { Sample.WaterLead, Sample.Supervisor, Sample.Inspector }) Assert.Equal(told, Assert.Single(await For(by)));
        foreach (var by in new[] { Sample.PowerClerk, Sample.Dispatcher, Sample.Reviewer, Sample.Caller, Sample.Agent }) Assert.Empty(await For(by));

        house.Clock.Now = Sample.Monday.AddHours(2);
        await house.Sweep().SweepAsync(Ct);
        Assert.Equal(Sample.Monday.AddHours(2), Assert.Single(await For(Sample.WaterClerk, since: Sample.Monday.AddHours(2))).OverdueAt);
        await house.DoAsync(receipt.Id, new SignForTicket(), Sample.WaterClerk);
        Assert.Empty(await For(Sample.WaterClerk));
    }

    [Fact]
    public async Task A_co_handler_is_told_of_its_own_task_and_the_lead_of_its_own_limit()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.DispatchedAsync();
        await house.DoAsync(receipt.Id, new SignForTicket(), Sample.WaterClerk);
        await house.DoAsync(receipt.Id, new ContactCitizen(false, WhyNot: NotReachedReason.NoAnswer), Sample.WaterClerk);
        await house.DoAsync(receipt.Id, new CoHandle([new(Sample.Power, "核实供电", 1)]), Sample.WaterClerk);
        house.Clock.Now = Sample.Monday.AddDays(2);
        await house.Sweep().SweepAsync(Ct);
        var warnings = new Warnings(house.Db, Sample.Rules);
        var task = Assert.Single(await warnings.ReadAsync(Sample.PowerClerk, null, Ct));
        Assert.Equal((ClockName.CoHandling, 1), (task.Clock, task.Task!.Value));
        Assert.NotNull(task.OverdueAt);
        Assert.DoesNotContain(await warnings.ReadAsync(Sample.WaterClerk, null, Ct), w => w.Clock == ClockName.CoHandling);
    }

    [Fact]
    public async Task The_endpoint_has_its_roles_and_names_what_is_wrong()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal(401, (await host.GetAsync("warnings", null)).Status);
        Assert.Equal(403, (await host.GetAsync("warnings", Sample.Agent)).Status);
        Assert.Equal((400, "since"), ((await host.GetAsync("warnings?since=soon", Sample.WaterClerk)) is var (status, body) ? status : 0, body!["errors"]!.AsObject().Single().Key));
        Assert.Empty((await host.GetAsync("warnings?since=2026-11-09T09:30:00%2B08:00", Sample.WaterClerk)).Body!.AsArray());
    }
}
