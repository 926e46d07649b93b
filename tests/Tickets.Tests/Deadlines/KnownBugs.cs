using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Handling;
using static Hotline.Tickets.Tests.Deadlines.WorkCalendarTests;

namespace Hotline.Tickets.Tests.Deadlines;

/// <summary>What users of other systems have complained of for years, each named after its thread: it does not happen here.</summary>
public sealed class KnownBugs
{
    private static readonly RequestFacts Facts = new(RequestType.Help, Channel.Phone, "停水", "停水", null, null, null, Urgency.Normal, false, true, null);

    /// <summary>A feed of holidays counted casual days, and a due time came two days late: only official notices and the city's own days count.</summary>
    [Fact]
    public void Zammad_390_days_that_are_no_holidays_count()
    {
        var due = WorkCalendar.National(WorkHours.Office).AddWorkingDays(At("2026-12-21 10:00"), 4);
        Assert.Equal(At("2026-12-25 17:30"), due.At); // 平安夜 and 圣诞节 are ordinary days
        Assert.Equal([22, 23, 24, 25], due.Intervals.Select(i => i.From.Day).Distinct());
    }

    [Fact]
    public void Zammad_3180_a_24_7_calendar_loses_no_minute_at_midnight()
    {
        var always = WorkCalendar.OfCity(WorkHours.RoundTheClock, Enumerable.Range(0, 60).Select(d => new NamedDay(new DateOnly(2026, 11, 1).AddDays(d), Works: true, "值守")));
        Assert.Equal(43_200, always.WorkingTimeBetween(At("2026-11-01 00:00"), At("2026-12-01 00:00")).TotalMinutes);
        Assert.Equal(At("2026-12-01 00:00"), always.AddWorkingTime(At("2026-11-01 00:00"), TimeSpan.FromMinutes(43_200)).At);
    }

    [Fact]
    public void Zammad_4432_no_notice_at_midnight_or_on_a_weekend()
    {
        var rules = Rules(new(ClockName.Handling, 5, LimitUnit.WorkingDays), "50%", "80%", "-1 working-days", "-4 working-hours", "-1 working-days opening", "+1 working-days opening");
        for (var hour = 0; hour < 24 * 14; hour++)
        {
            var clock = rules.Start(ClockName.Handling, Facts, At("2026-11-02 00:00").AddHours(hour));
            Assert.All(clock.Marks, m => Assert.True(WorksAt(m.At), $"{m.Rule} of {clock.StartedAt:O} at {m.At:O}"));
        }
    }

    [Fact]
    public void Zammad_5177_one_clock_does_not_overrule_another()
    {
        var before = TicketStory.Signed();
        var progress = before.After(TimeSpan.FromHours(1)).Do(new ReportProgress("已到现场"), Sample.WaterClerk);
        Assert.Equal(before.Ticket.ClockOf(ClockName.FirstContact)!.DueAt, progress.Ticket.ClockOf(ClockName.FirstContact)!.DueAt);
        var contacted = progress.Do(new ContactCitizen(true, progress.Now, "张先生", "了解情况"), Sample.WaterClerk);
        Assert.Null(contacted.Ticket.ClockOf(ClockName.FirstContact));
        Assert.Equal(before.Ticket.ClockOf(ClockName.Handling)!.DueAt, contacted.Ticket.ClockOf(ClockName.Handling)!.DueAt);
    }

    [Fact]
    public void Zammad_2082_what_comes_next_follows_from_the_events_at_once()
    {
        var replied = TicketStory.Replied().Ticket;
        Assert.Equal([ClockName.Review], replied.Clocks.Select(c => c.Name));
        var back = TicketStory.In(StateName.InRedo).Ticket;
        Assert.True(back.ClockOf(ClockName.Handling)!.DueAt > Sample.Monday && back.ClockOf(ClockName.Review) is null);
    }

    [Fact]
    public void OsTicket_3034_a_pause_has_a_ground_evidence_and_a_cap()
    {
        var story = TicketStory.Contacted();
        story.When(new RequestSuspension("because", "想一想", 3), Sample.WaterClerk).ThenInvalid("ground");
        story.When(new RequestSuspension("appraisal", "检测", 5), Sample.WaterClerk).ThenInvalid("evidence");
        Assert.Equal("beyond-pause-cap", Assert.IsType<Decision.Refused>(story.When(new RequestSuspension("awaiting-citizen", "等待材料", 99), Sample.WaterClerk)).Code);
        var suspended = TicketStory.In(StateName.Suspended);
        Assert.NotNull(suspended.Ticket.ClockOf(ClockName.Suspension)); // the cap runs
        Assert.NotNull(suspended.Ticket.ClockOf(ClockName.Handling)!.PausedAt);
    }

