using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Merging;
using Hotline.Tickets.Police;

namespace Hotline.Tickets.Tests.Merging;

public sealed class MergeDeskTests
{
    [Fact]
    public async Task Thirty_are_merged_and_seven_unmerged_and_every_hash_is_the_original()
    {
        await using var ground = await MergeGround.OpenAsync();
        var tickets = await ground.AcceptAsync(31);
        foreach (var (ticket, i) in tickets.Skip(1).Select((t, i) => (t, i)).Where(t => t.i % 3 == 0)) await ground.House.DoAsync(ticket.Id, new DispatchTicket(i % 2 == 0 ? Sample.Water : Sample.Power), Sample.Dispatcher);
        var before = new Dictionary<TicketId, string>();
        foreach (var ticket in tickets) before[ticket.Id] = await ground.FingerprintAsync(ticket.Id);

        var done = await ground.MergeAsync(tickets[0].Id, tickets.Skip(1).Select(t => t.Id));
        Assert.Equal(30, done.Merged.Count);
        Assert.NotEqual(before[tickets[1].Id], await ground.FingerprintAsync(tickets[1].Id)); // its clocks are silent
        ground.House.Clock.Now += TimeSpan.FromMinutes(5);
        foreach (var ticket in tickets.Skip(1).Take(7)) await ground.UnmergeAsync(ticket.Id);

        foreach (var ticket in tickets.Take(8)) Assert.Equal(before[ticket.Id], await ground.FingerprintAsync(ticket.Id));
        foreach (var ticket in tickets)
        {
            Assert.True(await ground.House.File.IsUntouchedAsync(ticket.Id, Ct));
            Assert.True(await ground.Relations.IsUntouchedAsync(ticket.Id, Ct));
        }

        var relations = await ground.Relations.ReadAsync(tickets[0].Id, Sample.Dispatcher, Ct);
        Assert.Equal((23, 30), (relations.Followers, relations.Related.Count));
        var file = (await ground.House.File.ReadAsync(tickets[0].Id, Sample.Dispatcher, Ct))!;
        Assert.Equal((23, null), (file.Followers, file.MergedInto));
        Assert.Equal(tickets[0].Number, (await ground.House.File.ReadAsync(tickets[20].Id, Sample.Dispatcher, Ct))!.MergedInto);
    }

    [Fact]
    public async Task A_followers_clocks_are_silent_and_what_came_due_fires_at_once_when_it_stands_for_itself()
    {
        await using var ground = await MergeGround.OpenAsync();
        var (master, member) = (await ground.House.DispatchedAsync(), await ground.House.DispatchedAsync());
        await ground.MergeAsync(master.Id, member.Id);
        ground.House.Clock.Now += TimeSpan.FromDays(40);
        await ground.House.Sweep().SweepAsync(Ct);
        Assert.Equal(["accepted", "dispatched"], await ground.House.KindsAsync(member.Id));
        Assert.Contains("clock-overdue", await ground.House.KindsAsync(master.Id));

        await ground.UnmergeAsync(member.Id);
        await ground.House.Sweep().SweepAsync(Ct);
        Assert.Equal(await ground.House.KindsAsync(master.Id), await ground.House.KindsAsync(member.Id));
    }

    [Fact]
    public async Task A_follower_keeps_what_its_caller_may_do_and_is_not_handled_itself()
    {
        await using var ground = await MergeGround.OpenAsync();
        var (master, member) = (await ground.House.AcceptAsync(), await ground.House.AcceptAsync());
        await ground.House.DoAsync(member.Id, new RequestInformation("哪一栋楼"), Sample.Dispatcher);
        await ground.MergeAsync(master.Id, member.Id);

        var refused = await ground.House.Desk.HandleAsync(member.Id, new RequestInformation("再问"), Sample.Dispatcher, Ct);
        Assert.Contains(Assert.IsType<Decision.Refused>(refused).Code, new[] { "follows-master", "not-in-this-state" });
        await ground.House.DoAsync(member.Id, new SupplyInformation("三号楼"), Actor.Citizen);
        await ground.House.DoAsync(member.Id, new NoteTicket("来电人耳背"), Sample.Agent);
        Assert.Equal("follows-master", Assert.IsType<Decision.Refused>(await ground.House.Desk.HandleAsync(member.Id, new DispatchTicket(Sample.Water), Sample.Dispatcher, Ct)).Code);
        Assert.Equal(0, await ground.CountAsync($"select count(*) from tickets.clock where ticket_id = '{member.Id}' and fire_at is not null"));

        await ground.UnmergeAsync(member.Id);
        Assert.Equal(1, await ground.CountAsync($"select count(*) from tickets.clock where ticket_id = '{member.Id}' and fire_at is not null"));
        await ground.House.DoAsync(member.Id, new DispatchTicket(Sample.Water), Sample.Dispatcher);
    }

