using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Delivery;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Grids;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Supervising;

namespace Hotline.Tickets.Tests.Notices;

public sealed class NoticeStories
{
    private const string Clerk = "mail water@anlan.example";
    private const string Lead = "mail water-lead@anlan.example";
    private const string Shift = "sms 13700000009";

    private static readonly CardRule[] FourHours = [new(Card.Orange, Offset: -4, Unit: LimitUnit.WorkingHours, Clocks: [ClockName.Handling])];

    [Fact]
    public async Task Due_on_monday_at_eleven_with_a_level_four_hours_before_is_told_on_friday_at_five()
    {
        await using var notices = await NoticeHouse.OpenAsync(FourHours);
        var receipt = await notices.InHandlingAsync();
        Assert.Equal(NoticeHouse.At(16, 11), (await notices.House.File.ReadAsync(receipt.Id, Sample.Supervisor, Ct))!.Due);
        await notices.AtAsync(NoticeHouse.At(13, 16, 59));
        Assert.Empty(notices.Sent());
        await notices.AtAsync(NoticeHouse.At(13, 17));
        var message = Assert.Single(notices.Gateway.Taken);
        Assert.Equal($"【12345预警】工单{receipt.Number}办理时限11月16日11:00（橙色）。请登录处理，4 工作小时内无人处理将报上一级。", message.Text);
        Assert.Equal([Clerk], notices.Sent());

        var line = Assert.Single(await notices.File.ReadAsync(Sample.WaterClerk, all: false, Ct));
        Assert.Equal((receipt.Number, ClockName.Handling, NoticeHouse.At(13, 17), (DeliveryChannel.Mail, DeliveryState.Sent)), (line.Number, line.Clock, line.ToldAt!.Value, (line.Deliveries[0].Channel, line.Deliveries[0].State)));
        Assert.Empty(await notices.File.ReadAsync(Sample.PowerClerk, all: true, Ct));
    }

    [Fact]
    public async Task Half_way_at_four_fifths_and_at_the_end_it_is_told_once_each()
    {
        await using var notices = await NoticeHouse.OpenAsync(
        [
            new(Card.Blue, Percent: 50, Clocks: [ClockName.Handling]), new(Card.Orange, Percent: 80, Clocks: [ClockName.Handling]),
        ], new() { Digest = false, Silence = new(40, LimitUnit.WorkingHours) });
        notices.House.Clock.Now = NoticeHouse.At(12, 17); // one hour on Thursday, nine on Friday: due Friday 17:00
        await StartAsync(notices);
        foreach (var (at, told) in new (DateTimeOffset, bool)[]
        {
            (NoticeHouse.At(12, 18), false), (NoticeHouse.At(13, 11, 59), false), (NoticeHouse.At(13, 12), true), (NoticeHouse.At(13, 14, 59), false), (NoticeHouse.At(13, 15), true),
            (NoticeHouse.At(13, 16, 59), false), (NoticeHouse.At(13, 17), true), (NoticeHouse.At(13, 17, 1), false),
        })
        {
            await notices.AtAsync(at);
            Assert.Equal($"{at:u} {(told ? Clerk : "")}", $"{at:u} {string.Join(',', notices.Sent().Where(s => s == Clerk))}");
        }
    }

    [Fact]
    public async Task The_card_of_the_working_day_before_comes_when_the_receiver_begins_to_work()
    {
        await using var notices = await NoticeHouse.OpenAsync([new(Card.Yellow, Offset: -1, Unit: LimitUnit.WorkingDays, Clocks: [ClockName.Handling], Opening: true)], hours: 20);
        notices.House.Clock.Now = NoticeHouse.At(12, 18, 30); // twenty hours: Monday 18:00, and the working day before is Friday
        await StartAsync(notices);
        await notices.AtAsync(NoticeHouse.At(13, 7, 59));
        Assert.Empty(notices.Sent());
        await notices.AtAsync(NoticeHouse.At(13, 8));
        Assert.Equal([Clerk], notices.Sent());
    }

