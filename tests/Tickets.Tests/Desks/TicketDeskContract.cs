using Hotline.Tickets.Accepting;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Merging;
using Hotline.Tickets.UnifiedReplies;
using Hotline.Tickets.Withdrawing;

namespace Hotline.Tickets.Tests.Desks;

/// <summary>What every engine behind <see cref="ITicketDesk"/> must hold, on two hosts with one database.</summary>
public abstract class TicketDeskContract
{
    private readonly DeskHosts _hosts;

    private protected TicketDeskContract(DeskHosts hosts) => _hosts = hosts;

    private DeskHost One => _hosts.One;
    private DeskHost Other => _hosts.Other;

    [Fact]
    public async Task A_ticket_goes_its_whole_way_through_two_hosts_in_turn()
    {
        var ticket = await AcceptAsync(One);
        await DoAsync(Other, ticket, new DispatchTicket(Sample.Water), Sample.Dispatcher);
        await DoAsync(One, ticket, new SignForTicket(), Sample.WaterClerk);
        await DoAsync(Other, ticket, new ContactCitizen(true, TimeProvider.System.GetUtcNow(), "张先生", "了解情况"), Sample.WaterClerk);
        await DoAsync(One, ticket, TicketStory.Reply, Sample.WaterClerk);
        await DoAsync(Other, ticket, new ApproveReply(), Sample.Reviewer);
        await DoAsync(One, ticket, new FollowUpTicket(true, true, Satisfaction.Satisfied), Sample.Caller);

        Assert.Equal(["accepted", "dispatched", "signed-for", "contacted", "replied", "approved", "followed-up"], (await EventsAsync(ticket)).Select(e => e.Event.Kind()));
        await WholeAsync(ticket);
    }

    [Fact]
    public async Task The_answer_is_what_was_written()
    {
        var ticket = await AcceptAsync(One);
        var happened = Assert.IsType<Decision.Happened>(await Other.Desk.HandleAsync(ticket, new DispatchTicket(Sample.Water, "属供水职责"), Sample.Dispatcher, Ct));
        var written = (await EventsAsync(ticket)).Skip(1).ToList();
        Assert.Equal(written.Select(e => EventJson.Write(e.Event)), happened.Events.Select(e => EventJson.Write(e)));
        Assert.Equal(Sample.Dispatcher, Assert.Single(written).By);
    }

    [Fact]
    public async Task Refused_says_why_and_what_is_allowed_and_writes_nothing()
    {
        var ticket = await AcceptAsync(One);
        foreach (var host in _hosts.All)
        {
            var refused = Assert.IsType<Decision.Refused>(await host.Desk.HandleAsync(ticket, new SignForTicket(), Sample.WaterClerk, Ct));
            Assert.Equal("not-in-this-state", refused.Code);
            Assert.NotEmpty(refused.Reason);
            Assert.NotEmpty(refused.English);
            refused = Assert.IsType<Decision.Refused>(await host.Desk.HandleAsync(ticket, new DispatchTicket(Sample.Water), Sample.Agent, Ct));
            Assert.Equal("not-your-role", refused.Code);
            Assert.Contains("note", refused.Allowed);
        }

        Assert.Single(await EventsAsync(ticket));
    }

    [Fact]
    public async Task Invalid_names_the_fields_and_writes_nothing()
    {
        var ticket = await AcceptAsync(One);
        foreach (var host in _hosts.All)
        {
            var invalid = Assert.IsType<Decision.Invalid>(await host.Desk.HandleAsync(ticket, new NoteTicket(" "), Sample.Agent, Ct));
            Assert.NotEmpty(Assert.Contains("text", invalid.Errors));
            invalid = Assert.IsType<Decision.Invalid>(await host.Desk.HandleAsync(ticket, new DispatchTicket(new("no-such-unit")), Sample.Dispatcher, Ct));
            Assert.Contains("department", invalid.Errors.Keys);
        }

        Assert.Single(await EventsAsync(ticket));
    }

    [Fact]
    public async Task A_ticket_that_is_not_there_is_unknown_and_not_made()
    {
        var ticket = TicketId.New();
        foreach (var host in _hosts.All) Assert.Equal("unknown-ticket", Assert.IsType<Decision.Refused>(await host.Desk.HandleAsync(ticket, new NoteTicket("在吗"), Sample.Agent, Ct)).Code);
        Assert.Empty(await EventsAsync(ticket));
    }

