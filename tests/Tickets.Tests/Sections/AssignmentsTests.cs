using Hotline.Tickets.Departments;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Sections;

namespace Hotline.Tickets.Tests.Sections;

public sealed class AssignmentsTests
{
    private static readonly AssignmentWanted ToZhang = new("管网科", "张工", 1, "先查阀门");

    [Fact]
    public async Task A_ticket_goes_from_the_unit_to_a_section_and_a_person_and_every_time_is_kept()
    {
        await using var house = await TicketHouse.OpenAsync();
        var (sections, assignments) = await WithSectionsAsync(house);
        var ticket = await house.DispatchedAsync();

        Assert.IsType<Decision.Happened>(await assignments.AssignAsync(ticket.Id, ToZhang, Sample.WaterClerk, Ct));
        house.Clock.Now += TimeSpan.FromHours(1);
        Assert.IsType<Decision.Happened>(await assignments.AssignAsync(ticket.Id, new("客服科", null, 2), Sample.WaterLead, Ct));
        Assert.IsType<Decision.Happened>(await assignments.EndAsync(ticket.Id, null, AssignmentOutcome.Done, "已修复", Sample.WaterClerk, Ct));

        var kept = await assignments.ReadAsync(ticket.Id, Sample.Water, Ct);
        Assert.Equal([("客服科", null, AssignmentOutcome.Done, "已修复"), ("管网科", "张工", AssignmentOutcome.PassedOn, null)], kept.Select(a => (a.Section, a.Person, a.Outcome!.Value, a.Report)));
        Assert.Equal(["water-lead", "water"], kept.Select(a => a.By.Id));
        Assert.Equal(Assignments.NobodyHasIt, await assignments.EndAsync(ticket.Id, null, AssignmentOutcome.TakenBack, null, Sample.WaterClerk, Ct));
        Assert.Equal(["客服科", "管网科"], (await sections.ReadAsync(Sample.Water, Ct)).Select(s => s.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_time_inside_the_unit_never_outlives_the_tickets_own()
    {
        await using var house = await TicketHouse.OpenAsync();
        var (_, assignments) = await WithSectionsAsync(house);
        var ticket = await house.DispatchedAsync();
        var due = (await house.File.ReadAsync(ticket.Id, Sample.WaterClerk, Ct))!.Due!.Value;

        await assignments.AssignAsync(ticket.Id, ToZhang, Sample.WaterClerk, Ct);
        Assert.True((await assignments.ReadAsync(ticket.Id, Sample.Water, Ct))[0].DueAt < due);
        await assignments.AssignAsync(ticket.Id, ToZhang with { Days = 60 }, Sample.WaterClerk, Ct);
        Assert.Equal(due, (await assignments.ReadAsync(ticket.Id, Sample.Water, Ct))[0].DueAt);
        house.Clock.Now = due.AddMinutes(1);
        Assert.True((await assignments.ReadAsync(ticket.Id, Sample.Water, Ct))[0].Overdue);
    }

    [Fact]
    public async Task Only_the_unit_that_has_it_passes_it_on_and_only_to_its_own_people()
    {
        await using var house = await TicketHouse.OpenAsync();
        var (sections, assignments) = await WithSectionsAsync(house);
        var ticket = await house.DispatchedAsync();

        Assert.Equal(Assignments.NotYours, await assignments.AssignAsync(ticket.Id, ToZhang, Sample.PowerClerk, Ct));
        Assert.Equal(Assignments.NotYours, await assignments.AssignAsync(ticket.Id, ToZhang, Sample.Supervisor, Ct));
        Assert.Equal(["section"], Wrong(await assignments.AssignAsync(ticket.Id, ToZhang with { Section = "财务科" }, Sample.WaterClerk, Ct)));
        Assert.Equal(["person"], Wrong(await assignments.AssignAsync(ticket.Id, ToZhang with { Person = "李工" }, Sample.WaterClerk, Ct)));
        Assert.Equal(["days"], Wrong(await assignments.AssignAsync(ticket.Id, ToZhang with { Days = 0 }, Sample.WaterClerk, Ct)));
        Assert.Equal(SectionBook.LeadOnly, await sections.KeepAsync("监察科", [], Sample.WaterClerk, Ct));
        Assert.IsType<Decision.Happened>(await sections.CloseAsync("管网科", Sample.WaterLead, Ct));
        Assert.Equal(["section"], Wrong(await assignments.AssignAsync(ticket.Id, ToZhang, Sample.WaterClerk, Ct)));
        Assert.Empty(await assignments.ReadAsync(ticket.Id, Sample.Power, Ct));
    }

    [Fact]
    public async Task A_co_handler_passes_on_its_task_while_the_lead_passes_on_the_ticket()
    {
        await using var house = await TicketHouse.OpenAsync();
        var (sections, assignments) = await WithSectionsAsync(house);
        await sections.KeepAsync("调度科", ["赵工"], new("power-lead", "供电负责人", Role.DepartmentLead, Sample.Power), Ct);
        var ticket = await house.DispatchedAsync();
        await house.DoAsync(ticket.Id, new SignForTicket(), Sample.WaterClerk);
        await house.DoAsync(ticket.Id, new CoHandle([new(Sample.Power, "核查泵房供电", 2)]), Sample.WaterClerk);

        Assert.Equal(Assignments.NotYours, await assignments.AssignAsync(ticket.Id, new("调度科", "赵工", 1), Sample.PowerClerk, Ct));
        Assert.IsType<Decision.Happened>(await assignments.AssignAsync(ticket.Id, new("调度科", "赵工", 1, Task: 1), Sample.PowerClerk, Ct));
        await assignments.AssignAsync(ticket.Id, ToZhang, Sample.WaterClerk, Ct);

        var inbox = new DepartmentInbox(house.Db, house.Rules, house.Clock);
        Assert.Equal(("调度科", "赵工"), Only(await inbox.ReadAsync(Sample.Power, Ct)));
        Assert.Equal(("管网科", "张工"), Only(await inbox.ReadAsync(Sample.Water, Ct)));
    }

    [Fact]
    public async Task Two_who_pass_on_at_once_leave_one_present_assignment()
    {
        await using var house = await TicketHouse.OpenAsync();
        var (_, assignments) = await WithSectionsAsync(house);
        var ticket = await house.DispatchedAsync();

        var decisions = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => assignments.AssignAsync(ticket.Id, ToZhang, Sample.WaterClerk, Ct))));
        var kept = await assignments.ReadAsync(ticket.Id, Sample.Water, Ct);
        Assert.Single(kept, a => a.EndedAt is null);
        Assert.Equal(kept.Count, decisions.Count(d => d is Decision.Happened));
        Assert.All(decisions.Where(d => d is not Decision.Happened), d => Assert.Equal(Assignments.JustAssigned, d));
    }

    private static (string?, string?) Only(IReadOnlyList<InboxLine> lines) => (Assert.Single(lines).Section, lines[0].Person);

    private static IEnumerable<string> Wrong(Decision decision) => Assert.IsType<Decision.Invalid>(decision).Errors.Keys;

    private static async Task<(SectionBook, Assignments)> WithSectionsAsync(TicketHouse house)
    {
        var sections = new SectionBook(house.Db, house.Clock);
        await sections.KeepAsync("管网科", ["张工", " 王工 ", "张工"], Sample.WaterLead, Ct);
        await sections.KeepAsync("客服科", [], Sample.WaterLead, Ct);
        return (sections, new Assignments(house.Db, house.Store, sections, house.Rules, house.Clock));
    }
}
