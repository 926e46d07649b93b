using Hotline.Tickets.Accepting;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Partners;
using Hotline.Tickets.Police;
using Hotline.Tickets.Retention;
using Hotline.Tickets.Statistics;
using Hotline.Tickets.Tests.Http;
using Hotline.Tickets.UnifiedReplies;

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
        Assert.Equal(50L, await CountAsync(both, "select count(*) from tickets.ticket where channel = 'police'"));

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
        Assert.Equal(1L, await CountAsync(both, "select count(*) from tickets.partner_exchange where sealed is null and correlation = 'J0001'"));
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
        Assert.Equal(2L, await CountAsync(both, "select count(*) from tickets.partner_exchange where kind = 'call'"));
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
        Assert.Equal(60L, await CountAsync(both, "select count(*) from tickets.ticket where channel = 'police'"));
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
        Assert.Equal(1L, await CountAsync(both, "select count(*) from tickets.personal_data_view where purpose = '核对'"));
    }

    [Fact]
    public async Task A_partner_shows_its_key_and_a_wrong_field_is_named()
    {
        await using var host = await ApiHost.StartAsync(settings: [new("Partners:Lines:110:Key", "secret")]);
        Assert.Equal(401, (await host.PostAsync("partners/110/cases", null, PartnerHouse.Case(1))).Status);
        Assert.Equal(401, (await host.PostAsync("partners/110/cases", Sample.Agent, PartnerHouse.Case(1))).Status);
        Assert.Equal(404, (await host.PostAsync("partners/999/cases", Sample.Administrator, PartnerHouse.Case(1))).Status);
        host.Client.DefaultRequestHeaders.Authorization = new("Bearer", "secret");
        var (status, receipt) = await host.PostAsync("partners/110/cases", null, PartnerHouse.Case(1));
        Assert.Equal((200, "acked"), (status, (string)receipt!["state"]!));
        var (wrong, problem) = await host.PostAsync("partners/110/cases", null, PartnerHouse.Case(2) with { Title = null, Correlation = "a#b" });
        Assert.Equal((400, true), (wrong, problem!["errors"]!["correlation"] is not null));
        Assert.Equal(400, (await host.GetAsync("partners/110/ledger?day=soon", null)).Status);
        host.Client.DefaultRequestHeaders.Authorization = null;
        var (_, list) = await host.GetAsync("exchanges?list=to-sign", Sample.Dispatcher);
        Assert.Equal("J0001", (string)list!["items"]![0]!["correlation"]!);
        Assert.Equal(204, (await host.PostAsync($"exchanges/{(long)list["items"]![0]!["id"]!}/sign", Sample.Dispatcher)).Status);
        Assert.Equal(409, (await host.PostAsync($"exchanges/{(long)list["items"]![0]!["id"]!}/sign", Sample.Dispatcher)).Status);
    }

    [Fact]
    public async Task Without_the_key_no_body_is_read_and_a_long_one_is_not_taken()
    {
        await using var host = await ApiHost.StartAsync(settings: [new("Partners:Lines:110:Key", "secret")]);
        Assert.Equal(401, (await host.PostAsync("partners/110/cases", null, "{ this is no JSON")).Status);
        host.Client.DefaultRequestHeaders.Authorization = new("Bearer", "secret");
        Assert.Equal(400, (await host.PostAsync("partners/110/cases", null, "{ this is no JSON")).Status);
        var words = new string('长', 200_000);
        Assert.Equal(413, (await host.PostAsync("partners/110/cases", null, PartnerHouse.Case(1) with { Text = words })).Status);
        Assert.Equal(413, (await host.PostAsync("partners/110/answers", null, new PartnerAnswer("1", null, null, words))).Status);
        var ledger = Enumerable.Range(0, 10_000).Select(no => new LedgerEntry("110", ExchangeKind.Case, $"J{no}", ExchangeState.Acked)); // a day's may be longer
        Assert.Equal(200, (await host.PostAsync("partners/110/ledger?day=2026-01-01", null, ledger)).Status);
    }

    [Fact]
    public async Task Whoever_guesses_keys_waits_before_the_next_is_looked_at()
    {
        await using var host = await ApiHost.StartAsync(settings: [new("Partners:Lines:110:Key", "secret"), new("Partners:WrongKeysPerMinute", "1")]);
        Assert.Equal(401, (await host.GetAsync("partners/110/ledger?day=2026-01-01", null)).Status);
        Assert.Equal(429, (await host.GetAsync("partners/110/ledger?day=2026-01-01", null)).Status);
        host.Client.DefaultRequestHeaders.Authorization = new("Bearer", "secret");
        Assert.Equal(429, (await host.GetAsync("partners/110/ledger?day=2026-01-01", null)).Status);
        Assert.Equal(200, (await host.GetAsync("partners/110/ledger?day=2026-01-01", Sample.Administrator)).Status);
    }

    private static async Task<int> WaitingAsync(PartnerHouse both) => (await both.Links.ReadAsync(Ct)).Single(l => l.Id == "110").Waiting;

    private static async Task<long> CountAsync(PartnerHouse both, string sql) => (await both.House.Db.ReadAsync(sql, [], row => row.GetInt64(0), Ct))[0];
}
