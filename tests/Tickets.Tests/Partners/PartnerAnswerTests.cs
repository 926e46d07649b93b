using Hotline.Tickets.Accepting;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Partners;
using Hotline.Tickets.Police;

namespace Hotline.Tickets.Tests.Partners;

/// <summary>What comes back for what went over the link, and what goes back for what came.</summary>
public sealed class PartnerAnswerTests
{
    [Fact]
    public async Task What_is_not_ours_goes_back_with_its_ticket_and_the_reason()
    {
        await using var both = await PartnerHouse.OpenAsync();
        var receipt = await both.Intake.ReceiveAsync("110", PartnerHouse.Case(1) with { Urgent = true }, Ct);
        Assert.Equal(Sample.Monday.AddMinutes(10), receipt.SignBy);
        var line = await both.LineAsync("J0001");
        Assert.IsType<Decision.Invalid>(await both.Intake.SendBackAsync(line.Id, " ", Sample.Agent, Ct));
        Assert.IsType<Decision.Happened>(await both.Intake.SendBackAsync(line.Id, "涉嫌故意毁坏财物，属治安案件", Sample.Agent, Ct));
        Assert.Equal("not-waiting", Assert.IsType<Decision.Refused>(await both.Intake.SignAsync(line.Id, Sample.Agent, Ct)).Code);
        await both.TellAsync();
        Assert.Empty(both.Police.Of("case")); // it does not come back as a new case
        var back = Assert.Single(both.Police.Of("outcome"));
        Assert.Equal(("refused", "涉嫌故意毁坏财物，属治安案件"), ((string)back["state"]!, (string)back["text"]!));
        Assert.Equal(ExchangeState.Refused, (await both.LineAsync("J0001")).State);
    }

    [Fact]
    public async Task The_police_answer_what_we_sent_and_their_result_stands_in_the_ticket()
    {
        await using var both = await PartnerHouse.OpenAsync();
        var receipt = await both.House.AcceptAsync();
        await both.House.DoAsync(receipt.Id, new TransferToPolice("有人持刀"), Sample.Agent);
        await both.TellAsync();
        var number = receipt.Number.Digits;
        Assert.IsType<Decision.Happened>(await both.Intake.AnswerAsync("110", new(number, Accepted: true, null, null), Ct));
        for (var i = 0; i < 2; i++) Assert.IsType<Decision.Happened>(await both.Intake.AnswerAsync("110", new(number, null, null, "民警已到场，双方带离"), Ct));
        Assert.Equal("民警已到场，双方带离", Assert.IsType<TicketState.TransferredToPolice>((await both.House.Store.LoadAsync(receipt.Id, Ct))!.Ticket.State).Result);
        Assert.Equal(1, (await both.House.KindsAsync(receipt.Id)).Count(k => k == "police-result-recorded"));
        Assert.Equal(ExchangeState.Returned, (await both.LineAsync(number)).State);
        Assert.Null(await both.Intake.AnswerAsync("110", new("nobody", true, null, null), Ct));
        Assert.IsType<Decision.Invalid>(await both.Intake.AnswerAsync("110", new(number, false, null, null), Ct));
    }

    private static readonly (bool? Accepted, string? Result, string Kind)[] Answers = [(false, null, "accepted-after-all"), (null, "民警已到场", "police-result-recorded")];

    [Fact]
    public async Task What_110_sends_back_waits_for_dispatch_and_takes_no_result_any_more()
    {
        await using var both = await PartnerHouse.OpenAsync();
        var number = await both.SentAsync();
        await both.Intake.AnswerAsync("110", new(number, Accepted: false, "不属公安职责", null), Ct);
        var id = (await both.House.File.FindAsync(TicketNumber.Parse(number, null), Ct))!.Value;
        var ticket = (await both.House.Store.LoadAsync(id, Ct))!.Ticket;
        Assert.Equal(StateName.AwaitingDispatch, ticket.State.Name);
        Assert.NotNull(ticket.ClockOf(ClockName.Dispatch));
        Assert.IsType<Decision.Refused>(await both.Intake.AnswerAsync("110", new(number, null, null, "民警已到场"), Ct));
        Assert.Equal(ExchangeState.Refused, (await both.LineAsync(number)).State);

        await both.House.DoAsync(id, new TransferToPolice("现场又打起来了"), Sample.Agent); // it goes again, as a packet with an answer of its own
        await both.TellAsync();
        var again = (string)Assert.Single(both.Police.Of("case"), c => (string)c["reason"]! == "现场又打起来了")["correlation"]!;
        Assert.IsType<Decision.Happened>(await both.Intake.AnswerAsync("110", new(again, Accepted: false, "仍不属公安职责", null), Ct));
        Assert.Equal(StateName.AwaitingDispatch, (await both.House.Store.LoadAsync(id, Ct))!.Ticket.State.Name);
        Assert.Equal(2, await both.CountAsync("select count(*) from tickets.partner_exchange where direction = 'out' and state = 'refused'"));
    }