    /// <summary>Schedules without a Monday or a Thursday went wrong: any set of days and hours agrees with the simulation.</summary>
    [Fact]
    public void OsTicket_6739_weeks_without_monday_and_thursday_are_right()
    {
        var days = Enumerable.Range(0, 365).Select(d => new DateOnly(2026, 1, 1).AddDays(d)).Where(d => d.DayOfWeek is DayOfWeek.Monday or DayOfWeek.Thursday);
        var calendar = WorkCalendar.OfCity(WorkHours.Office, days.Select(d => new NamedDay(d, Works: false, "轮休")));
        Assert.Equal(At("2026-11-11 17:30"), calendar.AddWorkingDays(At("2026-11-06 10:00"), 2).At); // Friday → Tuesday, Wednesday
        Assert.Equal(At("2026-11-13 10:00"), calendar.AddWorkingTime(At("2026-11-11 10:00"), TimeSpan.FromHours(7)).At);
    }

    [Fact]
    public void OsTicket_1684_who_waits_for_the_citizen_is_not_overdue()
    {
        var waiting = TicketStory.In(StateName.AwaitingInformation);
        var later = waiting.After(TimeSpan.FromDays(3));
        Assert.DoesNotContain(FireClocks.Decide(later.Ticket, Sample.Rules, later.Now).OfType<TicketEvent.ClockOverdue>(), e => e.Clock == ClockName.Dispatch);
        Assert.Equal(new Holder(Role.Citizen, null), Holder.Of(waiting.Ticket.State));
    }

    [Fact]
    public void Glpi_24481_nothing_is_violated_while_it_stands_still()
    {
        var suspended = TicketStory.In(StateName.Suspended);
        var still = suspended.Ticket.Clocks.Where(c => c.PausedAt is not null).ToList();
        Assert.NotEmpty(still);
        Assert.All(still, c => Assert.Null(c.FiresAt));
        for (var days = 1; days < 5; days++)
            Assert.Empty(FireClocks.Decide(suspended.Ticket, Sample.Rules, suspended.Now.AddDays(days)));
    }

    [Fact]
    public void Glpi_10594_a_pause_over_a_weekend_adds_no_weekend()
    {
        var clock = Rules(new(ClockName.Handling, 14, LimitUnit.WorkingHours)).Start(ClockName.Handling, Facts, At("2026-11-06 09:00")); // due Monday 17:30
        var rules = Rules(new(ClockName.Handling, 14, LimitUnit.WorkingHours));
        var resumed = rules.Resume(rules.Pause(clock, At("2026-11-06 17:00")), At("2026-11-09 09:30")); // an hour of work was missed, no more
        Assert.Equal(At("2026-11-09 17:30"), clock.DueAt);
        Assert.Equal(At("2026-11-10 09:30").AddMinutes(30), resumed.DueAt);
    }

    [Fact]
    public void Glpi_15605_another_rule_keeps_what_was_used_and_the_pauses()
    {
        var (five, three) = (Rules(new(ClockName.Handling, 5, LimitUnit.WorkingDays)), Rules(new(ClockName.Handling, 3, LimitUnit.WorkingDays)));
        var clock = five.Start(ClockName.Handling, Facts, At("2026-11-06 10:00"));
        clock = five.Resume(five.Pause(clock, At("2026-11-10 09:00")), At("2026-11-12 09:00")); // Monday used, Tuesday and Wednesday stood still
        var ticket = TicketStory.Contacted().Ticket with { Clocks = [clock] };

        var moved = three.Reschedule(clock, ticket, five, At("2026-11-12 18:00")); // Thursday used

        Assert.Equal(At("2026-11-13 17:30"), moved.DueAt);
        Assert.Same(moved, three.Reschedule(moved, ticket, three, At("2026-11-12 19:00")));
    }

    [Fact]
    public void Glpi_22678_four_hours_before_monday_eleven_is_friday_five_in_the_afternoon()
    {
        var rules = Rules(new(ClockName.Handling, 3, LimitUnit.WorkingHours) { Hours = "08:00-18:00" }, "-4 working-hours");
        var clock = rules.Extend(rules.Start(ClockName.Handling, Facts, At("2026-11-06 16:00")), new Limit(2, LimitUnit.WorkingHours), At("2026-11-06 16:30"));
        Assert.Equal(At("2026-11-09 11:00"), clock.DueAt);
        Assert.Equal([At("2026-11-06 17:00").ToUniversalTime()], clock.Marks.Select(m => m.At));
    }

