using Hotline.Tickets.Exclusions;
using Hotline.Tickets.Statistics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Tickets.Tests.Statistics;

/// <summary>日汇总: whether days are kept or not, every figure is the same number.</summary>
public sealed class KpiDaysTests
{
    private static readonly DateOnly From = new(2026, 11, 1);
    private static readonly DateOnly To = new(2026, 11, 30);

    [Fact]
    public async Task A_figure_of_kept_days_is_what_its_cases_say_in_the_whole_and_in_every_split()
    {
        await using var house = await TicketHouse.OpenAsync();
        await new BusyMonth(house, seed: 8).LiveAsync(tickets: 60, until: Sample.Rules.StartOf(new DateOnly(2026, 11, 28)));
        Assert.True(await KeepAsync(house) > 500);
        await AgreeAsync(house);
        Assert.Equal(0, await KeepAsync(house)); // nothing has changed
    }

    [Fact]
    public async Task What_changes_under_a_kept_day_is_in_the_next_figure()
    {
        await using var house = await TicketHouse.OpenAsync();
        var month = new BusyMonth(house, seed: 9);
        await month.LiveAsync(tickets: 60, until: Sample.Rules.StartOf(new DateOnly(2026, 11, 20)));
        await KeepAsync(house);
        await month.LiveAsync(tickets: 10, until: Sample.Rules.StartOf(new DateOnly(2026, 11, 26))); // life goes on
        await AgreeAsync(house);

        await KeepAsync(house);
        await house.Db.ExecuteAsync("update tickets.ticket set merged_into = (select min(id::text)::uuid from tickets.ticket) where id = (select max(ticket_id::text)::uuid from tickets.kpi_turn)", [], Ct);
        await AgreeAsync(house);

        await KeepAsync(house);
        await house.Db.ExecuteAsync("update tickets.requester set phone_mac = case when ticket_id::text < (select percentile_disc(0.5) within group (order by ticket_id::text) from tickets.requester) then (select phone_mac from tickets.requester where phone_mac is not null limit 1) end where phone_mac is not null", [], Ct);
        await AgreeAsync(house);

        await KeepAsync(house);
        await ExcludeOneAsync(house);
        await AgreeAsync(house);

        await KeepAsync(house);
        await house.Db.ExecuteAsync("update tickets.kpi_turn set at = at - interval '3 days' where (ticket_id, no) in (select ticket_id, no from tickets.kpi_turn order by at desc limit 3)", [], Ct);
        await AgreeAsync(house);

        await KeepAsync(house);
        await house.Db.ExecuteAsync("truncate tickets.kpi_mark", [], Ct);
        await AgreeAsync(house);
    }

    [Fact]
    public async Task A_day_on_which_limits_still_run_is_kept_for_as_long_as_none_runs_out()
    {
        await using var house = await TicketHouse.OpenAsync();
        await new BusyMonth(house, seed: 12).LiveAsync(tickets: 40, until: Sample.Rules.StartOf(new DateOnly(2026, 11, 24)));
        await KeepAsync(house);
        var until = await house.Db.ReadAsync("select until from tickets.kpi_kept where until is not null", [], row => row.GetFieldValue<DateTimeOffset>(0), Ct);
        Assert.NotEmpty(until);
        Assert.All(until, u => Assert.True(u > house.Clock.Now));
        foreach (var hours in (int[])[1, 5, 30, 100]) // nothing happens but time goes by
        {
            house.Clock.Now += TimeSpan.FromHours(hours);
            await AgreeAsync(house);
        }

        Assert.True(await KeepAsync(house) > 0);
        await AgreeAsync(house);
    }

    [Fact]
    public async Task A_day_on_which_a_limit_ran_is_right_once_it_has_run_out()
    {
        await using var house = await TicketHouse.OpenAsync();
        await house.DispatchedAsync(new("water"));
        var due = (await house.Db.ReadAsync("select contact_due_at from tickets.kpi_turn union all select max(due_at) from tickets.clock", [], row => row.GetFieldValue<DateTimeOffset>(0), Ct)).Max();
        house.Clock.Now = house.Clock.Now.AddDays(1);
        var (early, response) = (await KeepAsync(house), Kpis.Find("completion")!);
        await AgreeAsync(house);
        house.Clock.Now = due.AddDays(3);
        Assert.True(await KeepAsync(house) > early);
        var after = await Board(house).ReadAsync(new KpiQuestion(response, From, To), Ct);
        Assert.Equal((0L, 1L), (after.Total.Cases.Pending, after.Total.Cases.Counted));
        await AgreeAsync(house);
    }

    [Theory]
    [InlineData("111", "")]
    [InlineData("110", "2-2")]
    [InlineData("0110", "0-0 3-3")]
    [InlineData("01010001101", "0-2 4-6 9-9")] // the nearest become one
    [InlineData("0110111011110", "0-3 7-7 12-12")]
    public void Days_in_a_row_that_are_not_kept_are_one_statement_and_there_are_few(string kept, string stretches) =>
        Assert.Equal(stretches, string.Join(' ', KpiDays.Stretches([.. kept.Select(c => c == '1')]).Select(s => $"{s.First}-{s.Last}")));

