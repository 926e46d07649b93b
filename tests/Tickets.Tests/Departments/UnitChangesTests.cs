using Hotline.Tickets.City;
using Hotline.Tickets.City.Versions;
using Hotline.Tickets.Departments;

namespace Hotline.Tickets.Tests.Departments;

public sealed class UnitChangesTests
{
    private static readonly DateOnly NewYear = new(2027, 1, 1);

    private static readonly CityProfile Profile = Sample.Rules.Profile;

    private static readonly Department Utility = new(new("utility"), "市公用事业局", "0400-8200000");

    [Fact]
    public void After_a_merger_one_unit_does_what_two_did_and_the_catalogue_follows_on_the_day()
    {
        var after = UnitChanges.Merge(Profile, [Sample.Water, Sample.Power], Utility, NewYear);
        var units = new Units(after.Departments);
        Assert.Equal([Utility.Code], units.HeirsOn(Sample.Water, NewYear));
        Assert.True(units.IsThere(Sample.Water, NewYear.AddDays(-1)));
        Assert.False(units.IsThere(Utility.Code, NewYear.AddDays(-1)));
        Assert.Empty(UnitChanges.LeadingTo(after, NewYear));
        var led = Profile.DispatchCatalogue.First(r => r.Department == Sample.Water).Category;
        Assert.Equal([(Sample.Water, (DateOnly?)NewYear.AddDays(-1)), (Utility.Code, null)], after.DispatchCatalogue.Where(r => r.Category == led).Select(r => (r.Department, r.To)));
        Assert.Empty(CityProfileFile.Check(ProfileOffice.Text(after)).Problems);
    }

    [Fact]
    public void An_heir_that_is_there_already_stays_as_it_is()
    {
        var after = UnitChanges.Merge(Profile, [Sample.Water], Profile.Departments.First(d => d.Code == Sample.Power), NewYear);
        Assert.Equal(Profile.Departments.Count, after.Departments.Count);
        Assert.Equal([Sample.Power], new Units(after.Departments).HeirsOn(Sample.Water, NewYear));
        Assert.Null(after.Departments.First(d => d.Code == Sample.Power).From);
    }

    [Fact]
    public void After_a_split_the_rules_of_the_old_unit_are_told_until_somebody_divides_them()
    {
        Department[] heirs = [new(new("gas-north"), "北区燃气", "0400-8200001"), new(new("gas-south"), "南区燃气", "0400-8200002")];
        var after = UnitChanges.Split(Profile, Sample.Water, heirs, NewYear);
        Assert.Equal(heirs.Select(h => h.Code), new Units(after.Departments).HeirsOn(Sample.Water, NewYear));
        Assert.Equal(Profile.DispatchCatalogue.Count(r => r.Department == Sample.Water), UnitChanges.LeadingTo(after, NewYear).Count);
        Assert.Empty(UnitChanges.LeadingTo(after, NewYear.AddDays(-1)));
    }

    [Fact]
    public void A_new_name_holds_from_its_day_on()
    {
        var units = new Units(UnitChanges.Rename(Profile, Sample.Water, "市水务集团", NewYear).Departments);
        Assert.Equal(Sample.Rules.NameOf(Sample.Water), units.NameOn(Sample.Water, NewYear.AddDays(-1)));
        Assert.Equal("市水务集团", units.NameOn(Sample.Water, NewYear));
    }

    [Fact]
    public async Task The_preview_tells_which_open_tickets_move_and_how_last_year_reads_by_both_maps()
    {
        await using var house = await TicketHouse.OpenAsync();
        await house.DispatchedAsync();
        await house.DispatchedAsync(Sample.Power);
        var office = new UnitOffice(house.Db, new UnitReport(house.Db, Sample.Rules, house.Clock));
        var merged = UnitChanges.Merge(Profile, [Sample.Water, Sample.Power], Utility, NewYear).Departments;

        var moves = await office.MovesAsync(merged, NewYear, Ct);
        Assert.Equal([(Sample.Power, 1L, 0L, 0L), (Sample.Water, 1L, 0L, 0L)], moves.Select(m => (m.Unit, m.AtOnce, m.Later, m.ByHand)));
        Assert.Empty(await office.MovesAsync(merged, NewYear.AddDays(-1), Ct));
        var day = DateOnly.FromDateTime(Sample.Monday.Date);
        var both = await office.ReportAsync(merged, day.AddDays(-1), day.AddDays(1), NewYear, Ct);
        Assert.Equal(["power", "water"], both.Recorded.Select(u => u.Unit));
        Assert.Equal([("utility", 2L)], both.Current.Select(u => (u.Unit, u.Tickets)));
        Assert.Equal(1, (await office.OpenAsync(Ct))[Sample.Water]);
    }
}
