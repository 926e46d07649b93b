using Hotline.Tickets.Accepting;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Partners;
using Hotline.Tickets.Police;
using Hotline.Tickets.Retention;
using Hotline.Tickets.Statistics;

namespace Hotline.Tickets.Tests.Partners;

public sealed class PartnerTests
{
    [Fact]
    public async Task Fifty_cases_are_fifty_tickets_with_fifty_receipts_and_their_outcomes_go_back()
    {
        await using var both = await PartnerHouse.OpenAsync();
        var receipts = new List<CaseReceipt>();
        for (var no = 1; no <= 50; no++) receipts.Add(await both.Intake.ReceiveAsync("110", PartnerHouse.Case(no), Ct));
        for (var no = 1; no <= 50; no += 7) Assert.Equal(receipts[no - 1], await both.Intake.ReceiveAsync("110", PartnerHouse.Case(no), Ct)); // sent again for want of a receipt
        Assert.Equal(50, receipts.Select(r => r.Number).Distinct().Count());
        Assert.All(receipts, r => Assert.Equal((ExchangeState.Acked, Sample.Monday.AddMinutes(30)), (r.State, r.SignBy)));
        Assert.Equal(50L, await both.CountAsync("select count(*) from tickets.ticket where channel = 'police'"));

        foreach (var line in (await both.Ledger.ReadAsync(ExchangeList.ToSign, "110", 1, 100, Ct)).Items) Assert.IsType<Decision.Happened>(await both.Intake.SignAsync(line.Id, Sample.Agent, Ct));
        foreach (var receipt in receipts) await both.House.DoAsync((await both.House.File.FindAsync(receipt.Number, Ct))!.Value, new AnswerOnTheSpot("已约谈施工方，夜间停工"), Sample.Agent);
        await both.TellAsync();
        var outcomes = both.Police.Of("outcome").ToList();
        Assert.Equal((50, 50), (outcomes.Count(o => (string)o["state"]! == "accepted"), outcomes.Count(o => (string)o["state"]! == "returned" && (string)o["text"]! == "已约谈施工方，夜间停工" && (bool)o["final"]!)));
        Assert.All((await both.Ledger.ReadAsync(ExchangeList.All, null, 1, 1000, Ct)).Items, l => Assert.Equal(l.Direction == ExchangeDirection.In ? ExchangeState.Returned : ExchangeState.Acked, l.State));
    }

    [Fact]
    public async Task A_way_that_leads_elsewhere_is_no_receipt_and_the_packet_comes_later()
    {
        await using var both = await PartnerHouse.OpenAsync();
        both.Police.Line = () => Fate.Redirected;
        await both.House.DoAsync((await both.House.AcceptAsync()).Id, new TransferToPolice("现场有人持刀"), Sample.Agent);
        await both.TellAsync();
        Assert.Equal("HTTP 302", Assert.Single((await both.Ledger.ReadAsync(ExchangeList.Unacked, null, 1, 10, Ct)).Items).Failure);
        both.Police.Line = () => Fate.Arrives;
        both.House.Clock.Now += TimeSpan.FromMinutes(2);
        await both.SendAsync();
        Assert.Single(both.Police.Of("case"));
        Assert.Empty((await both.Ledger.ReadAsync(ExchangeList.Unacked, null, 1, 10, Ct)).Items);
    }

    [Fact]
    public async Task A_packet_that_cannot_be_opened_keeps_no_other_back()
    {
        await using var both = await PartnerHouse.OpenAsync();
        both.Police.Line = () => Fate.Lost;
        for (var i = 0; i < 3; i++) await both.House.DoAsync((await both.House.AcceptAsync()).Id, new TransferToPolice("现场有人持刀"), Sample.Agent);
        await both.TellAsync();
        await both.House.Db.ExecuteAsync("update tickets.partner_exchange set sealed = '\\x00' where id = (select min(id) from tickets.partner_exchange)", [], Ct);
        both.Police.Line = () => Fate.Arrives;
        both.House.Clock.Now += TimeSpan.FromMinutes(2);
        await both.SendAsync();
        Assert.Equal(2, both.Police.Of("case").Count());
        Assert.Single((await both.Ledger.ReadAsync(ExchangeList.Unacked, null, 1, 10, Ct)).Items);
    }

