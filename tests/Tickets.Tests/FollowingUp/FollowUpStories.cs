using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Supervising;

namespace Hotline.Tickets.Tests.FollowingUp;

public sealed class FollowUpStories
{
    private static readonly CallingHours Hours = new(Sample.Rules);

    [Fact]
    public void Three_tries_go_to_three_parts_of_the_day_on_two_days()
    {
        var first = Hours.Next([], City("2026-11-09 09:30"));
        Assert.Equal(City("2026-11-09 09:30"), first);
        var second = Hours.Next([No(first)], first);
        Assert.Equal(City("2026-11-09 14:30"), second);
        var third = Hours.Next([No(first), No(second)], second);
        Assert.Equal(City("2026-11-10 17:30"), third); // Monday evening would leave it on one day
        Assert.False(Hours.AreEnough([No(first), No(second), No(City("2026-11-09 18:00"))]));
        Assert.True(Hours.AreEnough([No(first), No(second), No(third)]));
    }

    [Theory]
    [InlineData("2026-11-09 12:30", "2026-11-09 14:30")] // between the parts
    [InlineData("2026-11-09 20:00", "2026-11-10 09:00")] // after the last
    [InlineData("2026-11-13 21:00", "2026-11-16 09:00")] // over a weekend
    [InlineData("2026-09-30 20:30", "2026-10-08 09:00")] // over the National Day
    [InlineData("2026-09-19 22:00", "2026-09-20 09:00")] // a Sunday that is worked
    public void The_next_try_waits_for_calling_hours(string from, string next) => Assert.Equal(City(next), Hours.Next([], City(from)));

    [Fact]
    public void Whatever_happened_before_the_next_try_lies_ahead_and_in_calling_hours_and_the_tries_come_to_an_end()
    {
        var random = new Random(12345);
        for (var i = 0; i < 500; i++)
        {
            var (now, tries) = (City("2026-01-01 00:00").AddMinutes(random.Next(365 * 24 * 60)), new List<FollowUpTry>());
            for (var n = 0; n < 3; n++)
            {
                var next = Hours.Next(tries, now);
                Assert.True(next >= now && Hours.SlotOf(next) is not null, $"{now} → {next}");
                tries.Add(No(next));
                now = next.AddMinutes(random.Next(1, 900));
            }

            Assert.True(Hours.AreEnough(tries), string.Join(", ", tries.Select(t => t.At)));
        }
    }

    [Fact]
    public void A_call_at_lunch_or_twice_in_a_morning_counts_for_nothing()
    {
        var story = TicketStory.Approved();
        foreach (var at in new[] { "2026-11-09 10:00", "2026-11-09 11:00", "2026-11-09 13:00", "2026-11-10 15:00", "2026-11-10 21:00" })
            story = (story with { Now = City(at) }).Do(new FollowUpTicket(false), Sample.Caller);
        Assert.Equal((StateName.AwaitingFollowUp, 5), (story.Ticket.State.Name, ((TicketState.AwaitingFollowUp)story.Ticket.State).Attempts));
        Assert.Equal(StateName.Closed, (story with { Now = City("2026-11-11 18:00") }).Do(new FollowUpTicket(false), Sample.Caller).Ticket.State.Name);
    }