    [Fact]
    public async Task The_same_answer_many_times_at_once_is_written_once()
    {
        await using var both = await PartnerHouse.OpenAsync();
        foreach (var (accepted, result, kind) in Answers)
        {
            var number = await both.SentAsync();
            var id = (await both.House.File.FindAsync(TicketNumber.Parse(number, null), Ct))!.Value;
            var answer = new PartnerAnswer(number, accepted, "不属公安职责", result);
            var decisions = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => both.Intake.AnswerAsync("110", answer, Ct))));
            Assert.All(decisions, d => Assert.IsType<Decision.Happened>(d));
            Assert.Equal(1, (await both.House.KindsAsync(id)).Count(k => k == kind));
        }
    }

    [Fact]
    public async Task An_answer_that_a_dying_host_wrote_half_way_is_not_written_twice()
    {
        await using var both = await PartnerHouse.OpenAsync();
        foreach (var (accepted, result, kind) in Answers)
        {
            var number = await both.SentAsync();
            var id = (await both.House.File.FindAsync(TicketNumber.Parse(number, null), Ct))!.Value;
            var answer = new PartnerAnswer(number, accepted, "不属公安职责", result);
            await both.Intake.AnswerAsync("110", answer, Ct);
            await both.House.Db.ExecuteAsync("update tickets.partner_exchange set state = 'acked'", [], Ct); // the ticket knew, the ledger did not yet
            Assert.IsType<Decision.Happened>(await both.Intake.AnswerAsync("110", answer, Ct));
            Assert.Equal(1, (await both.House.KindsAsync(id)).Count(k => k == kind));
        }
    }

    [Fact]
    public async Task What_is_told_too_late_to_be_pushed_waits_until_somebody_lets_it_go()
    {
        await using var both = await PartnerHouse.OpenAsync();
        await both.House.DoAsync((await both.House.AcceptAsync()).Id, new TransferToPolice("有人持刀"), Sample.Agent);
        both.House.Clock.Now += TimeSpan.FromDays(2);
        await both.TellAsync();
        Assert.Empty(both.Police.Packets);
        var line = Assert.Single((await both.Ledger.ReadAsync(ExchangeList.Unacked, null, 1, 10, Ct)).Items);
        Assert.True(line.Held);
        Assert.True(await both.Ledger.ReleaseAsync(line.Id, Ct));
        Assert.False(await both.Ledger.ReleaseAsync(line.Id, Ct));
        await both.SendAsync();
        Assert.Single(both.Police.Of("case"));
    }

    [Fact]
    public async Task A_call_that_took_its_packet_along_is_not_pushed_a_second_time()
    {
        await using var both = await PartnerHouse.OpenAsync();
        var id = await both.Ledger.OfferCallAsync("110", "call-1", """{"kind":"police","correlation":"call-1"}""", Ct);
        Assert.Null(await both.Ledger.OfferCallAsync("110", "call-1", "{}", Ct));
        await both.Ledger.AckedAsync(id!.Value, Ct);
        await both.House.AcceptAsync(new Request { CallId = "call-1", Police = "话务员一键转接 110" });
        await both.TellAsync();
        Assert.Empty(both.Police.Packets);
        var line = await both.LineAsync("call-1", ExchangeKind.Call);
        Assert.NotNull(line.Ticket);
        Assert.Contains("police", await both.Ledger.OpenAsync(line.Id, Sample.Agent, "核对", Ct), StringComparison.Ordinal);
        Assert.Equal(1L, await both.CountAsync("select count(*) from tickets.personal_data_view where purpose = '核对'"));
    }
}
