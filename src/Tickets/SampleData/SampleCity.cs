using System.Globalization;
using System.Text.Json;
using Hotline.Tickets.Accepting;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Feed;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Partners;
using Hotline.Tickets.Police;
using Hotline.Tickets.Requesters;
using Hotline.Tickets.Reviewing;
using Hotline.Tickets.UnifiedReplies;
using Hotline.Tickets.Withdrawing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Hotline.Tickets.SampleData;

/// <summary>
/// The sample city's tickets (samples/city/tickets.json), sent as commands through a desk whose clock travels over the last weeks:
/// they show and try every step, and their clocks run as real ones do.
/// </summary>
internal sealed class SampleCity(NpgsqlDataSource db, TicketStore store, PersonalDataKey key, CityRules rules, TicketsOptions options, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Once: a store that holds a ticket is left alone, and hosts that start together take turns.</summary>
    internal async Task LoadAsync(CancellationToken ct)
    {
        await using var turn = await db.OpenConnectionAsync(ct);
        await RunAsync(turn, "select pg_advisory_lock(hashtextextended('tickets.sample', 0))", ct);
        try
        {
            var there = await db.ReadAsync("select exists (select 1 from tickets.ticket)", [], row => row.GetBoolean(0), ct);
            var file = Path.Combine(Path.GetDirectoryName(options.CityFile)!, "tickets.json");
            if (!there[0] && File.Exists(file)) await ReplayAsync(file, ct);
        }
        finally
        {
            await RunAsync(turn, "select pg_advisory_unlock(hashtextextended('tickets.sample', 0))", CancellationToken.None);
        }
    }

    private async Task ReplayAsync(string file, CancellationToken ct)
    {
        var traveller = new Traveller();
        var sweep = new ClockSweep(db, rules, traveller, NullLogger<ClockSweep>.Instance);
        var reception = new Reception(db, store, key, rules, traveller);
        var desk = new TicketDesk(store, rules, traveller);
        var tickets = JsonSerializer.Deserialize<List<SampleTicket>>(await File.ReadAllTextAsync(file, ct), Json)!;
        foreach (var (at, act) in tickets.SelectMany(t => Acts(t, reception, desk, ct)).OrderBy(a => a.At))
        {
            traveller.Now = at;
            await sweep.SweepAsync(ct);
            await act();
        }

        var feed = new FeedReader(db);
        await feed.SaveAsync(PartnerSubscriber.Checkpoint, await feed.EndAsync(ct), ct); // no partner line is called to the sample's past
    }

    private IEnumerable<(DateTimeOffset At, Func<Task> Act)> Acts(SampleTicket t, Reception reception, TicketDesk desk, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var at = rules.StartOf(rules.DayOf(now).AddDays(-t.DaysAgo)) + TimeSpan.ParseExact(t.At, "hh\\:mm", CultureInfo.InvariantCulture);
        if (at > now) at = now.AddMinutes(-5);
        Receipt? receipt = null;
        yield return (at, async () => receipt = await reception.AcceptAsync(t.Request, t.Request.Channel == Channel.Web ? Actor.Citizen : People.Agent, ct));

        foreach (var step in t.Steps)
        {
            at = rules.AfterWorking(at, TimeSpan.FromHours(Hours(step) * t.Pace));
            if (at > now) yield break;
            var (command, by, then) = (Command(t, step), Who(t, step), at);
            yield return (then, async () => Expect(t, step, await desk.HandleAsync(receipt!.Id, command(then), by, ct)));
        }
    }

    private static double Hours(string step) => step switch
    {
        "dispatch" or "re-dispatch" or "transfer-to-110" or "ask" or "not-accept" => 0.4,
        "sign" or "return" or "accept-return" => 0.8,
        "contact" or "no-contact" => 1.5,
        "reply" => 9,
        "approve" or "send-back" or "police-result" => 2,
        _ => 5,
    };

    private static Func<DateTimeOffset, ITicketCommand> Command(SampleTicket t, string step) => step switch
    {
        "dispatch" => _ => new DispatchTicket(new(t.ReturnedBy ?? t.Department!)),
        "re-dispatch" => _ => new DispatchTicket(new(t.Department!), "退单理由成立，改派"),
        "sign" => _ => new SignForTicket(),
        "contact" => at => new ContactCitizen(true, at.AddMinutes(-20), "诉求人", "已电话联系，了解具体情况并告知办理安排"),
        "no-contact" => _ => new ContactCitizen(false, WhyNot: NotReachedReason.NoAnswer, Content: "三次拨打无人接听，已发短信"),
        "return" => _ => new ReturnTicket(ReturnReason.WrongDuty, "经核实不属于本单位职责", new DepartmentId(t.Department!)),
        "reply" => _ => new SubmitReply(t.Finding, t.Result, t.Reply, "现场照片和处置记录已存档"),
        "accept-return" => _ => new AcceptReturn("职责清单如此"),
        "second-return" => _ => new ReturnTicket(ReturnReason.UnclearOwnership, "两家单位职责交叉，请裁定"),
        "ask" => _ => new RequestInformation("请说明具体楼栋和时间"),
        "not-accept" => _ => new NotAccept("R2", "当事人确认已向法院起诉"),
        "request-extension" => _ => new RequestExtension(ExtensionReason.FundsOrWorks, "需等配件到货后更换", 3),
        "grant-extension" => _ => new GrantExtension(),
        "request-suspension" => _ => new RequestSuspension("awaiting-citizen", "等待诉求人提供产权证明", 8),
        "grant-suspension" => _ => new GrantSuspension(),
        "co-handle" => _ => new CoHandle([new TaskWanted(new("housing"), "请核实该处维修基金使用情况")]),
        "withdraw" => _ => new WithdrawTicket("问题已自行解决"),
        "approve" => _ => new ApproveReply(),
        "send-back" => _ => new SendBackReply("答复未说明整改完成时间，请补充"),
        "solved" => _ => new FollowUpTicket(true, true, t.Satisfaction),
        "unsolved" => _ => new FollowUpTicket(true, false, Satisfaction.Dissatisfied, "市民反映问题又出现了"),
        "not-reached" => _ => new FollowUpTicket(false, Comment: "响铃一分钟没有人接，改时间再拨"),
        "rate" => _ => new RateTicket(true, t.Satisfaction, "办得挺快，谢谢"),
        "transfer-to-110" => _ => new TransferToPolice("现场有人持械威胁，需民警立即处置"),
        "police-result" => _ => new RecordPoliceResult("民警已到场处置，双方已带离调解，无人受伤"),
        _ => throw new InvalidOperationException($"samples/city/tickets.json: \"{step}\" is no step. Example: \"dispatch\"."),
    };

    private Actor Who(SampleTicket t, string step) => step switch
    {
        "second-return" => People.Of(t.Department!, rules),
        "grant-suspension" => People.Reviewer,
        "grant-extension" => People.LeadOf(t.Department!, rules),
        "withdraw" => Actor.Citizen,
        "dispatch" or "re-dispatch" or "accept-return" or "ask" or "not-accept" or "police-result" or "transfer-to-110" => People.Dispatcher,
        "return" => People.Of(t.ReturnedBy!, rules),
        "approve" or "send-back" => People.Reviewer,
        "solved" or "unsolved" or "not-reached" => People.FollowUp,
        "rate" => Actor.Citizen,
        _ => People.Of(t.Department!, rules),
    };

    private static void Expect(SampleTicket t, string step, Decision decision)
    {
        if (decision is not Decision.Happened) throw new InvalidOperationException($"samples/city/tickets.json: \"{t.Request.Title}\" may not {step}: {decision}");
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    private sealed class Traveller : TimeProvider
    {
        internal DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