    [Fact]
    public async Task What_was_decided_before_the_merge_is_decided_again()
    {
        await using var ground = await MergeGround.OpenAsync();
        var (master, member) = (await ground.House.AcceptAsync(), await ground.House.AcceptAsync());
        var old = (await ground.House.Store.LoadAsync(member.Id, Ct))!;
        await ground.MergeAsync(master.Id, member.Id);

        var late = new DispatchTicket(Sample.Water).Decide(old.Ticket, Sample.Dispatcher, Sample.Rules, Sample.Monday).Events();
        await Assert.ThrowsAsync<Tickets.EventStore.TicketMovedOnException>(() =>
            ground.House.Store.AppendAsync(member.Id, old, late, new Signature(Sample.Dispatcher, Sample.Monday, "x"), Ct));
        Assert.Equal(["accepted"], await ground.House.KindsAsync(member.Id));
        Assert.Equal(master.Id, await ground.MasterOfAsync(member.Id));
    }

    [Fact]
    public async Task Only_dispatchers_and_shift_leaders_merge_and_an_agents_wish_is_a_proposal()
    {
        await using var ground = await MergeGround.OpenAsync();
        var (master, member) = (await ground.House.AcceptAsync(), await ground.House.AcceptAsync());
        foreach (var by in new[] { Sample.WaterClerk, Sample.Reviewer, Actor.Citizen })
            Assert.Equal("not-your-role", Assert.IsType<Decision.Refused>(Assert.IsType<MergeOutcome.Not>(await ground.Desk.MergeAsync(master.Id, [member.Id], "同一事件", by, Ct)).Why).Code);

        Assert.IsType<MergeOutcome.Done>(await ground.Desk.MergeAsync(master.Id, [member.Id], "像是同一事件", Sample.Agent, Ct));
        Assert.Null(await ground.MasterOfAsync(member.Id));
        var proposal = Assert.Single(await ground.Relations.ToDoAsync(Ct));
        Assert.Equal((member.Number, master.Number, RelationKind.Proposed, "像是同一事件"), (proposal.Number, proposal.Master, proposal.Kind, proposal.Reason));

        Assert.IsType<MergeOutcome.Done>(await ground.Desk.DeclineAsync(member.Id, master.Id, "两栋楼", Sample.Dispatcher, Ct));
        Assert.Empty(await ground.Relations.ToDoAsync(Ct));
        Assert.Equal("nothing-to-do", Assert.IsType<Decision.Refused>(Assert.IsType<MergeOutcome.Not>(await ground.Desk.DeclineAsync(member.Id, master.Id, "两栋楼", Sample.Dispatcher, Ct)).Why).Code);
        Assert.Equal("not-your-role", Assert.IsType<Decision.Refused>(Assert.IsType<MergeOutcome.Not>(await ground.Desk.UnmergeAsync(member.Id, "x", Sample.Agent, Ct)).Why).Code);
    }

    [Fact]
    public async Task A_merge_without_reason_or_members_names_the_field_and_changes_nothing()
    {
        await using var ground = await MergeGround.OpenAsync();
        var master = await ground.House.AcceptAsync();
        Assert.IsType<MergeOutcome.Not>(await ground.Desk.MergeAsync(master.Id, [], " ", Sample.Dispatcher, Ct)).Why.ThenInvalid("members", "reason");
        var many = Enumerable.Range(0, MergePlan.Most + 1).Select(_ => TicketId.New()).ToList();
        Assert.IsType<MergeOutcome.Not>(await ground.Desk.MergeAsync(master.Id, many, "同一事件", Sample.Dispatcher, Ct)).Why.ThenInvalid("members");
        Assert.Equal("unknown-ticket", await ground.RefusedAsync(master.Id, TicketId.New()));
        Assert.Equal("not-merged", Assert.IsType<Decision.Refused>(Assert.IsType<MergeOutcome.Not>(await ground.Desk.UnmergeAsync(master.Id, "误并", Sample.Dispatcher, Ct)).Why).Code);
        Assert.Equal(0, await ground.CountAsync("select count(*) from tickets.relation_log"));
    }

    [Fact]
    public async Task There_are_no_chains_and_no_circles()
    {
        await using var ground = await MergeGround.OpenAsync();
        var tickets = await ground.AcceptAsync(4);
        await ground.MergeAsync(tickets[0].Id, tickets[1].Id);
        Assert.Equal("master-follows", await ground.RefusedAsync(tickets[1].Id, tickets[2].Id));
        Assert.Equal("member-has-followers", await ground.RefusedAsync(tickets[2].Id, tickets[0].Id));
        Assert.Equal("member-follows", await ground.RefusedAsync(tickets[2].Id, tickets[1].Id, tickets[3].Id));
        Assert.Null(await ground.MasterOfAsync(tickets[3].Id));
        Assert.Equal([tickets[1].Number], (await ground.MergeAsync(tickets[0].Id, tickets[1].Id)).Merged); // saying it twice changes nothing
        Assert.Equal(1, await ground.CountAsync("select count(*) from tickets.relation_log"));
    }

