using Hotline.Tickets.Departments;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Reading;

namespace Hotline.Tickets.Tests.Departments;

public sealed class DepartmentInboxTests
{
    [Fact]
    public async Task A_department_sees_its_own_tickets_by_due_time_and_nobody_elses()
    {
        await using var house = await TicketHouse.OpenAsync();
        var slow = await house.DispatchedAsync();
        var urgent = await house.DispatchedAsync(request: TicketStory.Request with { Urgency = Urgency.Critical, Title = "燃气泄漏" });
        var others = await house.DispatchedAsync(Sample.Power);
        var inbox = new DepartmentInbox(house.Db, house.Rules, house.Clock);

        var mine = await inbox.ReadAsync(Sample.Water, Ct);
        Assert.Equal([urgent.Number, slow.Number], mine.Select(l => l.Number));
        Assert.Equal([others.Number], (await inbox.ReadAsync(Sample.Power, Ct)).Select(l => l.Number));
        Assert.Null(await house.File.ReadAsync(others.Number, Sample.WaterClerk, Ct));

        house.Clock.Now = Sample.Monday.AddMinutes(15).AddSeconds(1); // sign-in of the urgent one has passed
        Assert.Equal([true, false], (await inbox.ReadAsync(Sample.Water, Ct)).Select(l => l.Overdue));
        await house.DoAsync(slow.Id, new ReturnTicket(ReturnReason.WrongDuty, "属供电"), Sample.WaterClerk);
        await house.DoAsync(slow.Id, new AcceptReturn(), Sample.Dispatcher);
        Assert.Equal([urgent.Number], (await inbox.ReadAsync(Sample.Water, Ct)).Select(l => l.Number));
    }

    [Fact]
    public async Task A_departments_list_finds_only_its_own_whatever_it_asks_for()
    {
        await using var house = await TicketHouse.OpenAsync();
        var mine = await house.DispatchedAsync();
        await house.DispatchedAsync(Sample.Power);
        var list = new TicketList(house.Db, Sample.Rules, house.Clock);
        Assert.Equal([mine.Number], (await list.ReadAsync(new TicketFilter(Department: Sample.Power), Sample.WaterClerk, Ct)).Items.Select(l => l.Number));
        Assert.Equal(2, (await list.ReadAsync(new TicketFilter(), Sample.Supervisor, Ct)).Total);
    }

    [Fact]
    public async Task A_list_to_work_through_has_what_is_due_first_on_top()
    {
        await using var house = await TicketHouse.OpenAsync();
        var urgent = await house.AcceptAsync(TicketStory.Request with { Urgency = Urgency.Urgent });
        house.Clock.Now += TimeSpan.FromMinutes(1);
        var slow = await house.AcceptAsync();
        var list = new TicketList(house.Db, Sample.Rules, house.Clock);

        Assert.Equal([slow.Number, urgent.Number], (await list.ReadAsync(new(), Sample.Supervisor, Ct)).Items.Select(l => l.Number));
        Assert.Equal([urgent.Number, slow.Number], (await list.ReadAsync(new(DueFirst: true), Sample.Supervisor, Ct)).Items.Select(l => l.Number));
    }

    [Fact]
    public async Task The_list_filters_by_state_text_and_overdue_and_pages()
    {
        await using var house = await TicketHouse.OpenAsync();
        for (var i = 0; i < 3; i++) await house.AcceptAsync(TicketStory.Request with { Title = $"路灯{i}" });
        var dispatched = await house.DispatchedAsync(request: TicketStory.Request with { Text = "100%停水_了" });
        var list = new TicketList(house.Db, Sample.Rules, house.Clock);

        Assert.Equal([dispatched.Number], (await list.ReadAsync(new(State: StateName.AwaitingSignature), Sample.Supervisor, Ct)).Items.Select(l => l.Number));
        Assert.Equal([dispatched.Number], (await list.ReadAsync(new(Text: "0%停水_"), Sample.Supervisor, Ct)).Items.Select(l => l.Number));
        Assert.Empty((await list.ReadAsync(new(Text: "1%水"), Sample.Supervisor, Ct)).Items);
        var second = await list.ReadAsync(new(Text: "路灯", Page: 2, PageSize: 2), Sample.Supervisor, Ct);
        Assert.Equal((1, 3L, 2), (second.Items.Count, second.Total, second.Number));

        house.Clock.Now = Sample.Monday.AddDays(1);
        Assert.Equal(4, (await list.ReadAsync(new(Overdue: true), Sample.Supervisor, Ct)).Total);
        var late = await list.ReadAsync(new(Overdue: true, DueFirst: true, Page: 2, PageSize: 3), Sample.Supervisor, Ct);
        var waiting = await list.ReadAsync(new(Overdue: false, DueFirst: true), Sample.Supervisor, Ct);
        Assert.Equal((1, 4L, 0, 0L), (late.Items.Count, late.Total, waiting.Items.Count, waiting.Total));
    }

    [Fact]
    public async Task How_often_citizens_asked_again_is_kept_beside_the_ticket_as_it_stands_in_it()
    {
        await using var house = await TicketHouse.OpenAsync();
        await new Statistics.BusyMonth(house, seed: 5).LiveAsync(tickets: 40, until: Sample.Rules.StartOf(new DateOnly(2026, 11, 12)));
        var rows = await house.Db.ReadAsync(
            "select repeats, coalesce(jsonb_array_length(body -> 'urges'), 0) + coalesce((body ->> 'redos')::int, 0), next_due_at is not null from tickets.ticket", [],
            row => (Kept: row.GetInt32(0), Said: row.GetInt32(1), Runs: row.GetBoolean(2)), Ct);
        Assert.All(rows, r => Assert.Equal(r.Runs ? r.Said : 0, r.Kept));
        Assert.Contains(rows, r => r.Kept > 0);
    }

    [Fact]
    public async Task Working_time_left_is_the_same_whether_it_is_counted_from_now_or_from_one_due_time_to_the_next()
    {
        await using var house = await TicketHouse.OpenAsync();
        var (random, now) = (new Random(4), Sample.Monday.AddHours(5));
        var dues = Enumerable.Range(0, 200).Select(_ => now.AddMinutes(random.Next(-200_000, 60_000))).Append(now).Distinct().ToList();
        var left = new DepartmentInbox(house.Db, house.Rules, house.Clock).Left(now, dues);
        Assert.All(dues, due => Assert.Equal(due < now ? -house.Rules.WorkedBetween(due, now).TotalHours : house.Rules.WorkedBetween(now, due).TotalHours, left[due]));
    }
}