    [Fact]
    public void Glpi_15569_and_14492_nothing_happens_by_itself_on_a_day_off()
    {
        for (var hour = 0; hour < 24 * 9; hour++) // over the National Day
        {
            var asked = Sample.Rules.Start(ClockName.ReturnDecision, Facts, At("2026-09-29 00:00").AddHours(hour));
            Assert.True(WorksAt(asked.DueAt.AddTicks(-1)), $"{asked.DueAt:O}");
        }
    }

    [Fact]
    public void Chatwoot_14009_lunch_is_no_working_time()
    {
        var due = WorkCalendar.National(WorkHours.Parse("08:30-11:30,14:00-17:00,19:00-21:00")).AddWorkingTime(At("2026-11-09 11:00"), TimeSpan.FromHours(4));
        Assert.Equal(At("2026-11-09 19:30"), due.At);
        Assert.Equal(3, due.Intervals.Count);
    }

    /// <summary>What a page shows, a breach fires and a statistic counts is one stored time.</summary>
    [Fact]
    public async Task Chatwoot_13392_a_breach_uses_the_due_time_that_is_shown()
    {
        await using var house = await TicketHouse.OpenAsync();
        house.Clock.Now = At("2026-11-06 17:00").ToUniversalTime();
        var receipt = await house.DispatchedAsync(); // sign-in: 2 working hours, due on Monday 10:30
        house.Clock.Now = At("2026-11-06 20:00").ToUniversalTime();
        Assert.Equal(0, await house.Sweep().SweepAsync(Ct));
        var shown = (await house.File.ReadAsync(receipt.Id, Sample.Supervisor, Ct))!.Clocks.Single(c => c.Name == ClockName.SignIn);
        Assert.Equal((At("2026-11-09 10:30"), false), (shown.DueAt, shown.Overdue));
    }

    [Fact]
    public void Chatwoot_10178_an_end_stops_every_clock()
    {
        foreach (var state in (StateName[])[StateName.Closed, StateName.Answered, StateName.NotAccepted, StateName.Withdrawn, StateName.TransferredToPolice, StateName.Archived])
        {
            var story = TicketStory.In(state).After(TimeSpan.FromDays(10));
            Assert.All(story.Ticket.Clocks, c => Assert.Contains(c.Name, (ClockName[])[ClockName.Archive, ClockName.Promise]));
            Assert.Empty(FireClocks.Decide(story.Ticket, Sample.Rules, story.Now));
        }
    }

    [Fact]
    public async Task Frappe_1554_what_is_shown_as_paused_does_not_tick()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.DispatchedAsync();
        await house.DoAsync(receipt.Id, new SignForTicket(), Sample.WaterClerk);
        await house.DoAsync(receipt.Id, new ContactCitizen(true, house.Clock.Now, "张先生", "了解情况"), Sample.WaterClerk);
        await house.DoAsync(receipt.Id, new RequestSuspension("awaiting-citizen", "等待产权证明", 5), Sample.WaterClerk);
        await house.DoAsync(receipt.Id, new GrantSuspension(), Sample.Reviewer);
        house.Clock.Now = Sample.Monday.AddDays(3);

        var view = (await house.File.ReadAsync(receipt.Id, Sample.Supervisor, Ct))!;
        var (shown, kept) = (view.Clocks.Single(c => c.Name == ClockName.Handling), (await house.Store.LoadAsync(receipt.Id, Ct))!.Ticket.ClockOf(ClockName.Handling)!);
        Assert.Equal((StateName.Suspended, kept.PausedAt, false), (view.StateName, shown.PausedAt, shown.Overdue));
        Assert.Equal([DBNull.Value], await house.Db.ReadAsync("select fire_at from tickets.clock where ticket_id = $1 and name = 'handling'", [receipt.Id.Value], row => row.GetValue(0), Ct));
    }

    private static bool WorksAt(DateTimeOffset at) => WorkCalendar.National(WorkHours.Office).WorkingTimeBetween(at, at.AddTicks(1)) > TimeSpan.Zero;

    private static CityRules Rules(ClockLimit limit, params string[] marks) => new(Sample.Rules.Profile with
    {
        Limits = [limit],
        Handling = new() { Cards = [.. marks.Select(MarkRule.Parse).Select(m => new CardRule(Card.Blue, m.Percent, m.Offset, m.Unit, Opening: m.Opening))] },
    });
}