    [Fact]
    public async Task Of_two_who_dispatch_at_once_one_is_refused()
    {
        for (var round = 0; round < 10; round++)
        {
            var ticket = await AcceptAsync(round % 2 == 0 ? One : Other);
            var decisions = await Task.WhenAll(
                Task.Run(() => One.Desk.HandleAsync(ticket, new DispatchTicket(Sample.Water), Sample.Dispatcher, Ct)), Task.Run(() => Other.Desk.HandleAsync(ticket, new DispatchTicket(Sample.Power), Sample.Dispatcher, Ct)));
            Assert.Single(decisions.OfType<Decision.Happened>());
            Assert.Equal("not-in-this-state", Assert.Single(decisions.OfType<Decision.Refused>()).Code);
            Assert.Equal(2, (await EventsAsync(ticket)).Count);
        }
    }

    [Fact]
    public async Task Of_many_writers_on_one_ticket_each_is_written_once_and_each_version_once()
    {
        var ticket = await AcceptAsync(One);
        var notes = Enumerable.Range(0, 16).SelectMany(writer => Enumerable.Range(0, 5).Select(i => (writer, Text: DeskWorker.Text($"writer {writer}", i)))).ToLookup(n => n.writer, n => n.Text);
        await Task.WhenAll(notes.Select(own => Task.Run(async () =>
        {
            foreach (var text in own) await DoAsync(own.Key % 2 == 0 ? One : Other, ticket, new NoteTicket(text), Sample.Agent); // nobody is sent away
        })));

        Assert.Equal(notes.SelectMany(n => n).Order(StringComparer.Ordinal), (await NotesAsync(ticket)).Order(StringComparer.Ordinal));
        foreach (var own in notes) Assert.Equal(own, (await NotesAsync(ticket)).Where(own.Contains)); // each writer's in their order
        await WholeAsync(ticket);
    }

    [Fact]
    public async Task A_reply_with_one_key_counts_once_from_whatever_host_it_comes()
    {
        var ticket = await HandledAsync();
        var answers = await Task.WhenAll(_hosts.All.Concat(_hosts.All).Select(host => Task.Run(() => host.Replies.SubmitAsync(ticket, TicketStory.Reply, Sample.WaterClerk, $"key {ticket}", Ct))));
        Assert.All(answers, a => Assert.IsType<Decision.Happened>(a));
        Assert.Single(await EventsAsync(ticket), e => e.Event is TicketEvent.Replied);
        await Assert.ThrowsAsync<InvalidRequestException>(() => Other.Replies.SubmitAsync(ticket, TicketStory.Reply with { PublicText = "换了内容" }, Sample.WaterClerk, $"key {ticket}", Ct));
    }

    [Fact]
    public async Task A_request_with_one_key_makes_one_ticket()
    {
        var key = Guid.NewGuid().ToString();
        var receipts = await Task.WhenAll(_hosts.All.Concat(_hosts.All).Select(host => Task.Run(() => host.Reception.AcceptOnceAsync(key, TicketStory.Request, Sample.Agent, Ct))));
        var receipt = Assert.Single(receipts.Distinct());
        await DoAsync(Other, receipt.Id, new NoteTicket("已核实"), Sample.Agent);
        Assert.Equal(2, (await EventsAsync(receipt.Id)).Count);
    }

    [Fact]
    public async Task What_changes_beside_the_versions_is_seen_by_every_host()
    {
        var (master, member) = (await AcceptAsync(One), await AcceptAsync(Other));
        foreach (var host in _hosts.All) await DoAsync(host, member, new NoteTicket("已核实"), Sample.Agent);
        var merges = One.Get<MergeDesk>();
        for (var round = 0; round < 3; round++)
        {
            Assert.IsType<MergeOutcome.Done>(await merges.MergeAsync(master, [member], "同一事项", Sample.Dispatcher, Ct));
            foreach (var host in _hosts.All) Assert.Equal("follows-master", Assert.IsType<Decision.Refused>(await host.Desk.HandleAsync(member, new DispatchTicket(Sample.Water), Sample.Dispatcher, Ct)).Code);
            Assert.IsType<MergeOutcome.Done>(await merges.UnmergeAsync(member, "不是同一事项", Sample.Dispatcher, Ct));
        }

        await DoAsync(Other, member, new DispatchTicket(Sample.Water), Sample.Dispatcher);
        Assert.Equal("not-in-this-state", Assert.IsType<Decision.Refused>(await One.Desk.HandleAsync(member, new DispatchTicket(Sample.Power), Sample.Dispatcher, Ct)).Code);
        await WholeAsync(member);
    }

    [Fact]
    public async Task A_word_for_colleagues_leaves_by_no_reply_whoever_wrote_it_where()
    {
        var ticket = await HandledAsync();
        await DoAsync(One, ticket, new NoteTicket("举报人是本楼二单元住户，请勿透露身份"), Sample.Agent);
        var leaking = TicketStory.Reply with { PublicText = "经查，举报人是本楼二单元住户，请勿透露身份，问题已解决。" };
        foreach (var host in _hosts.All) Assert.Contains("publicText", Assert.IsType<Decision.Invalid>(await host.Desk.HandleAsync(ticket, leaking, Sample.WaterClerk, Ct)).Errors.Keys);
    }

