using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Reading;
using Hotline.Tickets.Supervising;
using Npgsql;

namespace Hotline.Tickets.Tests.Reading;

public sealed class RiskTests
{
    [Fact]
    public void Every_ground_brings_a_ticket_forward_and_is_named()
    {
        Assert.Empty(Risk.Of(new(Urgency.Normal, 0, "停水", "院里停水", 0, 0, 0, 0)).Grounds);

        var risk = Risk.Of(new(Urgency.Urgent, 1, "路面", "疑似塌陷", Urges: 9, Returns: 2, Redos: 1, Orders: 1));
        Assert.Equal(
            [(RiskKind.Danger, 48), (RiskKind.Raised, 48), (RiskKind.Urged, 40), (RiskKind.Urgent, 24), (RiskKind.Redone, 24), (RiskKind.Returned, 24), (RiskKind.Ordered, 16)],
            risk.Grounds.Select(g => (g.Kind, g.Hours)));
        Assert.Equal(9, risk.Grounds.Single(g => g.Kind == RiskKind.Urged).Times);
    }

    [Fact]
    public void A_score_is_100_when_due_and_grows_by_the_hour()
    {
        var (plain, urged) = (Risk.Of(new(Urgency.Normal, 0, "停水", "", 0, 0, 0, 0)), Risk.Of(new(Urgency.Normal, 0, "停水", "", 1, 0, 0, 0)));
        var due = Sample.Monday;
        Assert.Equal([100, 103, 52, 0], new[] { due, due.AddHours(3), due.AddHours(-48), due.AddHours(-400) }.Select(now => plain.Score(due, now)!.Value));
        Assert.Equal(60, urged.Score(due, due.AddHours(-48)));
        Assert.Null(plain.Score(null, due));
    }

    [Fact]
    public async Task The_list_stands_in_the_order_of_its_printed_scores_and_SQL_weighs_as_the_rule_does()
    {
        await using var house = await TicketHouse.OpenAsync();
        var plain = await house.AcceptAsync();
        var urgent = await house.AcceptAsync(TicketStory.Request with { Urgency = Urgency.Critical });
        foreach (var word in Risk.DangerWords) await house.AcceptAsync(TicketStory.Request with { Title = $"有{word}的情况" });
        var stove = await house.AcceptAsync(TicketStory.Request with { Title = "灶打不着火", Text = "邻居家也点不着火" });
        var urged = await house.DispatchedAsync();
        for (var i = 0; i < 3; i++) await house.DoAsync(urged.Id, new UrgeTicket("再催"), Sample.Supervisor);
        await house.DoAsync(urged.Id, new RaiseTicket(1, "群众反映强烈"), Sample.Supervisor);
        var returned = await house.DispatchedAsync();
        await house.DoAsync(returned.Id, new ReturnTicket(ReturnReason.WrongDuty, "属供电"), Sample.WaterClerk);

        var page = await new TicketList(house.Db, Sample.Rules, house.Clock).ReadAsync(
            new(States: [StateName.AwaitingDispatch, StateName.AwaitingSignature, StateName.ReturnRequested], PageSize: 100) { Sort = TicketSort.Risk }, Sample.Supervisor, Ct);

        Assert.Equal(5 + Risk.DangerWords.Count, page.Items.Count);
        Assert.Equal(page.Items.Select(l => l.RiskScore).OrderDescending(), page.Items.Select(l => l.RiskScore));
        Assert.All(page.Items.Where(l => l.Title.Contains('有')), l => Assert.Contains(l.Risk.Grounds, g => g.Kind == RiskKind.Danger));
        Assert.Contains(Line(urged).Risk.Grounds, g => g is { Kind: RiskKind.Urged, Times: 3 });
        Assert.Contains(Line(urged).Risk.Grounds, g => g.Kind == RiskKind.Ordered); // urged often enough, it was supervised by itself
        Assert.Contains(Line(returned).Risk.Grounds, g => g.Kind == RiskKind.Returned);
        Assert.Equal(72, Line(urgent).Risk.Weight);
        Assert.Equal((0, 0), (Line(plain).Risk.Weight, Line(stove).Risk.Weight));
        Assert.Equal(await WeightsAsync(house.Db), page.Items.ToDictionary(l => l.Id.Value, l => l.Risk.Weight));

        TicketLine Line(Hotline.Tickets.Accepting.Receipt receipt) => page.Items.Single(l => l.Id == receipt.Id);
    }

    [Fact]
    public async Task A_desk_page_comes_off_the_index()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.AcceptAsync();
        await house.Db.ExecuteAsync(
            """
            insert into tickets.ticket (id, number, version, state, type, channel, title, text, urgency, confidential, accepted_at, next_due_at, closed_at, body)
            select gen_random_uuid(), 'x' || n, 1, case when n % 50 = 0 then 'awaiting-dispatch' else 'closed' end, type, channel, title, text, urgency, confidential, accepted_at - n * interval '1 minute',
              next_due_at + n * interval '1 minute', case when n % 50 > 0 then now() end, body
            from tickets.ticket, generate_series(1, 20000) n where id = $1
            """, [receipt.Id.Value], Ct);
        await house.Db.ExecuteAsync("vacuum (analyze) tickets.ticket", [], Ct);

        var plan = await PlanAsync(house, new(States: [StateName.AwaitingDispatch, StateName.InDispute]) { Sort = TicketSort.Risk });
        Assert.Contains("ticket_by_risk", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan on ticket", plan, StringComparison.Ordinal);
        Assert.Contains("Index Only Scan using ticket_listed ", await PlanAsync(house, new()), StringComparison.Ordinal);
        foreach (var reversed in new[] { false, true })
            Assert.Contains("ticket_by_risk_of_all", await PlanAsync(house, new() { Sort = TicketSort.Risk, Reversed = reversed }), StringComparison.Ordinal);
    }

    private static async Task<string> PlanAsync(TicketHouse house, TicketFilter filter)
    {
        var sql = new ListSql(filter, null, Sample.Rules, Sample.Monday);
        var text = sql.Page("t.number", 20, 0);
        return string.Join('\n', await house.Db.ReadAsync("explain " + text, sql.Values, row => row.GetString(0), Ct));
    }

    private static async Task<Dictionary<Guid, int>> WeightsAsync(NpgsqlDataSource db) =>
        (await db.ReadAsync("select id, tickets.risk_weight(urgency, level, title, text, body) from tickets.ticket", [], row => (row.GetGuid(0), row.GetInt32(1)), Ct)).ToDictionary(r => r.Item1, r => r.Item2);
}