    [Fact]
    public async Task Silence_takes_it_to_the_lead_then_to_the_shift_leader_and_there_it_ends()
    {
        await using var notices = await NoticeHouse.OpenAsync(FourHours, new() { Digest = false, Silence = new(1, LimitUnit.WorkingHours), Desks = [new(Role.Supervisor, "13700000009")] });
        await notices.InHandlingAsync();
        await notices.AtAsync(NoticeHouse.At(13, 17));
        Assert.Equal([Clerk], notices.Sent());
        await notices.AtAsync(NoticeHouse.At(13, 17, 59));
        Assert.Empty(notices.Sent());
        await notices.AtAsync(NoticeHouse.At(16, 8)); // the hour was over with the day's work
        Assert.Contains("安澜市供水集团承办单位未回应", notices.Gateway.Taken.Single().Text, StringComparison.Ordinal);
        Assert.Equal([Lead], notices.Sent());
        await notices.AtAsync(NoticeHouse.At(16, 9));
        Assert.Equal([Shift], notices.Sent());
        await notices.AtAsync(NoticeHouse.At(16, 10));
        Assert.Empty(notices.Sent());
        Assert.Equal(["unanswered", "raised", "raised"], (await notices.File.ReadAsync(Sample.Supervisor, all: true, Ct)).Select(n => n.Outcome));
    }

    [Fact]
    public async Task Whoever_acts_or_says_they_know_is_not_silent()
    {
        await using var notices = await NoticeHouse.OpenAsync(FourHours, new() { Digest = false, Silence = new(1, LimitUnit.WorkingHours) });
        var acted = await notices.InHandlingAsync();
        var known = await notices.InHandlingAsync();
        var done = await notices.InHandlingAsync();
        await notices.AtAsync(NoticeHouse.At(13, 17));
        Assert.Equal([Clerk], notices.Sent()); // three warnings in one message
        notices.House.Clock.Now = NoticeHouse.At(13, 17, 30);
        await notices.House.DoAsync(acted.Id, new ReportProgress("已派抢修队"), Sample.WaterClerk);
        await notices.House.DoAsync(done.Id, TicketStory.Reply, Sample.WaterClerk);
        var line = (await notices.File.ReadAsync(Sample.WaterClerk, all: false, Ct)).Single(n => n.Number == known.Number);
        Assert.False(await notices.File.AcknowledgeAsync(line.Id, Sample.PowerClerk, Ct));
        Assert.True(await notices.File.AcknowledgeAsync(line.Id, Sample.WaterClerk, Ct));
        Assert.False(await notices.File.AcknowledgeAsync(line.Id, Sample.WaterClerk, Ct));

        await notices.AtAsync(NoticeHouse.At(16, 8));
        Assert.Empty(notices.Sent());
        Assert.Equal(["acknowledged", "acted", "acted"], (await notices.File.ReadAsync(Sample.Supervisor, all: true, Ct)).Select(n => n.Outcome!).Order());
    }

    [Fact]
    public async Task Whoever_holds_it_now_is_told_and_not_the_unit_that_returned_it()
    {
        await using var notices = await NoticeHouse.OpenAsync(FourHours);
        notices.House.Clock.Now = NoticeHouse.Friday;
        var receipt = await notices.House.DispatchedAsync();
        await notices.House.DoAsync(receipt.Id, new ReturnTicket(ReturnReason.WrongDuty, "非本单位职责"), Sample.WaterClerk);
        await notices.House.DoAsync(receipt.Id, new AcceptReturn(), Sample.Dispatcher);
        await notices.House.DoAsync(receipt.Id, new DispatchTicket(Sample.Power), Sample.Dispatcher);
        await notices.House.DoAsync(receipt.Id, new SignForTicket(), Sample.PowerClerk);
        await notices.House.DoAsync(receipt.Id, new ContactCitizen(false, WhyNot: NotReachedReason.NoAnswer), Sample.PowerClerk);
        await notices.AtAsync(NoticeHouse.At(13, 17));
        Assert.Equal(["mail power@anlan.example"], notices.Sent());
        Assert.Equal([receipt.Number], (await new Warnings(notices.House.Db, notices.House.Rules).ReadAsync(Sample.PowerClerk, null, Ct)).Select(w => w.Number));
        Assert.Empty(await new Warnings(notices.House.Db, notices.House.Rules).ReadAsync(Sample.WaterClerk, null, Ct));
    }

