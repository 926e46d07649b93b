using Hotline.Tickets.Statistics;

namespace Hotline.Tickets.Tests.Statistics;

public sealed class KpiTrendTests
{
    private static readonly DateOnly From = new(2026, 11, 1);
    private static readonly DateOnly To = new(2026, 11, 30);

    [Fact]
    public async Task The_pieces_of_a_period_add_up_to_it_for_every_figure()
    {
        await using var house = await TicketHouse.OpenAsync();
        await new BusyMonth(house, seed: 6).LiveAsync(tickets: 40, until: Sample.Rules.StartOf(new DateOnly(2026, 11, 28)));
        var (board, trend, _) = Boards(house);
        foreach (var kpi in Kpis.All.Where(k => k.Unavailable is null))
        {
            var total = (await board.ReadAsync(new KpiQuestion(kpi, From, To), Ct)).Total;
            foreach (var step in Enum.GetValues<KpiStep>())
            {
                var points = await trend.ReadAsync(new KpiQuestion(kpi, From, To), step, Ct);
                Assert.Equal((kpi.Code, total.Cases), (kpi.Code, KpiCases.Sum(points.Select(p => p.Cases))));
                Assert.Equal((kpi.Code, total.Figure.Numerator), (kpi.Code, points.Sum(p => p.Figure.Numerator)));
                Assert.Equal(step switch { KpiStep.Month => 1, KpiStep.Week => 6, _ => 30 }, points.Count); // 1 November 2026 is a Sunday
            }
        }
    }

    [Fact]
    public async Task One_value_of_a_dimension_counts_what_its_row_says_and_lists_the_same()
    {
        await using var house = await TicketHouse.OpenAsync();
        await new BusyMonth(house, seed: 7).LiveAsync(tickets: 40, until: Sample.Rules.StartOf(new DateOnly(2026, 11, 28)));
        var (board, _, tickets) = Boards(house);
        foreach (var by in Enum.GetValues<KpiDimension>())
        {
            var question = new KpiQuestion(Kpis.Find("accepted")!, From, To, By: by);
            foreach (var row in (await board.ReadAsync(question, Ct)).Rows)
            {
                var only = question with { By = null, Only = (by, row.Key ?? "") };
                Assert.Equal((by, row.Key, row.Cases), (by, row.Key, (await board.ReadAsync(only, Ct)).Total.Cases));
                Assert.Equal(row.Cases.Counted, (await tickets.ReadAsync(only, KpiPart.Denominator, key: null, 1, 1, Ct)).Total);
                Assert.Equal(row.Cases.Counted, (await tickets.ReadAsync(question, KpiPart.Denominator, row.Key ?? "", 1, 1, Ct)).Total);
            }
        }
    }

    [Fact]
    public async Task The_day_counts_what_came_in_since_midnight_and_what_is_late_or_soon_will_be()
    {
        await using var house = await TicketHouse.OpenAsync();
        foreach (var _ in new[] { 1, 2 }) await house.DispatchedAsync(request: TicketStory.Request with { Category = "0105" });
        var today = new TicketsToday(house.Db, Sample.Rules, house.Clock);
        Assert.Equal((2L, 0L), (await today.ReadAsync(Ct)) is var first ? (first.Accepted, first.Overdue) : default);
        var issue = Assert.Single((await today.ReadAsync(Ct)).Hot);
        Assert.Equal((2L, 0.0), (issue.Today, issue.Usual));
        var due = (await house.Db.ReadAsync("select min(next_due_at) from tickets.ticket", [], row => row.GetFieldValue<DateTimeOffset>(0), Ct))[0];
        house.Clock.Now = due.AddMinutes(-30);
        Assert.Equal((2L, 0L), (await today.ReadAsync(Ct)) is var soon ? (soon.DueInAnHour, soon.Overdue) : default);
        house.Clock.Now = due.AddMinutes(1);
        Assert.Equal((0L, 2L), (await today.ReadAsync(Ct)) is var late ? (late.DueInAnHour, late.Overdue) : default);
        house.Clock.Now = house.Clock.Now.AddDays(7);
        Assert.Empty((await today.ReadAsync(Ct)).Hot);
    }

    private static (KpiBoard Board, KpiTrend Trend, KpiTickets Tickets) Boards(TicketHouse house)
    {
        var facts = new KpiFacts(house.Db);
        var board = new KpiBoard(house.Db, facts, Sample.Rules, house.Clock);
        return (board, new KpiTrend(house.Db, board, facts, Sample.Rules), new KpiTickets(house.Db, board, facts));
    }
}
