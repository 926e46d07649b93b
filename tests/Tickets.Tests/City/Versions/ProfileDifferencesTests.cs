using Hotline.Tickets.City;
using Hotline.Tickets.City.Versions;

namespace Hotline.Tickets.Tests.City.Versions;

public sealed class ProfileDifferencesTests
{
    private static readonly CityProfile Profile = Sample.Rules.Profile;

    [Fact]
    public void Nothing_differs_from_itself() => Assert.Empty(ProfileDifferences.Between(Profile, Profile with { Name = Profile.Name }));

    [Fact]
    public void What_has_a_code_is_named_by_it_wherever_it_stands()
    {
        var other = Profile with { Departments = [.. Profile.Departments.Reverse().Select(d => d.Code == Sample.Water ? d with { Name = "市水务集团" } : d)] };
        Assert.Equal([("departments[water].name", $"\"{Sample.Rules.NameOf(Sample.Water)}\"", "\"市水务集团\"")], ProfileDifferences.Between(Profile, other).Select(d => (d.Path, d.Was, d.Becomes)));
    }

    [Fact]
    public void A_row_put_in_between_is_one_difference_and_not_a_shift_of_all_that_follow()
    {
        var row = Profile.DispatchCatalogue[0] with { Hours = "18:00-24:00" };
        var found = ProfileDifferences.Between(Profile, Profile with { DispatchCatalogue = [Profile.DispatchCatalogue[0], row, .. Profile.DispatchCatalogue.Skip(1)] });
        Assert.Equal(("dispatchCatalogue[1]", (string?)null), found.Select(d => (d.Path, d.Was)).Single());
        Assert.Contains("18:00-24:00", found[0].Becomes, StringComparison.Ordinal);
    }

    [Fact]
    public void A_figure_is_shown_as_it_was_and_as_it_becomes() => Assert.Equal(
        [("counts.redos", Invariant(Profile.Counts.Redos), Invariant(Profile.Counts.Redos + 3))],
        ProfileDifferences.Between(Profile, Profile with { Counts = Profile.Counts with { Redos = Profile.Counts.Redos + 3 } }).Select(d => (d.Path, d.Was, d.Becomes)));

    private static string? Invariant(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
