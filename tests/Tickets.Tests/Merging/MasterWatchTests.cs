using Hotline.Tickets.Accepting;
using Hotline.Tickets.Citizens;
using Hotline.Tickets.Delivery;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Merging;
using Hotline.Tickets.Police;
using Hotline.Tickets.Reviewing;
using Hotline.Tickets.UnifiedReplies;
using Hotline.Tickets.Withdrawing;

namespace Hotline.Tickets.Tests.Merging;

public sealed class MasterWatchTests
{
    [Fact]
    public async Task A_thousand_callers_get_a_thousand_replies_and_surveys_and_one_handling()
    {
        await using var ground = await MergeGround.OpenAsync();
        var master = await ground.House.AcceptAsync();
        var callers = await ground.AcceptAsync(1000);
        Assert.Equal(1000, (await ground.MergeAsync(master.Id, callers.Select(c => c.Id))).Merged.Count);
        await AnswerAsync(ground, master.Id);

        Assert.Equal(1000, (await Task.WhenAll(Task.Run(() => ground.Watch().PassAsync(Ct)), Task.Run(() => ground.Watch().PassAsync(Ct)))).Sum()); // two hosts
        Assert.Equal(0, await ground.Watch().PassAsync(Ct));
        Assert.Equal(1000, await ground.CountAsync("select count(*) from tickets.event where kind = 'replied-with-master'"));
        Assert.Equal(1000, await ground.CountAsync("select count(distinct ticket_id) from tickets.event where kind = 'replied-with-master'"));
        Assert.Equal(1, await ground.CountAsync("select count(*) from tickets.event where kind = 'dispatched'"));
        Assert.Equal(1001, await ground.CountAsync("select count(*) from tickets.ticket where state = 'awaiting-follow-up' and body ->> 'unifiedReply' = '已抢修恢复供水' and merged_into is null"));
        Assert.Equal(1001, await ground.CountAsync("select count(*) from tickets.clock where name = 'follow-up' and stopped_at is null and fire_at is not null"));
        Assert.Equal(1000, await ground.CountAsync("select count(*) from tickets.relation where kind = 'answered'"));

        await ground.House.DoAsync(callers[0].Id, new FollowUpTicket(true, true, Satisfaction.Satisfied), Sample.Caller);
        await ground.House.DoAsync(callers[1].Id, new RateTicket(false, Satisfaction.Dissatisfied), Actor.Citizen);
        Assert.Equal((StateName.Closed, StateName.InRedo, StateName.AwaitingFollowUp), (await StateAsync(ground, callers[0]), await StateAsync(ground, callers[1]), await StateAsync(ground, callers[2])));
        Assert.Equal(2, await ground.CountAsync("select count(*) from tickets.rating where department = 'water'"));
        Assert.True(await ground.House.File.IsUntouchedAsync(callers[1].Id, Ct));
    }

    [Fact]
    public async Task Who_joins_an_answered_master_gets_the_reply_with_the_next_pass()
    {
        await using var ground = await MergeGround.OpenAsync();
        var master = await ground.House.ApprovedAsync();
        var (late, quiet) = (await ground.House.AcceptAsync(), await ground.House.AcceptAsync(TicketStory.Request with { WantsReply = false }));
        await ground.MergeAsync(master.Id, late.Id, quiet.Id);
        Assert.Equal(2, await ground.Watch().PassAsync(Ct));
        Assert.Equal(["accepted", "replied-with-master"], await ground.House.KindsAsync(late.Id));
        Assert.Equal((StateName.AwaitingFollowUp, StateName.Closed), (await StateAsync(ground, late), await StateAsync(ground, quiet)));

        await ground.House.DoAsync(master.Id, new FollowUpTicket(true, true, Satisfaction.Satisfied), Sample.Caller);
        var later = await ground.House.AcceptAsync();
        await ground.MergeAsync(master.Id, later.Id);
        Assert.Equal(1, await ground.Watch().PassAsync(Ct));
        Assert.Equal(StateName.AwaitingFollowUp, await StateAsync(ground, later));
        var reply = (await ground.House.Store.LoadAsync(later.Id, Ct))!.Ticket;
        Assert.Equal(("已抢修恢复供水", null, Sample.Water), (reply.UnifiedReply, reply.Reply!.InternalNote, reply.LastDepartment));
    }

    [Fact]
    public async Task A_caller_is_told_once_of_the_merge_and_of_the_own_reply()
    {
        await using var ground = await MergeGround.OpenAsync();
        var (master, member, gone) = (await ground.House.AcceptAsync(), await ground.House.AcceptAsync(), await ground.House.AcceptAsync());
        await ground.MergeAsync(master.Id, member.Id, gone.Id);
        await ground.UnmergeAsync(gone.Id);
        Assert.Equal((2, 0), (await ground.Notices.PassAsync(Ct), await ground.Notices.PassAsync(Ct)));
        Assert.Equal(["merged"], await LettersAsync(ground, member));
        Assert.Empty(await LettersAsync(ground, gone));

        await AnswerAsync(ground, master.Id);
        await ground.Watch().PassAsync(Ct);
        var office = new LetterOffice(ground.House.Db, ground.House.Store, ground.House.Key, Sample.Rules, new DeliveryOptions(), ground.House.Clock);
        var events = (await ground.House.File.EventsAsync(member.Id, Ct)).Where(e => e.Event is TicketEvent.RepliedWithMaster)
            .Select(e => new Tickets.Feed.FedEvent(e, member.Number, StateName.AwaitingFollowUp, Sample.Water)).ToList();
        await new LetterSubscriber(ground.House.Db, ground.House.Store, office, Sample.Rules).HandleAsync(events, Ct);
        Assert.Equal(["merged", "replied"], await LettersAsync(ground, member));
    }