    [Fact]
    public async Task A_host_that_stops_in_order_hands_its_tickets_over()
    {
        var tickets = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => AcceptAsync(One)));
        await using (var third = await _hosts.StartAsync())
        {
            foreach (var ticket in tickets) await DoAsync(third, ticket, new NoteTicket("第三台主机"), Sample.Agent);
        }

        foreach (var ticket in tickets) await DoAsync(Other, ticket, new WithdrawTicket("已自行解决"), Actor.Citizen);
        foreach (var ticket in tickets) await WholeAsync(ticket);
    }

    [Fact]
    public async Task When_a_host_is_killed_nothing_acknowledged_is_lost_and_nothing_doubled()
    {
        var tickets = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AcceptAsync(One)));
        await using var worker = DeskWorker.Start(_hosts, tickets);
        await worker.UntilItSaidAsync(tickets.Length); // it was the first on each
        using var enough = new CancellationTokenSource();
        var survivors = _hosts.All.Select((host, i) => Task.Run(() => NoteUntilAsync(host, $"survivor {i}", tickets, enough.Token))).ToList();
        await worker.UntilItSaidAsync(tickets.Length * 5);
        await worker.KillAsync();
        foreach (var (ticket, i) in tickets.Select((t, i) => (t, i))) await SurelyNoteAsync(_hosts.All[i % 2], ticket, DeskWorker.Text("after the fall", i));
        await enough.CancelAsync();

        var acknowledged = (await Task.WhenAll(survivors)).SelectMany(s => s).Concat(worker.Said()).ToList();
        var written = (await Task.WhenAll(tickets.Select(NotesAsync))).SelectMany(n => n).ToList();
        Assert.Subset(written.ToHashSet(), acknowledged.ToHashSet());
        Assert.Equal(written.Distinct(), written);
        foreach (var ticket in tickets) await WholeAsync(ticket);
    }

    private async Task<List<string>> NoteUntilAsync(DeskHost host, string who, TicketId[] tickets, CancellationToken enough)
    {
        var acknowledged = new List<string>();
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            acknowledged.Add(DeskWorker.Text(who, i));
            await SurelyNoteAsync(host, tickets[i % tickets.Length], acknowledged[^1]);
        }

        return acknowledged;
    }

    /// <summary>As people do: again where others were faster; where nobody knows, after a look into the log.</summary>
    private async Task SurelyNoteAsync(DeskHost host, TicketId ticket, string text)
    {
        while (true)
        {
            try
            {
                await DoAsync(host, ticket, new NoteTicket(text), Sample.Agent);
                return;
            }
            catch (TicketMovedOnException) { /* nothing was done */ }
            catch (Exception e) when (_hosts.LeavesOpen(e))
            {
                if ((await NotesAsync(ticket)).Contains(text)) return;
            }
        }
    }

    private async Task<TicketId> HandledAsync()
    {
        var ticket = await AcceptAsync(Other);
        await DoAsync(One, ticket, new DispatchTicket(Sample.Water), Sample.Dispatcher);
        await DoAsync(Other, ticket, new SignForTicket(), Sample.WaterClerk);
        await DoAsync(One, ticket, new ContactCitizen(true, TimeProvider.System.GetUtcNow(), "张先生", "了解情况"), Sample.WaterClerk);
        return ticket;
    }

    private static async Task<TicketId> AcceptAsync(DeskHost host) => (await host.Reception.AcceptAsync(TicketStory.Request, Sample.Agent, Ct)).Id;

    private static async Task DoAsync(DeskHost host, TicketId ticket, ITicketCommand command, Actor by)
    {
        var decision = await host.Desk.HandleAsync(ticket, command, by, Ct);
        Assert.True(decision is Decision.Happened, $"{command}: {decision}");
    }

    private Task<IReadOnlyList<RecordedEvent>> EventsAsync(TicketId ticket) => One.File.EventsAsync(ticket, Ct);

    private async Task<List<string>> NotesAsync(TicketId ticket) => [.. (await EventsAsync(ticket)).Select(e => e.Event).OfType<TicketEvent.Noted>().Select(n => n.Text)];

    /// <summary>Every version once, the chain of hashes untouched, the snapshot what the events add up to.</summary>
    private async Task WholeAsync(TicketId ticket)
    {
        var events = await EventsAsync(ticket);
        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(e => e.Version));
        Assert.True(await One.File.IsUntouchedAsync(ticket, Ct));
        Assert.DoesNotContain((await One.Get<Rebuild>().CompareAsync(Ct)).Differences, d => d.Ticket == ticket);
    }
}