    [Fact]
    public void Every_moment_that_puts_a_case_into_a_period_touches_its_day()
    {
        string[] touched = ["t.accepted_at", "t.dispatched_at", "t.ended_at", "t.handling_due_at", "t.police_at", "c.at", "c.sign_due_at", "c.contact_due_at", "c.due_at", "c.ended_at"]; // migration 0023
        Assert.Empty(Kpis.All.SelectMany(k => k.Variants).Where(v => KpiDays.MayKeep(v.Cases)).Select(v => v.Cases.At).Except(touched));
        Assert.Equal(["t.accepted_at", "t.ended_at"], Kpis.All.SelectMany(k => k.Variants).Where(v => KpiDays.AsksForCallers(v.Cases)).Select(v => v.Cases.At).Distinct().Order()); // migration 0026
        Assert.Equal(["knowledge-timeliness", "to-police-returned"], Kpis.All.Where(k => k.Variants.Any(v => !KpiDays.MayKeep(v.Cases))).Select(k => k.Code).Order());
    }

    private static KpiBoard Board(TicketHouse house) => new(house.Db, new KpiFacts(house.Db), Sample.Rules, house.Clock);

    private static Task<int> KeepAsync(TicketHouse house) =>
        new KpiDayKeeper(house.Db, new KpiFacts(house.Db), Sample.Rules, house.Clock, NullLogger<KpiDayKeeper>.Instance).PassAsync(TimeSpan.Zero, Ct);

    private static async Task ExcludeOneAsync(TicketHouse house)
    {
        var office = new ExclusionOffice(house.Db, house.Store, Sample.Rules, house.Clock);
        var closing = (await house.Db.ReadAsync(
            "select ticket_id, department, round, at from tickets.rating where department is not null order by at desc limit 1", [],
            row => (Id: new TicketId(row.GetGuid(0)), Unit: new DepartmentId(row.GetString(1)), Round: row.GetInt32(2), At: row.GetFieldValue<DateTimeOffset>(3)), Ct))[0];
        var now = house.Clock.Now;
        house.Clock.Now = closing.At.AddMinutes(30);
        var (made, _) = await office.ApplyAsync(closing.Id, new ApplyForExclusion(ExclusionScope.All, "beyond-duty", "超出职责", "三定方案", closing.Round), new("clerk", "承办员", Role.Department, closing.Unit), Ct);
        Assert.Null(await office.DecideAsync(made!, true, "经核实", Sample.Supervisor, Ct));
        house.Clock.Now = now;
    }

    /// <summary>What pages show, against the cases themselves.</summary>
    private static async Task AgreeAsync(TicketHouse house)
    {
        var (board, days) = (Board(house), new KpiDays(house.Db, Sample.Rules));
        var questions = Kpis.All.Where(k => k.Unavailable is null).SelectMany(kpi => (KpiQuestion[])
            [new(kpi, From, To), new(kpi, From.AddDays(3), To, ByAcceptance: true), new(kpi, From, To, Units: [new("water"), new("laocheng")])]).ToList();
        await new KpiFacts(house.Db).CatchUpAsync(Ct);
        var asks = questions.Select(q => new KpiAsk(board.VariantOf(q), board.Scope(q), q.Units is null ? Enum.GetValues<KpiDimension>() : [KpiDimension.Unit])).ToList();
        var together = await days.SumsAsync(asks, Ct);
        foreach (var (question, ask, counted) in questions.Zip(asks, together))
        {
            var cases = await KpiQuery.SumsAsync(house.Db, ask, Ct);
            var listed = (await KpiQuery.AllAsync(house.Db, ask.Variant, ask.Scope, Ct)).ToLookup(c => c.Part);
            var whole = cases.Sums.Single(s => s.By is null);
            Assert.Equal((question.Kpi.Code, new KpiCases(listed.Sum(l => l.Count()), listed[KpiPart.Denominator].Count(), listed[KpiPart.Excluded].Count(), listed[KpiPart.Struck].Count(), listed[KpiPart.Pending].Count())), (question.Kpi.Code, whole.Cases));
            Assert.Equal((listed[KpiPart.Denominator].Sum(c => c.Score), listed[KpiPart.Struck].Sum(c => c.Score)), (whole.Score, whole.StruckScore));
            foreach (var ours in (KpiCounted[])[counted, await days.SumsAsync(ask.Variant, ask.Scope, ask.By, Ct)])
            {
                Assert.Equal(cases.Sums.OrderBy(s => s.By).ThenBy(s => s.Key, StringComparer.Ordinal).Select(s => (question.Kpi.Code, s)), ours.Sums.OrderBy(s => s.By).ThenBy(s => s.Key, StringComparer.Ordinal).Select(s => (question.Kpi.Code, s)));
                Assert.Equal(cases.Reasons.OrderBy(r => r.Key), ours.Reasons.OrderBy(r => r.Key));
            }

            var pieces = await new KpiTrend(house.Db, board, new KpiFacts(house.Db), Sample.Rules).ReadAsync(question, KpiStep.Day, Ct);
            Assert.Equal((question.Kpi.Code, whole.Cases), (question.Kpi.Code, KpiCases.Sum(pieces.Select(p => p.Cases))));
        }
    }
}