    private static Task<List<string>> LettersAsync(MergeGround ground, Receipt of) =>
        ground.House.Db.ReadAsync("select kind from tickets.letter where ticket_id = $1 order by at, kind", [of.Id.Value], row => row.GetString(0), Ct);

    [Fact]
    public async Task An_answer_on_the_spot_is_every_followers_answer()
    {
        await using var ground = await MergeGround.OpenAsync();
        var (master, member) = (await ground.House.AcceptAsync(), await ground.House.AcceptAsync());
        await ground.MergeAsync(master.Id, member.Id);
        await ground.House.DoAsync(master.Id, new AnswerOnTheSpot("今晚八点恢复供水"), Sample.Agent);
        await ground.Watch().PassAsync(Ct);
        var ticket = (await ground.House.Store.LoadAsync(member.Id, Ct))!.Ticket;
        Assert.Equal((StateName.Answered, "今晚八点恢复供水"), (ticket.State.Name, ticket.UnifiedReply));
        await ground.House.DoAsync(member.Id, new RateTicket(true, Satisfaction.Satisfied), Actor.Citizen);
    }

    [Fact]
    public async Task While_the_reply_is_not_approved_nobody_is_let_go()
    {
        await using var ground = await MergeGround.OpenAsync();
        var (master, member) = (await ground.House.AcceptAsync(), await ground.House.AcceptAsync());
        await ground.MergeAsync(master.Id, member.Id);
        await HandleAsync(ground, master.Id);
        await ground.House.DoAsync(master.Id, new SendBackReply("请写明时间"), Sample.Reviewer);
        Assert.Equal(0, await ground.Watch().PassAsync(Ct));
        Assert.Equal(["accepted"], await ground.House.KindsAsync(member.Id));
    }

    [Fact]
    public async Task A_master_that_ends_without_a_reply_gives_its_followers_back_as_they_were_and_dispatchers_are_told()
    {
        await using var ground = await MergeGround.OpenAsync();
        foreach (var end in new (ITicketCommand Command, Actor By)[] { (new TransferToPolice("有人持刀"), Sample.Agent), (new WithdrawTicket("已自行解决"), Actor.Citizen), (new NotAccept("R2"), Sample.Agent) })
        {
            var (master, member) = (await ground.House.AcceptAsync(), await ground.House.AcceptAsync());
            var before = await ground.FingerprintAsync(member.Id);
            await ground.MergeAsync(master.Id, member.Id);
            await ground.House.DoAsync(master.Id, end.Command, end.By);
            Assert.Equal(1, await ground.Watch().PassAsync(Ct));
            Assert.Equal(before, await ground.FingerprintAsync(member.Id));

            var told = Assert.Single(await ground.Relations.ToDoAsync(Ct));
            Assert.Equal((member.Number, master.Number, RelationKind.Released), (told.Number, told.Master, told.Kind));
            await ground.House.DoAsync(member.Id, new DispatchTicket(Sample.Water), Sample.Dispatcher);
            Assert.Empty(await ground.Relations.ToDoAsync(Ct));
        }
    }

    [Fact]
    public async Task A_citizen_reads_the_own_number_and_the_masters_holder_and_due_time()
    {
        await using var ground = await MergeGround.OpenAsync();
        var (master, member, secret) = (await ground.House.DispatchedAsync(), await ground.House.AcceptAsync(), await ground.House.AcceptAsync(TicketStory.Request with { Confidential = true }));
        await ground.MergeAsync(master.Id, member.Id, secret.Id);
        var lookup = new CitizenLookup(ground.House.Db, ground.House.Store, ground.House.Key, Sample.Rules, ground.House.Clock);

        var status = Assert.IsType<LookupResult.Found>(await lookup.FindAsync(member.Number, member.Code, "::1", Ct)).Status;
        var leads = Assert.IsType<LookupResult.Found>(await lookup.FindAsync(master.Number, master.Code, "::1", Ct)).Status;
        Assert.Equal((member.Number, "安澜市供水集团", leads.Due, master.Number), (status.Number, status.Holder, status.Due, status.Following!.Master));
        Assert.Contains($"并入主单 {master.Number} 办理", status.Following.Note);
        Assert.Null(leads.Following);

        var hidden = Assert.IsType<LookupResult.Found>(await lookup.FindAsync(secret.Number, secret.Code, "::1", Ct)).Status.Following!;
        Assert.Null(hidden.Master);
        Assert.DoesNotContain(master.Number.Digits, hidden.Note);
    }

    private static async Task AnswerAsync(MergeGround ground, TicketId id)
    {
        await HandleAsync(ground, id);
        await ground.House.DoAsync(id, new ApproveReply(), Sample.Reviewer);
    }

    private static async Task HandleAsync(MergeGround ground, TicketId id)
    {
        await ground.House.DoAsync(id, new DispatchTicket(Sample.Water), Sample.Dispatcher);
        await ground.House.DoAsync(id, new SignForTicket(), Sample.WaterClerk);
        await ground.House.DoAsync(id, new ContactCitizen(true, ground.House.Clock.Now, "张先生", "了解情况"), Sample.WaterClerk);
        await ground.House.DoAsync(id, TicketStory.Reply, Sample.WaterClerk);
    }

    private static async Task<StateName> StateAsync(MergeGround ground, Receipt receipt) => (await ground.House.Store.LoadAsync(receipt.Id, Ct))!.Ticket.State.Name;
}