    [Fact]
    public async Task Who_was_answered_before_is_linked_and_stays_as_it_is()
    {
        await using var ground = await MergeGround.OpenAsync();
        var (master, answered) = (await ground.House.AcceptAsync(), await ground.House.ApprovedAsync());
        var before = await ground.FingerprintAsync(answered.Id);
        var done = await ground.MergeAsync(master.Id, answered.Id);
        Assert.Equal((0, 1), (done.Merged.Count, done.Linked.Count));
        Assert.Equal(before, await ground.FingerprintAsync(answered.Id));
        Assert.Equal(RelationKind.Linked, Assert.Single((await ground.Relations.ReadAsync(master.Id, Sample.Dispatcher, Ct)).Related).Kind);
    }

    [Fact]
    public async Task Two_hosts_merge_the_same_tickets_at_once_and_no_relation_is_lost()
    {
        await using var ground = await MergeGround.OpenAsync();
        for (var round = 0; round < 8; round++)
        {
            var tickets = await ground.AcceptAsync(12);
            var ids = tickets.Select(t => t.Id).ToList();
            var (one, other) = (new MergeDesk(ground.House.Db, ground.House.Clock), new MergeDesk(ground.House.Db, ground.House.Clock));
            var outcomes = await Task.WhenAll(
                Task.Run(() => one.MergeAsync(ids[0], [.. ids.Skip(1)], "同一事件", Sample.Dispatcher, Ct)),
                Task.Run(() => other.MergeAsync(ids[11], [.. Enumerable.Reverse(ids).Skip(1)], "同一事件", Sample.Supervisor, Ct)),
                Task.Run(() => new MergeDesk(ground.House.Db, ground.House.Clock).UnmergeAsync(ids[5], "拆开", Sample.Supervisor, Ct)));

            Assert.Equal(1, outcomes.Take(2).Count(o => o is MergeOutcome.Done));
            var leader = outcomes[0] is MergeOutcome.Done ? ids[0] : ids[11];
            var followers = outcomes[2] is MergeOutcome.Done ? 10 : 11;
            Assert.Equal(followers, await ground.CountAsync($"select count(*) from tickets.ticket where merged_into = '{leader}'"));
            foreach (var id in ids) Assert.True(await ground.Relations.IsUntouchedAsync(id, Ct));
        }
    }

    [Fact]
    public async Task A_changed_line_of_the_relation_log_is_noticed()
    {
        await using var ground = await MergeGround.OpenAsync();
        var (master, member) = (await ground.House.AcceptAsync(), await ground.House.AcceptAsync());
        await ground.MergeAsync(master.Id, member.Id);
        await ground.UnmergeAsync(member.Id);
        Assert.True(await ground.Relations.IsUntouchedAsync(member.Id, Ct));
        await ground.House.Db.ExecuteAsync("update tickets.relation_log set reason = '改过' where no = 1", [], Ct);
        Assert.False(await ground.Relations.IsUntouchedAsync(member.Id, Ct));
    }

    [Fact]
    public async Task A_unit_learns_of_no_confidential_ticket_that_is_not_its_own()
    {
        await using var ground = await MergeGround.OpenAsync();
        var master = await ground.House.DispatchedAsync();
        var (secret, open) = (await ground.House.AcceptAsync(TicketStory.Request with { Confidential = true, Title = "机密标题" }), await ground.House.AcceptAsync());
        await ground.MergeAsync(master.Id, secret.Id, open.Id);

        var relations = await ground.Relations.ReadAsync(master.Id, Sample.WaterClerk, Ct);
        Assert.Equal((2, 1), (relations.Followers, relations.Hidden));
        Assert.Equal(open.Number, Assert.Single(relations.Related).Number);
        Assert.Equal(2, (await ground.Relations.ReadAsync(master.Id, Sample.Dispatcher, Ct)).Related.Count);
    }

    [Fact]
    public async Task A_follower_that_leaves_for_110_takes_nobody_with_it()
    {
        await using var ground = await MergeGround.OpenAsync();
        var (master, member, other) = (await ground.House.AcceptAsync(), await ground.House.AcceptAsync(), await ground.House.AcceptAsync());
        await ground.MergeAsync(master.Id, member.Id, other.Id);
        await ground.House.DoAsync(member.Id, new TransferToPolice("有人持刀"), Sample.Agent);
        Assert.Equal(1, await ground.Watch().PassAsync(Ct));
        Assert.Equal((null, master.Id), (await ground.MasterOfAsync(member.Id), await ground.MasterOfAsync(other.Id)));
        Assert.Equal(1, await ground.CountAsync($"select count(*) from tickets.clock where ticket_id = '{member.Id}' and name = 'archive' and fire_at is not null"));
    }
}