    [Fact]
    public async Task Who_is_erased_from_a_ticket_is_erased_from_its_packets_and_the_line_stays()
    {
        await using var both = await PartnerHouse.OpenAsync();
        await both.Intake.ReceiveAsync("110", PartnerHouse.Case(1), Ct);
        var line = await both.LineAsync("J0001");
        var purpose = "核对";
        Assert.Contains("13900001234", await both.Ledger.OpenAsync(line.Id, Sample.Agent, purpose, Ct), StringComparison.Ordinal);
        var id = (await both.House.Db.ReadAsync("select id from tickets.ticket where channel = 'police'", [], row => row.GetGuid(0), Ct))[0];
        var eraser = new PersonalDataEraser(both.House.Db, both.House.Key, new(new() { Folder = Path.GetTempPath() }, both.House.Key), both.House.Clock);
        Assert.Equal(1, await eraser.EraseAsync([id], "本人申请", Sample.Agent, Ct));
        Assert.Null(await both.Ledger.OpenAsync(line.Id, Sample.Agent, purpose, Ct));
        Assert.Equal(1L, await both.CountAsync("select count(*) from tickets.partner_exchange where sealed is null and correlation = 'J0001'"));
    }

    [Fact]
    public async Task A_calls_packet_without_a_ticket_is_forgotten_with_its_call_and_its_line_stays()
    {
        await using var both = await PartnerHouse.OpenAsync();
        var (alone, kept) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var call in new[] { alone, kept }) await both.Ledger.OfferCallAsync("110", call.ToString(), "{}", Ct);
        await both.SentAsync();
        Assert.Equivalent(new[] { alone, kept }, await both.Ledger.CallsWithoutTicketAsync(Ct), strict: true);
        Assert.Equal(1, await both.Ledger.ForgetCallsAsync([alone], Ct));
        Assert.Equal([kept], await both.Ledger.CallsWithoutTicketAsync(Ct));
        Assert.Equal(2L, await both.CountAsync("select count(*) from tickets.partner_exchange where kind = 'call'"));
    }

    [Fact]
    public async Task What_110_sends_back_and_what_it_gets_back_is_counted()
    {
        await using var both = await PartnerHouse.OpenAsync();
        var number = await both.SentAsync();
        await both.SentAsync();
        await both.Intake.AnswerAsync("110", new(number, Accepted: false, "不属公安职责", null), Ct);
        for (var no = 1; no <= 4; no++) await both.Intake.ReceiveAsync("110", PartnerHouse.Case(no), Ct);
        await both.Intake.SendBackAsync((await both.LineAsync("J0003")).Id, "属治安案件", Sample.Agent, Ct);
        var board = new KpiBoard(both.House.Db, new KpiFacts(both.House.Db), both.House.Rules, both.House.Clock);
        foreach (var (kpi, returned, all) in new[] { ("to-police-returned", 1m, 2L), ("from-police-returned", 1m, 4L) })
        {
            var figure = (await board.ReadAsync(new KpiQuestion(Kpis.Find(kpi)!, both.Today, both.Today), Ct)).Total.Figure;
            Assert.Equal((returned, all), (figure.Numerator, figure.Denominator));
        }
    }

    [Fact]
    public async Task A_packet_erased_before_it_was_taken_waits_for_nobody()
    {
        await using var both = await PartnerHouse.OpenAsync();
        both.Police.Line = () => Fate.Lost;
        await both.SentAsync();
        await both.House.Db.ExecuteAsync("update tickets.partner_exchange set sealed = null, next_at = null", [], Ct);
        both.House.Clock.Now += TimeSpan.FromMinutes(2);
        Assert.Equal((0, 0), (await WaitingAsync(both), await both.Links.LateAsync(Ct)));
        Assert.Empty((await both.Ledger.ReadAsync(ExchangeList.Unacked, null, 1, 10, Ct)).Items);
    }

    [Fact]
    public async Task What_waits_for_a_line_that_the_settings_no_longer_name_is_shown()
    {
        await using var both = await PartnerHouse.OpenAsync(("0451", new() { Name = "水务热线" }));
        Assert.Equal(["110", "119", "120", "122", "0451"], (await both.Links.ReadAsync(Ct)).Select(l => l.Id));
        await both.Ledger.OfferCallAsync("96116", "call-7", "{}", Ct);
        both.House.Clock.Now += TimeSpan.FromMinutes(2);
        await both.SendAsync();
        var link = (await both.Links.ReadAsync(Ct))[^1];
        Assert.Equal(("96116", "none", 1, 1, false), (link.Id, link.Way, link.Waiting, link.Late, link.VoiceOnly));
    }

    [Fact]
    public async Task Packets_probes_and_readings_of_the_ledger_show_our_key()
    {
        await using var both = await PartnerHouse.OpenAsync();
        await both.SentAsync();
        await both.Worker.ProbeAsync(Ct);
        Assert.Equal(["Bearer our-secret", "Bearer our-secret"], both.Police.Keys);
        Assert.DoesNotContain("our-secret", both.Options.Lines["110"].ToString(), StringComparison.Ordinal);
        Assert.Contains("SendKey", Assert.Throws<InvalidOperationException>(() => new PartnerOptions { Lines = { ["110"] = new() { SendKey = "two words" } } }.Completed()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_of_one_line_that_goes_to_another_is_told_to_it_and_its_outcome_to_the_first()
    {
        await using var fire = await PoliceSide.StartAsync();
        await using var both = await PartnerHouse.OpenAsync(("119", new() { Endpoint = fire.Endpoint }));
        var receipt = await both.Intake.ReceiveAsync("119", PartnerHouse.Case(1), Ct);
        var ticket = (await both.House.File.FindAsync(receipt.Number, Ct))!.Value;
        await both.House.DoAsync(ticket, new TransferToPolice("现场有人持刀"), Sample.Agent);
        await both.TellAsync();
        Assert.Equal(receipt.Number.Digits, (string)Assert.Single(both.Police.Of("case"))["correlation"]!);
        var passed = Assert.Single(fire.Of("outcome"));
        Assert.Equal(("accepted", "已转110", false), ((string)passed["state"]!, (string)passed["text"]!, (bool)passed["final"]!));
        Assert.IsType<Decision.Happened>(await both.Intake.AnswerAsync("110", new(receipt.Number.Digits, null, null, "民警已处置"), Ct));
        await both.TellAsync();
        Assert.Contains(fire.Of("outcome"), o => (string)o["state"]! == "returned" && (string)o["text"]! == "民警已处置" && (bool)o["final"]!);
        Assert.Equal(ExchangeState.Returned, (await both.Ledger.ReadAsync(ExchangeList.All, "119", 1, 10, Ct)).Items.Single(l => l.Kind == ExchangeKind.Case).State);
    }

    [Fact]
    public async Task A_case_sent_back_to_its_line_goes_to_no_other()
    {
        await using var fire = await PoliceSide.StartAsync();
        await using var both = await PartnerHouse.OpenAsync(("119", new() { Endpoint = fire.Endpoint }));
        await both.Intake.ReceiveAsync("119", PartnerHouse.Case(1), Ct);
        Assert.IsType<Decision.Happened>(await both.Intake.SendBackAsync((await both.LineAsync("J0001")).Id, "属消防隐患", Sample.Agent, Ct));
        await both.TellAsync();
        Assert.Empty(both.Police.Packets);
        Assert.Equal("refused", (string)Assert.Single(fire.Of("outcome"))["state"]!);
    }

    [Fact]
    public async Task An_hour_of_a_line_that_drops_thirty_of_a_hundred_packets_loses_nothing_and_doubles_nothing()
    {
        await using var both = await PartnerHouse.OpenAsync();
        var dice = new Random(110);
        both.Police.Line = () => dice.Next(100) switch { < 15 => Fate.Lost, < 30 => Fate.ReceiptLost, _ => Fate.Arrives };
        var theirs = new List<LedgerEntry>();
        for (var minute = 0; minute < 60; minute++)
        {
            var receipt = await both.Intake.ReceiveAsync("110", PartnerHouse.Case(minute), Ct);
            if (dice.Next(100) < 30) Assert.Equal(receipt, await both.Intake.ReceiveAsync("110", PartnerHouse.Case(minute), Ct));
            theirs.Add(new("110", ExchangeKind.Case, $"J{minute:0000}", ExchangeState.Acked));
            await both.House.DoAsync((await both.House.AcceptAsync()).Id, new TransferToPolice("现场有人持刀"), Sample.Agent);
            await both.TellAsync();
            both.House.Clock.Now += TimeSpan.FromMinutes(1);
        }

        both.Police.Line = () => Fate.Arrives;
        both.House.Clock.Now += TimeSpan.FromMinutes(2);
        await both.SendAsync();
        var day = both.Today;
        both.House.Clock.Now += TimeSpan.FromDays(1);
        Assert.Equal(60, both.Police.Of("case").Count());
        Assert.True(both.Police.Arrivals > 60, "the line was good all the time");
        Assert.Equal(60L, await both.CountAsync("select count(*) from tickets.ticket where channel = 'police'"));
        Assert.Empty((await both.Ledger.ReadAsync(ExchangeList.Unacked, null, 1, 10, Ct)).Items);
        var match = (await both.Reconciliation.MatchAsync("110", day, [.. theirs, .. both.Police.Ledger()], Ct)).Match;
        Assert.Equal((120, true), (match.Matched, match.IsClean));
        Assert.True(Assert.Single(await both.Reconciliation.ReadAsync(Ct)).Match.IsClean);
    }

    [Fact]
    public async Task What_only_one_side_has_is_named_and_what_the_partner_lacks_is_sent_again()
    {
        await using var both = await PartnerHouse.OpenAsync();
        var lost = await both.House.AcceptAsync();
        await both.House.DoAsync(lost.Id, new TransferToPolice("有人持刀"), Sample.Agent);
        await both.TellAsync();
        both.Police.Packets.Clear(); // it had said it took it, and lost it afterwards
        var day = both.Today;
        both.House.Clock.Now += TimeSpan.FromDays(1);
        var match = (await both.Reconciliation.MatchAsync("110", day, [new("110", ExchangeKind.Case, "J9999", ExchangeState.Acked)], Ct)).Match;
        Assert.Equal((lost.Number.Digits, "J9999", false), (Assert.Single(match.OnlyHere).Correlation, Assert.Single(match.OnlyThere).Correlation, match.IsClean));
        await both.SendAsync();
        Assert.Equal(lost.Number.Digits, (string)Assert.Single(both.Police.Of("case"))["correlation"]!);
    }

    [Fact]
    public async Task While_the_link_is_down_packets_wait_and_the_alarm_comes_after_a_minute()
    {
        await using var both = await PartnerHouse.OpenAsync();
        both.Police.Line = () => Fate.Lost;
        await both.House.DoAsync((await both.House.AcceptAsync()).Id, new TransferToPolice("有人持刀"), Sample.Agent);
        await both.TellAsync();
        Assert.Equal((1, 0), (await WaitingAsync(both), await both.Links.LateAsync(Ct)));
        both.House.Clock.Now += TimeSpan.FromSeconds(61);
        await both.SendAsync();
        Assert.Equal((1, 1), (await WaitingAsync(both), await both.Links.LateAsync(Ct)));
        both.Police.Line = () => Fate.Arrives;
        both.House.Clock.Now += TimeSpan.FromSeconds(61);
        await both.SendAsync();
        Assert.Equal((0, 0), (await WaitingAsync(both), await both.Links.LateAsync(Ct)));
    }

    [Fact]
    public async Task A_link_that_nobody_answers_is_down_and_only_the_voice_goes()
    {
        await using var both = await PartnerHouse.OpenAsync();
        await both.Worker.ProbeAsync(Ct);
        Assert.False(await both.Links.IsDownAsync("110", Ct));
        await both.Police.DisposeAsync();
        both.House.Clock.Now += TimeSpan.FromSeconds(10);
        await both.Worker.ProbeAsync(Ct);
        Assert.True(await both.Links.IsDownAsync("110", Ct));
        Assert.True((await both.Links.ReadAsync(Ct)).Single(l => l.Id == "110").VoiceOnly);
        Assert.Equal("file", (await both.Links.ReadAsync(Ct)).Single(l => l.Id == "119").Way);
    }

    private static async Task<int> WaitingAsync(PartnerHouse both) => (await both.Links.ReadAsync(Ct)).Single(l => l.Id == "110").Waiting;
}