    [Fact]
    public void Who_refuses_is_left_alone_and_who_is_busy_is_called_when_they_asked()
    {
        Assert.Equal(FollowUpOutcome.Close, TicketStory.Approved().When(new FollowUpTicket(false) { Result = FollowUpResult.Refused }, Sample.Caller).Then<TicketEvent.FollowedUp>().Outcome);
        Assert.Equal(FollowUpOutcome.Close, TicketStory.Approved().When(new FollowUpTicket(null) { Result = FollowUpResult.FollowedUpElsewhere }, Sample.Caller).Then<TicketEvent.FollowedUp>().Outcome);
        var wished = City("2026-11-10 10:15");
        var busy = TicketStory.Approved().Do(new FollowUpTicket(null) { Result = FollowUpResult.Inconvenient, CallBack = wished }, Sample.Caller);
        var tries = ((TicketState.AwaitingFollowUp)busy.Ticket.State).Tries;
        Assert.Equal(wished, Hours.Next(tries, busy.Now));
        Assert.False(Hours.AreEnough([.. tries, No(City("2026-11-10 15:00")), No(City("2026-11-11 18:00"))])); // being busy is no try
        for (var i = 0; i < 4; i++) busy = busy.Do(new FollowUpTicket(null) { Result = FollowUpResult.Inconvenient }, Sample.Caller);
        Assert.Equal(StateName.Closed, busy.Do(new FollowUpTicket(null) { Result = FollowUpResult.Inconvenient }, Sample.Caller).Ticket.State.Name);
    }

    [Fact]
    public void What_does_not_fit_together_names_its_field()
    {
        var story = TicketStory.Approved();
        story.When(new FollowUpTicket(null), Sample.Caller).ThenInvalid("reached");
        story.When(new FollowUpTicket(true, true) { Result = FollowUpResult.NoAnswer }, Sample.Caller).ThenInvalid("result", "solved");
        story.When(new FollowUpTicket(false) { Result = FollowUpResult.NotAsked }, Sample.Caller).ThenInvalid("result");
        story.When(new FollowUpTicket(false) { Service = Satisfaction.Satisfied }, Sample.Caller).ThenInvalid("service");
        story.When(new FollowUpTicket(true, true, Satisfaction.Satisfied) { Reason = DissatisfactionReason.Late }, Sample.Caller).ThenInvalid("reason");
        story.When(new FollowUpTicket(false) { CallBack = story.Now.AddDays(1) }, Sample.Caller).ThenInvalid("callBack");
        story.When(new FollowUpTicket(false) { Result = FollowUpResult.Inconvenient, CallBack = story.Now.AddDays(-1) }, Sample.Caller).ThenInvalid("callBack");
        story.When(new RateTicket(true, Satisfaction.Satisfied) { Reason = DissatisfactionReason.Late }, Actor.Citizen).ThenInvalid("reason");
    }

    [Fact]
    public void Not_solved_and_satisfied_are_kept_apart_and_the_talk_is_rated_on_its_own()
    {
        var answer = TicketStory.Approved().When(
            new FollowUpTicket(true, false, Satisfaction.Satisfied, "人很好，没修好") { Service = Satisfaction.VerySatisfied, Reason = DissatisfactionReason.NotSolved }, Sample.Caller).Then<TicketEvent.FollowedUp>();
        Assert.Equal((false, Satisfaction.Satisfied, Satisfaction.VerySatisfied, DissatisfactionReason.NotSolved, FollowUpOutcome.Redo),
            (answer.Answer.Solved!.Value, answer.Answer.Satisfaction, answer.Answer.Service!.Value, answer.Answer.Reason!.Value, answer.Outcome));
    }

    [Fact]
    public void Whoever_approved_the_reply_may_not_follow_it_up()
    {
        var approved = TicketStory.Replied().Do(new Hotline.Tickets.UnifiedReplies.ApproveReply(), Sample.Supervisor);
        approved.When(new FollowUpTicket(true, true), Sample.Supervisor).ThenRefused(FollowUpTicket.OwnWork);
        approved.When(new FollowUpTicket(true, true), Sample.Caller).Then<TicketEvent.FollowedUp>();
    }

