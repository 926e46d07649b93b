using Hotline.Tickets.Accepting;
using Hotline.Tickets.City;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Feed;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;
using Hotline.Tickets.UnifiedReplies;

namespace Hotline.Tickets.Tests.FollowingUp;

public sealed class FollowUpPlannerTests
{
    private static readonly Request Complaint = TicketStory.Request with { Type = RequestType.Complaint };

    [Fact]
    public async Task Two_closings_are_two_surveys_with_the_right_handler_on_each()
    {
        await using var house = await TicketHouse.OpenAsync();
        var id = await ApprovedAsync(house, Complaint);
        await PlanAsync(house, id);
        await house.DoAsync(id, new FollowUpTicket(true, false, Satisfaction.Dissatisfied, "没修好") { Reason = DissatisfactionReason.NotSolved, Service = Satisfaction.Satisfied }, Sample.Caller);
        await house.DoAsync(id, new ContactCitizen(false, WhyNot: NotReachedReason.NoAnswer), Sample.WaterClerk);
        await house.DoAsync(id, TicketStory.Reply, Sample.WaterLead);
        await house.DoAsync(id, new ApproveReply(), Sample.Reviewer);
        await PlanAsync(house, id);
        await house.DoAsync(id, new RateTicket(true, Satisfaction.Satisfied), Actor.Citizen);
        await PlanAsync(house, id); // everything again: nothing doubles

        var surveys = await Desk(house).SurveysAsync(id, Ct);
        Assert.Equal([(1, "water", "reached", 1), (2, "water-lead", "rated", 0)], surveys.Select(s => (s.Round, s.Handler!, s.Outcome!, s.Tries)));
        Assert.Equal([SampleGround.Redo, SampleGround.ComplaintOrReport], surveys[1].Grounds);
        var ratings = await house.Db.ReadAsync(
            "select round, handler, solved, satisfaction, service, reason from tickets.rating where ticket_id = $1 order by version", [id.Value],
            row => (row.GetInt32(0), row.GetString(1), row.GetBoolean(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4), row.IsDBNull(5) ? null : row.GetString(5)), Ct);
        Assert.Equal([(1, "water", false, "dissatisfied", "satisfied", "not-solved"), (2, "water-lead", true, "satisfied", null, null)], ratings);
    }

    [Fact]
    public async Task The_list_is_by_risk_then_time_with_the_reason_and_not_for_who_handled_it()
    {
        await using var house = await TicketHouse.OpenAsync();
        var plain = await ApprovedAsync(house, Complaint);
        var urgent = await ApprovedAsync(house, Complaint with { Urgency = Urgency.Urgent });
        foreach (var id in new[] { plain, urgent }) await PlanAsync(house, id);
        var list = await Desk(house).ToCallAsync(Sample.Caller, now: false, Ct);
        Assert.Equal([urgent, plain], list.Select(l => l.Id));
        Assert.Equal(["紧急件、投诉举报", "投诉举报"], list.Select(l => l.Why));
        Assert.All(list, l => Assert.True(l.CallNow));
        Assert.Empty(await Desk(house).ToCallAsync(Sample.Reviewer, now: false, Ct)); // approved both

        await house.DoAsync(plain, new FollowUpTicket(false), Sample.Caller);
        await PlanAsync(house, plain);
        var tried = (await Desk(house).ToCallAsync(Sample.Caller, now: false, Ct)).Single(l => l.Id == plain);
        Assert.Equal((1, false, new DateTimeOffset(2026, 11, 9, 6, 30, 0, TimeSpan.Zero)), (tried.Tries, tried.CallNow, tried.NextTry)); // 14:30 in the city
        Assert.Equal([urgent], (await Desk(house).ToCallAsync(Sample.Caller, now: true, Ct)).Select(l => l.Id));
    }

    [Fact]
    public async Task What_is_not_drawn_is_nobodys_call_and_closes_as_not_rated_when_the_limit_is_over()
    {
        await using var house = await TicketHouse.OpenAsync();
        var nobody = FollowUpStories.RulesOf(percent: 0);
        var (drawn, other) = (await ApprovedAsync(house, Complaint), await ApprovedAsync(house, TicketStory.Request));
        foreach (var id in new[] { drawn, other }) await PlanAsync(house, id, nobody);
        Assert.Equal([drawn], (await Desk(house).ToCallAsync(Sample.Caller, now: false, Ct)).Select(l => l.Id));

        house.Clock.Now = Sample.Monday.AddDays(4); // the follow-up's three working days are over
        await house.Sweep().SweepAsync(Ct);
        foreach (var id in new[] { drawn, other }) await PlanAsync(house, id, nobody);
        await PlanAsync(house, other, nobody);
        Assert.Equal([StateName.AwaitingFollowUp, StateName.Closed], new[] { await StateAsync(house, drawn), await StateAsync(house, other) });
        Assert.Equal("not-asked", Assert.Single(await Desk(house).SurveysAsync(other, Ct)).Outcome);
        Assert.Empty(await house.Db.ReadAsync("select 1 from tickets.rating where ticket_id = $1", [other.Value], row => row.GetInt32(0), Ct)); // no input is not rated

        await house.DoAsync(other, new RateTicket(false, Satisfaction.Dissatisfied, "没好"), Actor.Citizen);
        await PlanAsync(house, other, nobody);
        Assert.Equal((StateName.InRedo, "rated"), (await StateAsync(house, other), (await Desk(house).SurveysAsync(other, Ct))[0].Outcome));
    }

    private static FollowUpDesk Desk(TicketHouse house) => new(house.Db, Sample.Rules, house.Clock);

    private static async Task<StateName> StateAsync(TicketHouse house, TicketId id) => (await house.Store.LoadAsync(id, Ct))!.Ticket.State.Name;

    private static async Task PlanAsync(TicketHouse house, TicketId id, CityRules? rules = null)
    {
        var events = await house.File.EventsAsync(id, Ct);
        await new FollowUpPlanner(house.Db, house.Store, house.Key, rules ?? Sample.Rules, house.Desk)
            .HandleAsync([.. events.Select(e => new FedEvent(e, TicketNumber.Create(new DateOnly(2026, 11, 9), 1), StateName.AwaitingFollowUp, null))], Ct);
    }

    private static async Task<TicketId> ApprovedAsync(TicketHouse house, Request request)
    {
        var receipt = await house.DispatchedAsync(request: request);
        await house.DoAsync(receipt.Id, new SignForTicket(), Sample.WaterClerk);
        await house.DoAsync(receipt.Id, new ContactCitizen(false, WhyNot: NotReachedReason.NoAnswer), Sample.WaterClerk);
        await house.DoAsync(receipt.Id, TicketStory.Reply, Sample.WaterClerk);
        await house.DoAsync(receipt.Id, new ApproveReply(), Sample.Reviewer);
        return receipt.Id;
    }
}
