using System.Globalization;
using Hotline.Tickets.Exclusions;
using Hotline.Tickets.Statistics;

namespace Hotline.Tickets.Tests.Statistics;

/// <summary>可复算: a script of its own, over the raw events, comes to the same numbers as the house.</summary>
public sealed class RecomputeTests
{
    private static readonly DateOnly From = new(2026, 11, 1);
    private static readonly DateOnly To = new(2026, 11, 30);

    [Theory]
    [InlineData(1, 12)] // the month is over
    [InlineData(2, -8)] // in the middle of it
    public async Task Every_indicator_in_every_variant_for_every_unit_is_recomputed_from_the_raw_events(int seed, int daysAfter)
    {
        await using var house = await TicketHouse.OpenAsync();
        var month = new BusyMonth(house, seed);
        await month.LiveAsync(tickets: 300, until: Sample.Rules.StartOf(To.AddDays(1)).AddDays(daysAfter));
        await MergeSomeAsync(house);
        await ExcludeSomeAsync(house);
        await ReviewSomeAsync(house);
        Assert.True(month.Taken > 1200, $"{month.Taken} steps, {month.Refused} refused");

        var ours = await OurFiguresAsync(house);
        var theirs = await RecomputedAsync(house);
        Assert.Empty(Kpis.All.Where(k => k.Unavailable is null).SelectMany(k => k.Variants.Select(v => $"{k.Code}/{v.Code}")).Except(ours.Keys.Select(k => k[..k.LastIndexOf('/')])));
        Assert.Contains(ours.Values, v => !v.Contains(" 0 struck", StringComparison.Ordinal));
        Assert.NotEqual(ours["follow-up/calls/"], ours["follow-up/calls-apart/"]); // some refused, some numbers were wrong
        Assert.DoesNotContain(" 0 counted", ours["knowledge-timeliness/in-limit/"], StringComparison.Ordinal);
        Assert.Equal(theirs.Where(t => ours.GetValueOrDefault(t.Key) != t.Value).Select(t => $"{t.Key} {t.Value}"), ours.Where(o => theirs.GetValueOrDefault(o.Key) != o.Value).Select(o => $"{o.Key} {o.Value}"));
    }

    private static Task<int> MergeSomeAsync(TicketHouse house) => house.Db.ExecuteAsync(
        """
        update tickets.ticket t set merged_into = m.master
        from (select id, lag(id) over (order by accepted_at) as master, row_number() over (order by accepted_at) as no from tickets.ticket) m
        where m.id = t.id and m.no % 25 = 0
        """,
        [], Ct);

    /// <summary>复核任务: done in time, late, not done and not due yet, of two units.</summary>
    private static Task<int> ReviewSomeAsync(TicketHouse house) => house.Db.ExecuteAsync(
        """
        with a as (
          insert into tickets.article (id, unit, latest, created_at)
          select ('00000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid, case when i % 3 = 0 then 'urban' else 'water' end, 1, $1 from generate_series(1, 40) i returning id, unit)
        insert into tickets.article_task (article_id, version, unit, made_at, due_at, done_at)
        select id, 1, unit, $1, $1 + n * interval '18 hours', case n % 4 when 0 then $1 + n * interval '17 hours' when 1 then $1 + n * interval '20 hours' end
        from (select id, unit, row_number() over (order by id) as n from a) x
        """,
        [Sample.Rules.StartOf(From)], Ct);

