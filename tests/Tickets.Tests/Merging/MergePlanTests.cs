using Hotline.Tickets.Merging;

namespace Hotline.Tickets.Tests.Merging;

public sealed class MergePlanTests
{
    private static int _count;

    private static Party Open(StateName state = StateName.AwaitingDispatch, bool confidential = false, TicketId? mergedInto = null, bool leads = false, bool answered = false, byte caller = 0) => new(
        TicketId.New(), TicketNumber.Create(new DateOnly(2026, 11, 9), Interlocked.Increment(ref _count)), state, TicketKind.Request, confidential, mergedInto, leads, answered,
        caller == 0 ? null : [caller]);

    private static string? Why(Party master, params Party[] members) => MergePlan.Of(master, members).Why?.Code;

    [Fact]
    public void Nobody_follows_itself()
    {
        var one = Open();
        Assert.Equal("merge-into-itself", Why(one, Open(), one));
    }

    [Fact]
    public void A_master_follows_nobody_and_a_follower_leads_nobody_so_there_is_no_circle()
    {
        Assert.Equal("master-follows", Why(Open(mergedInto: TicketId.New()), Open()));
        Assert.Equal("member-has-followers", Why(Open(), Open(leads: true)));
        Assert.Equal("member-follows", Why(Open(), Open(mergedInto: TicketId.New())));
    }

    [Fact]
    public void Whistle_tickets_stay_out() => Assert.Equal("whistle-not-merged", Why(Open(), Open() with { Kind = TicketKind.Whistle }));

    [Theory]
    [InlineData(StateName.Withdrawn, false)]
    [InlineData(StateName.TransferredToPolice, true)]
    [InlineData(StateName.NotAccepted, false)]
    [InlineData(StateName.Archived, true)]
    [InlineData(StateName.Closed, false)]
    public void A_master_that_has_ended_without_a_reply_to_share_is_refused(StateName state, bool answered) => Assert.Equal("master-over", Why(Open(state, answered: answered), Open()));

    [Theory]
    [InlineData(StateName.AwaitingFollowUp)]
    [InlineData(StateName.Closed)]
    [InlineData(StateName.Answered)]
    public void A_master_that_has_its_reply_takes_late_joiners(StateName state) => Assert.Single(MergePlan.Of(Open(state, answered: true), [Open()]).Plan!.Merge);

    [Fact]
    public void Who_has_an_answer_already_is_linked_and_who_follows_already_is_left()
    {
        var master = Open();
        var plan = MergePlan.Of(master, [Open(StateName.Closed), Open(StateName.AwaitingFollowUp), Open(StateName.InHandling), Open(mergedInto: master.Id)]).Plan!;
        Assert.Equal((1, 2, 1), (plan.Merge.Count, plan.Link.Count, plan.Already.Count));
    }

    [Fact]
    public void A_confidential_ticket_never_leads_another_callers_open_one()
    {
        Assert.Equal("confidential-master", Why(Open(confidential: true, caller: 1), Open(caller: 2)));
        Assert.Equal("confidential-master", Why(Open(confidential: true), Open()));
        Assert.Null(Why(Open(confidential: true, caller: 1), Open(caller: 1)));
        Assert.Null(Why(Open(confidential: true, caller: 1), Open(confidential: true, caller: 2)));
        Assert.Null(Why(Open(caller: 1), Open(confidential: true, caller: 2)));
    }

    [Fact]
    public void A_refusal_names_the_tickets_in_both_languages()
    {
        var leads = Open(leads: true);
        var why = MergePlan.Of(Open(), [Open(), leads]).Why!;
        Assert.Contains(leads.Number.Digits, why.Reason);
        Assert.Contains(leads.Number.Digits, why.English);
    }
}
