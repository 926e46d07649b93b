using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Handling;
using static Hotline.Tickets.Tests.Deadlines.WorkCalendarTests;

namespace Hotline.Tickets.Tests.Deadlines;

public sealed class DueProofsTests
{
    private static readonly RequestFacts Facts = new(RequestType.Help, Channel.Phone, "停水", "停水", null, null, null, Urgency.Normal, false, true, null);

    [Fact]
    public void Every_stretch_from_the_start_to_the_end_has_its_cause()
    {
        var clock = Sample.Rules.Within(ClockName.Handling, new Limit(2, LimitUnit.WorkingDays), At("2026-09-30 16:00"));

        var proof = Sample.Rules.Explain(clock, _ => null, clock.DueAt);

        Assert.Equal(
            [
                (StretchCause.NotYet, "次日起", 8.0), (StretchCause.Holiday, "国庆节", 168), (StretchCause.OffHours, null, 9), (StretchCause.Counted, null, 3), (StretchCause.Lunch, null, 1.5),
                (StretchCause.Counted, null, 4), (StretchCause.OffHours, null, 15.5), (StretchCause.Counted, null, 3), (StretchCause.Lunch, null, 1.5), (StretchCause.Counted, null, 4),
            ],
            proof.Select(s => (s.Cause, s.Why, (s.To - s.From).TotalHours)));
    }

    [Fact]
    public void A_make_up_day_counts_and_says_for_which_holiday()
    {
        var clock = Sample.Rules.Within(ClockName.Handling, new Limit(1, LimitUnit.WorkingDays), At("2026-10-09 16:00"));
        Assert.Equal((At("2026-10-10 17:30"), "国庆节"), (clock.DueAt, Sample.Rules.Explain(clock, _ => null, clock.DueAt).First(s => s.Cause == StretchCause.MakeUpDay).Why));
    }

    [Fact]
    public async Task A_handling_clock_that_was_paused_and_extended_is_explained_from_its_log()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.DispatchedAsync();
        await house.DoAsync(receipt.Id, new SignForTicket(), Sample.WaterClerk);
        await house.DoAsync(receipt.Id, new ContactCitizen(true, house.Clock.Now, "张先生", "了解情况"), Sample.WaterClerk);
        house.Clock.Now = At("2026-11-11 10:00").ToUniversalTime();
        await house.DoAsync(receipt.Id, new RequestSuspension("awaiting-citizen", "等待产权证明", 5), Sample.WaterClerk);
        await house.DoAsync(receipt.Id, new GrantSuspension(), Sample.Reviewer);
        house.Clock.Now = At("2026-11-13 15:00").ToUniversalTime();
        await house.DoAsync(receipt.Id, new ResumeHandling("材料已到"), Sample.WaterClerk);
        await house.DoAsync(receipt.Id, new RequestExtension(ExtensionReason.Complex, "管线图缺失", 2), Sample.WaterClerk);
        await house.DoAsync(receipt.Id, new GrantExtension(), Sample.WaterLead);

        var events = await house.File.EventsAsync(receipt.Id, Ct);
        var proof = Assert.Single(DueProofs.Of(events, ClockName.Handling, Sample.Rules, house.Clock.Now));

        Assert.Equal(TimeSpan.FromHours(7 * 7), proof.Counted); // 5 + 2 working days of 7 hours
        Assert.Equal(proof.DueAt - proof.StartedAt, TimeSpan.FromTicks(proof.Stretches.Sum(s => (s.To - s.From).Ticks)));
        Assert.All(proof.Stretches.Zip(proof.Stretches.Skip(1)), p => Assert.Equal(p.First.To, p.Second.From));
        var pause = Assert.Single(proof.Stretches, s => s.Cause == StretchCause.Paused);
        Assert.Equal((At("2026-11-11 10:00"), At("2026-11-13 15:00")), (pause.From, pause.To));
        Assert.Contains("等待产权证明", pause.Why);
        Assert.Equal(["恢复办理", "准予延期"], proof.Moves.Select(m => m.What));
        Assert.Contains("延期", proof.Rule);
        Assert.Equal(events.First(e => e.Event is TicketEvent.Dispatched).RulesVersion, proof.RulesVersion);
    }

    [Fact]
    public async Task Working_time_of_the_holders_sums_to_the_working_time_that_has_elapsed_to_the_tick()
    {
        await using var house = await TicketHouse.OpenAsync();
        house.Clock.Now = Sample.Monday.AddTicks(12_345_670);
        var receipt = await house.AcceptAsync();
        var start = house.Clock.Now;
        foreach (var (department, minutes) in new[] { (Sample.Water, 193), (Sample.Power, 1192) })
        {
            house.Clock.Now = house.Clock.Now.AddMinutes(minutes);
            await house.DoAsync(receipt.Id, new DispatchTicket(department), Sample.Dispatcher);
            house.Clock.Now = house.Clock.Now.AddMinutes(minutes / 3);
            await house.DoAsync(receipt.Id, new ReturnTicket(ReturnReason.WrongDuty, "非本单位职责"), department == Sample.Water ? Sample.WaterClerk : Sample.PowerClerk);
            if (department == Sample.Water) await house.DoAsync(receipt.Id, new AcceptReturn(), Sample.Dispatcher);
        }

        house.Clock.Now = house.Clock.Now.AddDays(9);
        var holders = (await house.File.ReadAsync(receipt.Id, Sample.Supervisor, Ct))!.Holders;

        Assert.True(holders.Select(h => (h.Role, h.Department)).Distinct().Count() >= 3);
        Assert.Equal(Sample.Rules.WorkedBetween(start, house.Clock.Now).Ticks, holders.Sum(h => h.Worked.Ticks));
        Assert.Equal((house.Clock.Now - start).Ticks, holders.Sum(h => h.Held.Ticks));
    }

    [Fact]
    public void A_law_goes_before_the_citys_limit_and_says_its_article()
    {
        var rules = new CityRules(Sample.Rules.Profile with
        {
            Handling = new() { Statutory = [new("12315-complaint", "消费投诉", "市场监督管理投诉举报处理暂行办法第二十一条", [new(ClockName.Handling, 45, LimitUnit.WorkingDays)], Categories: ["99"])] },
        });
        var lawful = rules.Start(ClockName.Handling, Facts with { Category = "99" }, Sample.Monday);
        Assert.Equal((new Limit(45, LimitUnit.WorkingDays), "市场监督管理投诉举报处理暂行办法第二十一条"), (lawful.Limit, lawful.Basis));
        Assert.Equal(lawful.DueAt, rules.Start(ClockName.Handling, Facts with { Statutory = "12315-complaint" }, Sample.Monday).DueAt);
        Assert.Null(rules.Start(ClockName.Handling, Facts, Sample.Monday).Basis);
        Assert.Null(rules.Start(ClockName.SignIn, Facts with { Category = "99" }, Sample.Monday).Basis);
    }
}