    /// <summary>剔除: every scope, by applications of units that the hotline grants or refuses.</summary>
    private static async Task ExcludeSomeAsync(TicketHouse house)
    {
        var office = new ExclusionOffice(house.Db, house.Store, Sample.Rules, house.Clock);
        var closings = await house.Db.ReadAsync(
            "select ticket_id, department, round, at from tickets.rating where department is not null order by ticket_id, version", [],
            row => (Id: new TicketId(row.GetGuid(0)), Unit: new DepartmentId(row.GetString(1)), Round: row.GetInt32(2), At: row.GetFieldValue<DateTimeOffset>(3)), Ct);
        var (now, granted) = (house.Clock.Now, 0);
        foreach (var (closing, i) in closings.Select((c, i) => (c, i)).Where(c => c.i % 3 == 0))
        {
            house.Clock.Now = closing.At.AddMinutes(30);
            var wish = new ApplyForExclusion(Enum.GetValues<ExclusionScope>()[i / 3 % 4], "beyond-duty", "超出职责", "三定方案", closing.Round);
            if (await office.ApplyAsync(closing.Id, wish, new("clerk", "承办员", Role.Department, closing.Unit), Ct) is not ({ } made, _)) continue;
            Assert.Null(await office.DecideAsync(made, i % 5 != 0, "经核实", Sample.Supervisor, Ct));
            granted += i % 5 != 0 ? 1 : 0;
        }

        house.Clock.Now = now;
        Assert.True(granted > 5, $"{granted} of {closings.Count}");
    }

    /// <summary>By "kpi/variant/unit"; the whole city's unit is empty. Nothing is left out: not even variants without a case.</summary>
    private static async Task<Dictionary<string, string>> OurFiguresAsync(TicketHouse house)
    {
        var board = new KpiBoard(house.Db, new KpiFacts(house.Db), Sample.Rules, house.Clock);
        var figures = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var kpi in Kpis.All.Where(k => k.Unavailable is null))
        {
            foreach (var variant in kpi.Variants)
            {
                var table = await board.ReadAsync(new(kpi, From, To, variant, KpiDimension.Unit), Ct);
                foreach (var row in table.Rows.Append(table.Total))
                    figures.Add($"{kpi.Code}/{variant.Code}/{row.Key}", Line(row.Cases.Asked, row.Cases.Counted, row.Cases.Excluded, row.Cases.Struck, row.Cases.Pending, row.Figure.Numerator));
            }
        }

        return figures;
    }

    private static async Task<Dictionary<string, string>> RecomputedAsync(TicketHouse house)
    {
        var figures = Kpis.All.Where(k => k.Unavailable is null).SelectMany(k => k.Variants.Select(v => $"{k.Code}/{v.Code}/")).ToDictionary(k => k, _ => Line(0, 0, 0, 0, 0, 0), StringComparer.Ordinal);
        var script = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "recompute.sql"), Ct);
        await using var connection = await house.Db.OpenConnectionAsync(Ct);
        foreach (var (name, at) in new[] { ("from", Sample.Rules.StartOf(From)), ("to", Sample.Rules.StartOf(To.AddDays(1))), ("now", house.Clock.Now) })
        {
            await using var set = new Npgsql.NpgsqlCommand("select set_config($1, $2, false)", connection) { Parameters = { new() { Value = "kpi." + name }, new() { Value = at.ToString("O", CultureInfo.InvariantCulture) } } };
            await set.ExecuteNonQueryAsync(Ct);
        }

        await using var command = new Npgsql.NpgsqlCommand(script, connection);
        await using var rows = await command.ExecuteReaderAsync(Ct);
        do
        {
            while (await rows.ReadAsync(Ct))
            {
                figures[$"{rows.GetString(0)}/{rows.GetString(1)}/{(rows.IsDBNull(2) ? "" : rows.GetString(2))}"] =
                    Line(rows.GetInt64(3), rows.GetInt64(4), rows.GetInt64(5), rows.GetInt64(6), rows.GetInt64(7), rows.GetDecimal(8));
            }
        }
        while (await rows.NextResultAsync(Ct));
        return figures;
    }

    private static string Line(long asked, long counted, long excluded, long struck, long pending, decimal numerator) =>
        string.Create(CultureInfo.InvariantCulture, $"{asked} asked, {counted} counted, {excluded} excluded, {struck} struck, {pending} pending, {numerator:0.######}");
}
