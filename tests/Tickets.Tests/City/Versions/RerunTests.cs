using Hotline.Tickets.Accepting;
using Hotline.Tickets.City;
using Hotline.Tickets.City.Versions;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Reviewing;
using Hotline.Tickets.UnifiedReplies;

namespace Hotline.Tickets.Tests.City.Versions;

/// <summary>What a rehearsal predicts is what really happens when the same people do the same under the draft.</summary>
public sealed class RerunTests
{
    private static readonly CityRules DayOff = new(Sample.Rules.Profile with { RulesVersion = "draft", Days = [new(new DateOnly(2026, 11, 12), Works: false, "地方假")] });
    private static readonly CityRules Shorter = new(Sample.Rules.Profile with
    {
        RulesVersion = "draft",
        Limits = [.. Sample.Rules.Profile.Limits.Select(l => l.Clock == ClockName.Handling && l.Unit == LimitUnit.WorkingDays ? l with { Value = 4, WarnAfter = 2 } : l)],
    });

    public static TheoryData<string> Stories => ["plain", "extended", "suspended", "returned", "redone", "co-handled", "asked"];

    [Theory]
    [MemberData(nameof(Stories))]
    public void Under_the_same_rules_nothing_would_have_changed(string story)
    {
        var found = Rerun(Live(story, Sample.Rules), Sample.Rules);
        Assert.Equal((0, 0, 0), (found.Dues.Sum().Count, found.Proposals.Sum().Count, found.Refusals.Sum().Count));
        Assert.True(found.Clocks >= 3);
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public void A_day_off_moves_exactly_what_it_moves_in_truth(string story) => Predicted(story, DayOff);

    [Theory]
    [MemberData(nameof(Stories))]
    public void Another_limit_moves_exactly_what_it_moves_in_truth(string story) => Predicted(story, Shorter);

    [Fact]
    public void A_dispatch_to_a_town_that_became_a_departments_duty_would_have_been_refused()
    {
        var p = Sample.Rules.Profile;
        var before = new CityRules(p with { Categories = [.. p.Categories.Select(m => m with { Children = [.. m.Children!.Select(c => c with { DepartmentDuty = null })] })] });
        var life = new Life(before, TicketStory.Request with { Category = "0105" }).Do(0, new DispatchTicket(new("chengguan")), Sample.Dispatcher);
        var refusal = Assert.Single(Rerun(life.History, Sample.Rules, before).Refusals.Sum().First);
        Assert.Equal((Step.Dispatch, DispatchTicket.GrassrootsProtected), (refusal.Step, refusal.Code));
    }

    [Fact]
    public void A_changed_catalogue_would_have_proposed_another_unit()
    {
        var life = new Life(Sample.Rules, TicketStory.Request with { Category = "0301" }).Do(0, new DispatchTicket(Sample.Water), Sample.Dispatcher);
        var draft = new CityRules(Sample.Rules.Profile with { DispatchCatalogue = [.. Sample.Rules.Profile.DispatchCatalogue.Select(r => r.Category == "0301" ? r with { Department = Sample.Power } : r)] });
        var difference = Assert.Single(Rerun(life.History, draft).Proposals.Sum().First);
        Assert.Equal((Sample.Water, Sample.Power, Sample.Water), (difference.Was, difference.Would, difference.DispatchedTo));
    }

    [Fact]
    public void A_shorter_time_for_returns_would_have_refused_one_and_a_lower_cap_have_led_to_the_dispute_desk()
    {
        var life = new Life(Sample.Rules).Do(0, new DispatchTicket(Sample.Water), Sample.Dispatcher).Do(5, new ReturnTicket(ReturnReason.WrongDuty, "非本单位"), Sample.WaterClerk);
        var counts = Sample.Rules.Profile.Counts;
        Assert.Equal("too-late-to-return", Assert.Single(Rerun(life.History, new(Sample.Rules.Profile with { Counts = counts with { ReturnHours = 4 } })).Refusals.Sum().First).Code);
        Assert.Equal("to-dispute-desk", Assert.Single(Rerun(life.History, new(Sample.Rules.Profile with { Counts = counts with { Returns = 1 } })).Refusals.Sum().First).Code);
    }

    private static void Predicted(string story, CityRules draft)
    {
        var (was, really) = (Live(story, Sample.Rules), Live(story, draft));
        var truth = LastDues(was).Join(LastDues(really), w => w.Key, r => r.Key, (w, r) => (w.Key.Clock, Was: w.Value, Would: r.Value)).Where(d => d.Was != d.Would).OrderBy(d => d.Clock).ThenBy(d => d.Was).ToList();
        var predicted = Rerun(was, draft).Dues.Sum().First.Select(d => (d.Clock, d.Was, d.Would)).OrderBy(d => d.Clock).ThenBy(d => d.Was).ToList();
        Assert.NotEmpty(truth);
        Assert.Equal(truth, predicted);
    }

    /// <summary>Every clock that ever ran, with the due time it ended with.</summary>
    private static Dictionary<(ClockName Clock, int? Task, DateTimeOffset Start), DateTimeOffset> LastDues(IReadOnlyList<RecordedEvent> history)
    {
        var dues = new Dictionary<(ClockName, int?, DateTimeOffset), DateTimeOffset>();
        Ticket? ticket = null;
        foreach (var recorded in history)
        {
            ticket = Ticket.Evolve(ticket, recorded.Event);
            foreach (var c in ticket.Clocks) dues[(c.Name, c.Task, c.StartedAt)] = c.DueAt;
        }

        return dues;
    }

    private static RerunFindings Rerun(IReadOnlyList<RecordedEvent> history, CityRules draft, CityRules? then = null)
    {
        var found = new RerunFindings();
        new Rerun(draft, _ => then ?? Sample.Rules, [], found).Run(history);
        return found;
    }

    private static IReadOnlyList<RecordedEvent> Live(string story, CityRules rules)
    {
        var signed = new Life(rules).Do(0, new DispatchTicket(Sample.Water), Sample.Dispatcher).Do(0.5, new SignForTicket(), Sample.WaterClerk)
            .Do(1, new ContactCitizen(true, Sample.Monday, "张先生", "了解情况"), Sample.WaterClerk);
        return (story switch
        {
            "extended" => signed.Do(3, new RequestExtension(ExtensionReason.Complex, "管线图缺失", 3), Sample.WaterClerk).Do(4, new GrantExtension(), Sample.WaterLead),
            "suspended" => signed.Do(3, new RequestSuspension("awaiting-citizen", "等待材料", 5), Sample.WaterClerk).Do(4, new GrantSuspension(), Sample.Reviewer)
                .Do(30, new ResumeHandling("材料已到"), Sample.WaterClerk),
            "returned" => new Life(rules).Do(0, new DispatchTicket(Sample.Water), Sample.Dispatcher).Do(2, new ReturnTicket(ReturnReason.WrongDuty, "非本单位"), Sample.WaterClerk)
                .Do(3, new AcceptReturn(), Sample.Dispatcher).Do(4, new DispatchTicket(Sample.Power), Sample.Dispatcher),
            "redone" => signed.Do(20, TicketStory.Reply, Sample.WaterClerk).Do(22, new SendBackReply("请写明时间"), Sample.Reviewer).Do(23, TicketStory.Reply, Sample.WaterClerk)
                .Do(24, new ApproveReply(), Sample.Reviewer).Do(25, new FollowUpTicket(true, false, Satisfaction.Dissatisfied, "又停了"), Sample.Caller),
            "co-handled" => signed.Do(2, new CoHandle([new(Sample.Power, "是否停电", 4)]), Sample.WaterClerk),
            "asked" => new Life(rules).Do(1, new RequestInformation("请说明楼栋"), Sample.Dispatcher).Do(2, new SupplyInformation("3号楼"), Sample.Agent).Do(3, new DispatchTicket(Sample.Water), Sample.Dispatcher),
            _ => signed,
        }).History;
    }

    /// <summary>A ticket's life under given rules, each step so many hours after its acceptance.</summary>
    private sealed record Life(CityRules Rules, Ticket Ticket, IReadOnlyList<RecordedEvent> History)
    {
        internal Life(CityRules rules, Request? request = null) : this(rules, null!, [])
        {
            var events = AcceptTicket.Decide(request ?? TicketStory.Request, TicketNumber.Create(new DateOnly(2026, 11, 9), 1), rules, Sample.Monday);
            (Ticket, History) = (events.Aggregate((Ticket?)null, Ticket.Evolve)!, Recorded([], events, Sample.Monday, rules));
        }

        internal Life Do(double hours, ITicketCommand command, Actor by)
        {
            var at = Sample.Monday.AddHours(hours);
            var events = Deciding.Decide(command, Ticket, by, Rules, at).Events();
            return this with { Ticket = events.Aggregate((Ticket?)Ticket, Ticket.Evolve)!, History = Recorded(History, events, at, Rules) };
        }

        private static IReadOnlyList<RecordedEvent> Recorded(IReadOnlyList<RecordedEvent> before, IReadOnlyList<TicketEvent> events, DateTimeOffset at, CityRules rules) =>
            [.. before, .. events.Select((e, i) => new RecordedEvent(0, default, before.Count + i + 1, e, Actor.System, at, rules.Version))];
    }
}
