using Hotline.Tickets.City;
using Hotline.Tickets.Departments;

namespace Hotline.Tickets.Tests.Departments;

public sealed class UnitsTests
{
    private static readonly DateOnly LastYear = new(2026, 12, 31), NewYear = new(2027, 1, 1), YearAfter = new(2028, 1, 1);

    /// <summary>Housing and planning merge into one bureau at the new year; a year later that is split in two.</summary>
    private static readonly Units City = new(
    [
        Unit("housing") with { To = NewYear, Successors = [new("construction")] },
        Unit("planning") with { To = NewYear, Successors = [new("construction")] },
        Unit("construction") with { From = NewYear, To = YearAfter, Successors = [new("buildings"), new("land")] },
        Unit("buildings") with { From = YearAfter }, Unit("land") with { From = YearAfter },
        Unit("tourism") with { To = NewYear },
        Unit("urban") with { Name = "市城市管理局", FormerNames = [new("市城建监察大队", new(2010, 5, 1)), new("市城管执法局", NewYear)] },
        Unit("east") with { Level = UnitLevel.District }, Unit("harbour") with { Level = UnitLevel.Town, Parent = new("east") }, Unit("pier") with { Level = UnitLevel.Community, Parent = new("harbour") },
    ]);

    [Fact]
    public void Units_that_merge_are_both_reportable_under_their_heir()
    {
        Assert.Equal(["housing"], Heirs("housing", LastYear));
        Assert.Equal(["construction"], Heirs("housing", NewYear));
        Assert.Equal(["construction"], Heirs("planning", NewYear));
    }

    [Fact]
    public void A_split_after_a_merger_leads_to_both_parts() => Assert.Equal(["buildings", "land"], Heirs("housing", YearAfter));

    [Fact]
    public void A_unit_that_ended_without_a_successor_has_no_heir() => Assert.Empty(Heirs("tourism", NewYear));

    [Theory]
    [InlineData("2009-12-31", "市城建监察大队")]
    [InlineData("2010-05-01", "市城管执法局")]
    [InlineData("2026-12-31", "市城管执法局")]
    [InlineData("2027-01-01", "市城市管理局")]
    public void A_name_is_the_one_of_the_day_asked_for(string day, string name) =>
        Assert.Equal(name, City.NameOn(new("urban"), DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void A_unit_is_there_from_its_first_day_to_the_day_before_its_last()
    {
        Assert.False(City.IsThere(new("construction"), LastYear));
        Assert.True(City.IsThere(new("construction"), NewYear));
        Assert.True(City.IsThere(new("housing"), LastYear));
        Assert.False(City.IsThere(new("housing"), NewYear));
        Assert.Equal(NewYear, City.EndedBy(new("housing"), NewYear));
        Assert.Null(City.EndedBy(new("housing"), LastYear));
    }

    [Fact]
    public void The_subtree_of_a_unit_is_itself_and_all_below()
    {
        Assert.True(City.IsWithin(new("pier"), new("east")));
        Assert.True(City.IsWithin(new("east"), new("east")));
        Assert.False(City.IsWithin(new("east"), new("pier")));
        Assert.Equal(["east", "harbour", "pier"], City.Within(new("east")).Select(d => d.Code));
    }

    [Fact]
    public void What_does_not_hang_together_is_named_with_its_path()
    {
        var problems = UnitProblems.Of(
        [
            Unit("a") with { Parent = new("nobody") }, Unit("b") with { From = NewYear, To = NewYear }, Unit("c") with { To = NewYear, Successors = [new("c")] },
            Unit("d") with { Parent = new("e") }, Unit("e") with { Parent = new("d") }, Unit("f") with { Successors = [new("a")] },
            Unit("g") with { FormerNames = [new("乙", NewYear), new("甲", LastYear)] },
        ]).Select(p => p.Split(':')[0]).Order();
        Assert.Equal(
            ["departments[0].parent", "departments[1].to", "departments[2].successors", "departments[3].parent", "departments[4].parent", "departments[5].to", "departments[6].formerNames"],
            problems);
    }

    [Fact]
    public void The_sample_citys_towns_stand_below_their_districts() =>
        Assert.Equal(9, new Units(Sample.Rules.Profile.Departments).On(new(2026, 11, 9)).Count(d => d is { Level: UnitLevel.Town, Parent: not null }));

    private static Department Unit(string code) => new(new(code), code, "0400-1");

    private static IEnumerable<string> Heirs(string unit, DateOnly day) => City.HeirsOn(new(unit), day).Select(d => d.Code);
}
