using Hotline.Tickets.City;

namespace Hotline.Tickets.Tests.City;

public sealed class DispatchMatchTests
{
    private static readonly DepartmentId Urban = new("urban"), Housing = new("housing"), Market = new("market"), Health = new("health"), Laocheng = new("laocheng");
    private static readonly DispatchQuestion Night = new("0501", "laocheng", Sample.Monday, "工地夜间施工", RequestType.Complaint, Urgency.Normal);

    private static DepartmentProposal? Propose(DispatchQuestion question, params DispatchRow[] rows) => new Catalogue(With(rows)).Propose(question);

    private static CityRules With(IReadOnlyList<DispatchRow> rows, DepartmentId? fallback = null) => new(Sample.Rules.Profile with { DispatchCatalogue = rows, Fallback = fallback });

    [Fact]
    public void The_rule_that_asks_for_more_holds()
    {
        DispatchRow[] rows = [new("0501", Urban), new("0501", Housing) { Districts = ["laocheng"] }, new("0501", Market) { Districts = ["laocheng"], Types = [RequestType.Complaint] }];
        Assert.Equal(Market, Propose(Night, rows)!.Department.Code);
        Assert.Equal(Housing, Propose(Night with { Type = RequestType.Help }, rows)!.Department.Code);
        Assert.Equal(Urban, Propose(Night with { District = "binhai" }, rows)!.Department.Code);
    }

    [Fact]
    public void An_own_category_goes_before_its_main_one_however_much_that_asks() =>
        Assert.Equal(Urban, Propose(Night, new("05", Housing) { Districts = ["laocheng"], Words = ["工地"] }, new("0501", Urban))!.Department.Code);

    [Fact]
    public void A_rule_with_words_holds_where_one_stands_in_the_text_and_more_words_win()
    {
        DispatchRow[] rows = [new("0501", Urban) { Words = ["夜间"] }, new("0501", Housing) { Words = ["工地", "施工"] }];
        Assert.Equal(Housing, Propose(Night, rows)!.Department.Code);
        Assert.Equal(Urban, Propose(Night with { Text = "夜间有噪声" }, rows)!.Department.Code);
        Assert.Null(Propose(Night with { Text = "白天" }, rows));
    }

    [Fact]
    public void A_rule_holds_from_its_first_day_to_its_last_by_the_citys_clock()
    {
        DispatchRow[] rows = [new("0501", Urban) { To = new(2026, 11, 8) }, new("0501", Housing) { From = new(2026, 11, 9) }];
        Assert.Equal(Urban, Propose(Night with { At = new(2026, 11, 8, 15, 59, 59, TimeSpan.Zero) }, rows)!.Department.Code);
        Assert.Equal(Housing, Propose(Night with { At = new(2026, 11, 8, 16, 0, 0, TimeSpan.Zero) }, rows)!.Department.Code);
    }

    [Fact]
    public void A_rule_may_hold_for_hours_of_the_day()
    {
        DispatchRow[] rows = [new("0501", Urban), new("0501", Housing) { Hours = "22:00-24:00" }];
        Assert.Equal(Housing, Propose(Night with { At = new(2026, 11, 9, 14, 0, 0, TimeSpan.Zero) }, rows)!.Department.Code);
        Assert.Equal(Urban, Propose(Night with { At = new(2026, 11, 9, 16, 0, 0, TimeSpan.Zero) }, rows)!.Department.Code);
    }

    [Fact]
    public void A_proposal_names_co_handlers_the_legal_basis_and_the_version()
    {
        var proposal = Propose(Night, new DispatchRow("0501", Urban) { CoHandlers = [Health], Basis = "《噪声污染防治法》" })!;
        Assert.Equal((Health, "《噪声污染防治法》"), (Assert.Single(proposal.CoHandlers).Code, proposal.Basis));
        Assert.Contains(Sample.Rules.Version, proposal.Reason);
    }

    [Fact]
    public void What_no_rule_speaks_of_goes_to_the_fallback_unit() =>
        Assert.Equal(Laocheng, new Catalogue(With([], Laocheng)).Propose(Night)!.Department.Code);

    [Fact]
    public void Two_rules_of_equal_rank_for_the_same_case_are_a_conflict_and_both_are_shown()
    {
        DispatchRow[] rows = [new("0501", Urban) { Districts = ["laocheng", "binhai"] }, new("0501", Housing) { Types = [RequestType.Complaint] }];
        var conflict = Assert.Single(CatalogueConflicts.Find(rows));
        Assert.Equal((0, 1, rows[0], rows[1]), (conflict.First, conflict.Second, conflict.FirstRule, conflict.SecondRule));
        Assert.Contains("urban", conflict.Message);
        Assert.Contains("housing", conflict.Message);
    }

    public static TheoryData<string, DispatchRow, DispatchRow> Apart => new()
    {
        { "same unit", new("0501", Urban), new("0501", Urban) },
        { "categories", new("0501", Urban), new("0502", Housing) },
        { "rank", new("0501", Urban), new("0501", Housing) { Districts = ["laocheng"] } },
        { "districts", new("0501", Urban) { Districts = ["binhai"] }, new("0501", Housing) { Districts = ["laocheng"] } },
        { "types", new("0501", Urban) { Types = [RequestType.Help] }, new("0501", Housing) { Types = [RequestType.Report] } },
        { "urgency", new("0501", Urban) { Urgency = Urgency.Urgent }, new("0501", Housing) { Urgency = Urgency.Critical } },
        { "words", new("0501", Urban) { Words = ["夜间"] }, new("0501", Housing) { Words = ["工地"] } },
        { "dates", new("0501", Urban) { To = new(2026, 12, 31) }, new("0501", Housing) { From = new(2027, 1, 1) } },
        { "hours", new("0501", Urban) { Hours = "00:00-12:00" }, new("0501", Housing) { Hours = "12:00-24:00" } },
    };

    [Theory]
    [MemberData(nameof(Apart))]
    public void Rules_that_never_hold_together_are_none(string why, DispatchRow a, DispatchRow b) => Assert.True(CatalogueConflicts.Find([a, b]).Count == 0, why);

    [Fact]
    public void Dates_that_meet_on_one_day_are_one() =>
        Assert.Single(CatalogueConflicts.Find([new("0501", Urban) { To = new(2027, 1, 1) }, new("0501", Housing) { From = new(2027, 1, 1) }]));

    [Fact]
    public void The_sample_citys_catalogue_has_none() => Assert.Empty(CatalogueConflicts.Find(Sample.Rules.Profile.DispatchCatalogue));
}
