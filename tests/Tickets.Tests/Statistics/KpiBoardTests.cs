using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Statistics;
using Npgsql;

namespace Hotline.Tickets.Tests.Statistics;

public sealed class KpiBoardTests
{
    private static readonly DateOnly From = new(2026, 11, 1);
    private static readonly DateOnly To = new(2026, 11, 30);

    [Fact]
    public async Task Every_number_has_its_list_of_tickets_and_the_two_agree()
    {
        await using var house = await TicketHouse.OpenAsync();
        await new BusyMonth(house, seed: 3).LiveAsync(tickets: 80, until: Sample.Rules.StartOf(new DateOnly(2026, 11, 28)));
        var (board, tickets) = Boards(house);
        foreach (var kpi in Kpis.All.Where(k => k.Unavailable is null))
        {
            foreach (var question in kpi.Variants.Select(v => new KpiQuestion(kpi, From, To, v, KpiDimension.Unit)))
            {
                var table = await board.ReadAsync(question, Ct);
                foreach (var row in table.Rows.Take(2).Append(table.Total)) await AgreesAsync(tickets, question, row);
            }
        }
    }

    [Fact]
    public async Task The_parts_of_a_figure_add_up_and_the_same_number_stands_in_every_split()
    {
        await using var house = await TicketHouse.OpenAsync();
        await new BusyMonth(house, seed: 4).LiveAsync(tickets: 60, until: Sample.Rules.StartOf(new DateOnly(2026, 11, 28)));
        var (board, _) = Boards(house);
        foreach (var kpi in Kpis.All.Where(k => k.Unavailable is null))
        {
            foreach (var by in Enum.GetValues<KpiDimension>().Where(d => d != KpiDimension.Unit))
            {
                var table = await board.ReadAsync(new KpiQuestion(kpi, From, To, By: by), Ct);
                Assert.Equal(table.Total.Cases, KpiCases.Sum(table.Rows.Select(r => r.Cases)));
                Assert.Equal(table.Total.Figure.Numerator, table.Rows.Sum(r => r.Figure.Numerator));
                Assert.All(table.Rows, r => Assert.Equal(r.Cases.Asked, r.Cases.Counted + r.Cases.Excluded + r.Cases.Struck + r.Cases.Pending));
                Assert.Equal(table.Total.Cases.Excluded + table.Total.Cases.Struck, table.Reasons.Values.Sum());
            }
        }
    }

    [Fact]
    public async Task A_unit_with_three_answers_of_100_percent_is_not_first()
    {
        await using var house = await TicketHouse.OpenAsync();
        for (var i = 0; i < 3; i++)
        {
            var closed = await house.ApprovedAsync();
            await house.DoAsync(closed.Id, new FollowUpTicket(true, true, Satisfaction.VerySatisfied), Sample.Caller);
        }

        var (board, _) = Boards(house);
        var row = Assert.Single((await board.ReadAsync(new KpiQuestion(Kpis.Find("satisfied-raters")!, From, To, By: KpiDimension.Unit), Ct)).Rows);
        Assert.Equal((3m, 3L, 1m), (row.Figure.Numerator, row.Figure.Denominator, row.Figure.Value));
        Assert.Equal((false, null), (row.Sufficient, row.Rank));
        Assert.InRange(row.Figure.Low!.Value, 0.43, 0.44); // Wilson for 3 of 3
    }

    [Fact]
    public async Task A_unit_is_counted_alone_or_with_all_below_it()
    {
        await using var house = await TicketHouse.OpenAsync();
        foreach (var unit in new[] { "chengguan", "chengguan", "zhonglou", "laocheng", "binhai" }) await house.DispatchedAsync(new(unit));
        var (board, tickets) = Boards(house);
        var question = new KpiQuestion(Kpis.Find("accepted")!, From, To, By: KpiDimension.Unit);
        var alone = (await board.ReadAsync(question, Ct)).Rows.ToDictionary(r => r.Key!, r => r.Figure.Numerator);
        var below = (await board.ReadAsync(question with { Subtree = true }, Ct)).Rows.ToDictionary(r => r.Key!, r => r.Figure.Numerator);
        Assert.Equal((1m, 2m, 1m), (alone["laocheng"], alone["chengguan"], alone["binhai"]));
        Assert.Equal((4m, 2m, 1m), (below["laocheng"], below["chengguan"], below["binhai"]));
        Assert.Equal(4, (await tickets.ReadAsync(question with { Units = [new("laocheng"), new("chengguan"), new("zhonglou")] }, KpiPart.Denominator, key: null, 1, 10, Ct)).Total);
    }