    [Fact]
    public void A_closed_matter_is_reopened_by_web_or_phone_while_redos_are_left_and_until_it_is_archived()
    {
        var closed = TicketStory.Closed();
        foreach (var by in new[] { Actor.Citizen, Sample.Agent, Sample.Caller })
        {
            var again = closed.Do(new ReopenTicket("又停水了"), by);
            Assert.Equal((StateName.InRedo, 1, 3), (again.Ticket.State.Name, again.Ticket.Redos, again.Ticket.ClockOf(ClockName.Handling)!.Limit.Value));
        }

        closed.When(new ReopenTicket(" "), Actor.Citizen).ThenInvalid("words");
        (closed with { Ticket = closed.Ticket with { Redos = 3 } }).When(new ReopenTicket("又停水了"), Actor.Citizen).ThenRefused(ReopenTicket.NoMoreRedos);
        closed.Do(new Hotline.Tickets.Archiving.ArchiveTicket(), Actor.System).When(new ReopenTicket("又停水了"), Actor.Citizen).ThenRefused(new("not-in-this-state", "", "", []));
        Assert.Equal(1, (closed with { Ticket = closed.Ticket with { Redos = 2 } }).Do(new ReopenTicket("又停水了"), Sample.Agent).Ticket.Level);
    }

    [Fact]
    public void The_risky_are_always_called_with_the_reason_and_the_riskier_first()
    {
        var plain = TicketStory.Approved().Ticket;
        var complaint = plain with { Facts = plain.Facts with { Type = RequestType.Complaint } };
        var urgent = complaint with { Facts = complaint.Facts with { Urgency = Urgency.Urgent } };
        var redone = urgent with { Redos = 2 };
        Assert.Equal([[SampleGround.ComplaintOrReport], [SampleGround.Urgent, SampleGround.ComplaintOrReport], [SampleGround.Redo, SampleGround.Urgent, SampleGround.ComplaintOrReport]],
            new[] { complaint, urgent, redone }.Select(t => Plan(t, 0).Grounds));
        Assert.True(Plan(redone, 0).Risk > Plan(urgent, 0).Risk && Plan(urgent, 0).Risk > Plan(complaint, 0).Risk);
        Assert.Equal([SampleGround.Supervised], Plan(TicketStory.Contacted().Do(new SuperviseTicket(SupervisionLevel.Reminder, "快"), Sample.Supervisor).Ticket, 0).Grounds);
    }

    [Fact]
    public void The_confidential_are_called_or_not_as_the_city_says()
    {
        var ticket = TicketStory.Approved().Ticket;
        ticket = ticket with { Facts = ticket.Facts with { Confidential = true, Type = RequestType.Report } };
        Assert.Contains(SampleGround.Confidential, Plan(ticket, 0).Grounds);
        Assert.DoesNotContain(SampleGround.Confidential, Plan(ticket, 0, ConfidentialFollowUp.ByChance).Grounds);
        Assert.False(Plan(ticket, 100, ConfidentialFollowUp.WebOnly).Sampled);
    }

    [Fact]
    public void Others_are_drawn_by_the_citys_share_and_the_same_key_draws_the_same()
    {
        var (ticket, key) = (TicketStory.Approved().Ticket, new PersonalDataKey(new byte[32]));
        bool[] Draw(int percent) => [.. Enumerable.Range(0, 4000).Select(i => FollowUpPlan.Of(ticket, key.Fingerprint("follow-up", $"{i}"), RulesOf(percent)).Sampled)];
        var drawn = Draw(30);
        Assert.InRange(drawn.Count(d => d), 1050, 1350);
        Assert.Equal(drawn, Draw(30));
        Assert.DoesNotContain(true, Draw(0));
        Assert.DoesNotContain(false, Draw(100));
    }

    private static FollowUpPlan Plan(Ticket ticket, int percent, ConfidentialFollowUp confidential = ConfidentialFollowUp.Always) =>
        FollowUpPlan.Of(ticket, new byte[4], RulesOf(percent, confidential));

    internal static CityRules RulesOf(int percent, ConfidentialFollowUp confidential = ConfidentialFollowUp.Always) => new(Sample.Rules.Profile with
    {
        Handling = new HandlingRules { FollowUp = new FollowUpRules { Percent = percent, Confidential = confidential } },
    });

    private static FollowUpTry No(DateTimeOffset at) => new(at, FollowUpResult.NoAnswer);

    private static DateTimeOffset City(string text) =>
        new DateTimeOffset(DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(8)).ToUniversalTime();
}
