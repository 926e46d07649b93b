using Hotline.Tickets.Exclusions;
using Hotline.Tickets.FollowingUp;

namespace Hotline.Tickets.Tests.Exclusions;

public sealed class ExclusionOfficeTests
{
    private static readonly ApplyForExclusion Wish = new(ExclusionScope.Satisfaction, "beyond-duty", "诉求超出供水职责", "市编办三定方案第二条");
    private static readonly Actor Inspector = new("6001", "周", Role.Inspector, null);

    [Fact]
    public async Task A_unit_applies_another_grants_and_the_rating_stays_as_it_was()
    {
        await using var house = await TicketHouse.OpenAsync();
        var (ticket, office) = (await RatedAsync(house), Office(house));
        var before = await RatingsAsync(house, ticket);

        var made = (await office.ApplyAsync(ticket, Wish, Sample.WaterClerk, Ct)).Made!;
        Assert.Equal((ExclusionState.Applied, 1, Sample.Water), (made.State, made.Round, made.Unit));
        Assert.Equal(new DateTimeOffset(2026, 11, 12, 9, 30, 0, TimeSpan.Zero), made.DueAt); // Monday, and three working days: Thursday 17:30
        Assert.Null(await office.DecideAsync(made, true, "经核实超出职责", Sample.Supervisor, Ct));

        var granted = (await office.FindAsync(made.Id, Ct))!;
        Assert.Equal((ExclusionState.Granted, "5001", "经核实超出职责"), (granted.State, granted.DecidedBy, granted.Because));
        Assert.Equal(["applied", "granted"], (await office.LogAsync(made.Id, Ct)).Select(e => e.State.Code()));
        Assert.Equal(before, await RatingsAsync(house, ticket));
        Assert.Equal(Exclusion.NothingToDecide, await office.DecideAsync(granted, false, "反悔", Inspector, Ct));
    }

    [Fact]
    public async Task A_refusal_may_be_appealed_against_once_and_somebody_else_decides()
    {
        await using var house = await TicketHouse.OpenAsync();
        var office = Office(house);
        var id = (await office.ApplyAsync(await RatedAsync(house), Wish, Sample.WaterClerk, Ct)).Made!.Id;
        async Task<Exclusion> NowAsync() => (await office.FindAsync(id, Ct))!;

        Assert.Equal(Exclusion.NothingToAppeal, await office.AppealAsync(await NowAsync(), "再看", Sample.WaterClerk, Ct));
        Assert.Null(await office.DecideAsync(await NowAsync(), false, "证据不足", Sample.Supervisor, Ct));
        Assert.Equal(Deciding.NotYourDepartment, await office.AppealAsync(await NowAsync(), "不服", Sample.PowerClerk, Ct));
        Assert.Null(await office.AppealAsync(await NowAsync(), "补充了会议纪要", Sample.WaterClerk, Ct));
        Assert.Equal(Exclusion.OwnDecision, await office.DecideAsync(await NowAsync(), false, "同前", Sample.Supervisor, Ct));
        Assert.Null(await office.DecideAsync(await NowAsync(), false, "仍不足", Inspector, Ct));
        Assert.Equal(ExclusionState.Upheld, (await NowAsync()).State);
        Assert.Equal(Exclusion.NothingToAppeal, await office.AppealAsync(await NowAsync(), "再申诉", Sample.WaterClerk, Ct));
        Assert.Equal(["applied", "refused", "appealed", "upheld"], (await office.LogAsync(id, Ct)).Select(e => e.State.Code()));
    }

    [Fact]
    public async Task Two_who_decide_at_once_do_not_both_decide()
    {
        await using var house = await TicketHouse.OpenAsync();
        var office = Office(house);
        var made = (await office.ApplyAsync(await RatedAsync(house), Wish, Sample.WaterClerk, Ct)).Made!;
        var answers = await Task.WhenAll(office.DecideAsync(made, true, "同意", Sample.Supervisor, Ct), office.DecideAsync(made, false, "不同意", Inspector, Ct));
        Assert.Single(answers, a => a is null);
        Assert.Equal(2, (await office.LogAsync(made.Id, Ct)).Count);
    }

    [Fact]
    public async Task It_is_applied_for_once_in_time_by_the_unit_that_was_rated()
    {
        await using var house = await TicketHouse.OpenAsync();
        var (ticket, office) = (await RatedAsync(house), Office(house));
        Assert.Equal(ApplyForExclusion.NotYours, (await office.ApplyAsync(ticket, Wish, Sample.PowerClerk, Ct)).Not);
        Assert.Equal(["code", "reason", "scope"], Assert.IsType<Decision.Invalid>((await office.ApplyAsync(ticket, new(null, null, " ", null), Sample.WaterClerk, Ct)).Not).Errors.Keys.Order());
        Assert.Equal(["evidence"], Assert.IsType<Decision.Invalid>((await office.ApplyAsync(ticket, Wish with { Evidence = " " }, Sample.WaterClerk, Ct)).Not).Errors.Keys);
        Assert.NotNull((await office.ApplyAsync(ticket, Wish, Sample.WaterClerk, Ct)).Made);
        Assert.Equal(ApplyForExclusion.AppliedBefore, (await office.ApplyAsync(ticket, Wish, Sample.WaterLead, Ct)).Not);

        house.Clock.Now = new DateTimeOffset(2026, 11, 11, 9, 30, 0, TimeSpan.Zero); // Wednesday 17:30: the end of the second working day
        Assert.NotNull((await office.ApplyAsync(ticket, Wish with { Scope = ExclusionScope.Solved }, Sample.WaterClerk, Ct)).Made);
        house.Clock.Now = house.Clock.Now.AddSeconds(1);
        Assert.Equal(ApplyForExclusion.TooLate, (await office.ApplyAsync(ticket, Wish with { Scope = ExclusionScope.All }, Sample.WaterClerk, Ct)).Not);
    }

    [Fact]
    public async Task What_nobody_rated_can_only_be_kept_out_of_the_clocks_figures()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.ApprovedAsync();
        Assert.Equal(ApplyForExclusion.NotYours, (await Office(house).ApplyAsync(receipt.Id, Wish, Sample.WaterClerk, Ct)).Not); // not closed yet
        await house.DoAsync(receipt.Id, new FollowUpTicket(false) { Result = FollowUpResult.Refused }, Sample.Caller);
        Assert.Equal(ApplyForExclusion.NotRated, (await Office(house).ApplyAsync(receipt.Id, Wish, Sample.WaterClerk, Ct)).Not);
        Assert.NotNull((await Office(house).ApplyAsync(receipt.Id, Wish with { Scope = ExclusionScope.OnTime }, Sample.WaterClerk, Ct)).Made);
    }

    private static ExclusionOffice Office(TicketHouse house) => new(house.Db, house.Store, Sample.Rules, house.Clock);

    private static async Task<TicketId> RatedAsync(TicketHouse house)
    {
        var receipt = await house.ApprovedAsync();
        await house.DoAsync(receipt.Id, new FollowUpTicket(true, true, Satisfaction.Dissatisfied, "太慢"), Sample.Caller);
        return receipt.Id;
    }

    private static async Task<List<string>> RatingsAsync(TicketHouse house, TicketId id) =>
        await house.Db.ReadAsync("select r::text from tickets.rating r where ticket_id = $1 order by version", [id.Value], row => row.GetString(0), Ct);
}