    [Fact]
    public async Task Of_confidential_matters_only_that_there_is_one_is_shown()
    {
        await using var house = await TicketHouse.OpenAsync();
        await house.DispatchedAsync(request: TicketStory.Request with { Confidential = true });
        var (_, tickets) = Boards(house);
        var line = Assert.Single((await tickets.ReadAsync(new KpiQuestion(Kpis.Find("accepted")!, From, To), KpiPart.Numerator, key: null, 1, 10, Ct)).Items);
        Assert.Equal((true, null, null, null), (line.Sealed, line.Number, line.Id, line.Title));
    }

    [Fact]
    public async Task Facts_that_were_tampered_with_are_found_and_folded_anew()
    {
        await using var house = await TicketHouse.OpenAsync();
        await new BusyMonth(house, seed: 5).LiveAsync(tickets: 30, until: Sample.Rules.StartOf(new DateOnly(2026, 11, 20)));
        var facts = new KpiFacts(house.Db);
        await facts.CatchUpAsync(Ct);
        Assert.Equal(0, await facts.RebuildAsync(Ct));
        await house.Db.ExecuteAsync("update tickets.kpi_round set due_at = due_at + interval '1 day' where ticket_id = (select ticket_id from tickets.kpi_round limit 1)", [], Ct);
        await house.Db.ExecuteAsync("delete from tickets.kpi_ticket where ticket_id = (select max(ticket_id::text)::uuid from tickets.kpi_ticket)", [], Ct);
        Assert.Equal(2, await facts.RebuildAsync(Ct));
        Assert.Equal(0, await facts.RebuildAsync(Ct));
    }

    [Fact]
    public async Task Many_who_ask_at_once_after_something_happened_wait_for_one_and_leave_it_its_connections()
    {
        await using var house = await TicketHouse.OpenAsync();
        for (var i = 0; i < 3; i++) await house.AcceptAsync();
        await using var few = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(TestDatabase.Again(house.Db)) { MaxPoolSize = 3, Timeout = 5 });
        using var facts = new KpiFacts(few);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => facts.CatchUpAsync(Ct)));
        Assert.Equal(3, (await house.Db.ReadAsync("select count(*) from tickets.kpi_ticket", [], row => row.GetInt64(0), Ct)).Single());
    }

    private static async Task AgreesAsync(KpiTickets tickets, KpiQuestion question, KpiRow row)
    {
        var counted = await tickets.ReadAsync(question, KpiPart.Denominator, row.Key, 1, 500, Ct);
        var parts = new Dictionary<KpiPart, long>();
        foreach (var part in new[] { KpiPart.Numerator, KpiPart.Excluded, KpiPart.Struck, KpiPart.Pending }) parts[part] = (await tickets.ReadAsync(question, part, row.Key, 1, 1, Ct)).Total;
        var what = $"{question.Kpi.Code}/{question.Variant!.Code}/{row.Key}";
        Assert.Equal((what, row.Cases.Counted, row.Cases.Excluded, row.Cases.Struck, row.Cases.Pending), (what, counted.Total, parts[KpiPart.Excluded], parts[KpiPart.Struck], parts[KpiPart.Pending]));
        Assert.Equal((what, row.Figure.Numerator), (what, counted.Items.Sum(i => i.Score)));
        Assert.Equal((what, (long)counted.Items.Count(i => i.Score > 0)), (what, parts[KpiPart.Numerator]));
    }

    private static (KpiBoard Board, KpiTickets Tickets) Boards(TicketHouse house)
    {
        var facts = new KpiFacts(house.Db);
        var board = new KpiBoard(house.Db, facts, Sample.Rules, house.Clock);
        return (board, new KpiTickets(house.Db, board, facts));
    }
}