    [Fact]
    public async Task The_rule_says_whom_and_how_and_the_person_on_duty_goes_before_the_units_record()
    {
        await using var notices = await NoticeHouse.OpenAsync(
            [FourHours[0] with { To = [new(Role.Department, [NoticeWay.Sms]), new(Role.DepartmentLead, [NoticeWay.Desk])] }]);
        await notices.Rosters.ImportAsync(
            [new("water", DutyRole.DutyOfficer, "李值班", "13600000001", NoticeHouse.At(13, 8), NoticeHouse.At(14, 8)), new("water", DutyRole.DutyOfficer, "王值班", "13600000002", NoticeHouse.At(14, 8), NoticeHouse.At(15, 8))], Ct);
        await notices.InHandlingAsync();
        await notices.AtAsync(NoticeHouse.At(13, 17));
        Assert.Equal([Clerk, "sms 13600000001"], notices.Sent());
        Assert.Empty(Assert.Single(await notices.File.ReadAsync(Sample.WaterLead, all: false, Ct)).Deliveries); // on the desk alone
    }

    [Fact]
    public async Task On_the_morning_of_a_working_day_each_receiver_has_one_digest_of_all_that_warns_or_is_due_by_the_next()
    {
        await using var notices = await NoticeHouse.OpenAsync([], new() { Desks = [new(Role.Supervisor, "13700000009")] });
        var receipts = new[] { await notices.InHandlingAsync(), await notices.InHandlingAsync() };
        notices.Sent();
        await notices.House.Db.ExecuteAsync("delete from tickets.notice_digest", [], Ct);
        foreach (var at in new[] { NoticeHouse.At(14, 9), NoticeHouse.At(15, 9), NoticeHouse.At(16, 7, 59) }) await notices.AtAsync(at); // Saturday, Sunday, Monday before work
        Assert.Empty(notices.Sent());
        await notices.AtAsync(NoticeHouse.At(16, 8));
        var digest = Assert.Single(notices.Gateway.Taken);
        Assert.StartsWith("【12345每日预警】11月16日 共2件，其中超期0件：", digest.Text, StringComparison.Ordinal);
        Assert.All(receipts, r => Assert.Contains($"工单{r.Number}办理时限11月16日11:00", digest.Text, StringComparison.Ordinal));
        Assert.Equal([Clerk], notices.Sent());
        await notices.AtAsync(NoticeHouse.At(16, 9));
        Assert.Empty(notices.Sent());

        await notices.AtAsync(NoticeHouse.At(17, 8));
        Assert.Contains("共2件，其中超期2件", Assert.Single(notices.Gateway.Taken, m => m.Subject == "每日预警摘要").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_on_duty_is_told_at_night_and_the_citizen_in_the_morning()
    {
        await using var notices = await NoticeHouse.OpenAsync([new(Card.Orange, Offset: -30, Unit: LimitUnit.Minutes, Clocks: [ClockName.Dispatch])], new() { Digest = false, Desks = [new(Role.Dispatcher, "13700000002")] });
        notices.House.Clock.Now = NoticeHouse.At(13, 23);
        await notices.House.AcceptAsync(TicketStory.Request with { Urgency = Urgency.Critical });
        await notices.LettersAsync();
        await notices.AtAsync(NoticeHouse.At(13, 23, 15));
        Assert.Equal(["sms 13700000002"], notices.Sent());
        var line = Assert.Single(await notices.File.ReadAsync(Sample.Dispatcher, all: false, Ct));
        Assert.True(line.Overdue);
        Assert.Equal(NoticeHouse.At(14, 3, 15), line.SilentAt); // a clock that runs at night is silent at night
        await notices.AtAsync(NoticeHouse.At(14, 8));
        Assert.Contains("sms 13900001234", notices.Sent());
    }

    private static async Task StartAsync(NoticeHouse notices)
    {
        var receipt = await notices.House.DispatchedAsync();
        await notices.House.DoAsync(receipt.Id, new SignForTicket(), Sample.WaterClerk);
        await notices.House.DoAsync(receipt.Id, new ContactCitizen(false, WhyNot: NotReachedReason.NoAnswer), Sample.WaterClerk);
    }
}
