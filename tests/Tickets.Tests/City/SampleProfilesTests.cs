using System.Globalization;
using System.Text.Json.Nodes;
using Hotline.Tickets.Accepting;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Dispatching;

namespace Hotline.Tickets.Tests.City;

/// <summary>The five sample profiles against due times worked out by hand from the rules of each place.</summary>
public sealed class SampleProfilesTests
{
    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(new TicketsOptions().CityFile)!, "profiles");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!).Order()];

    // dispatched on Monday 2026-11-09 at 09:30; the working day ends at 17:30; weekends of November 2026 are 14/15, 21/22, 28/29
    [Theory]
    [InlineData("wuhai", "consultation", "11-11 17:30")]
    [InlineData("wuhai", "help", "11-16 17:30")]
    [InlineData("wuhai", "complaint", "11-16 17:30")]
    [InlineData("wuhai", "report", "11-16 17:30")]
    [InlineData("wuhai", "suggestion", "11-16 17:30")]
    [InlineData("wuhai", "praise", "11-16 17:30")]
    [InlineData("beijing", "consultation", "11-17 00:00")]
    [InlineData("beijing", "help", "11-17 00:00")]
    [InlineData("beijing", "complaint", "11-17 00:00")]
    [InlineData("beijing", "report", "11-17 00:00")]
    [InlineData("beijing", "suggestion", "11-17 00:00")]
    [InlineData("beijing", "praise", "11-17 00:00")]
    [InlineData("shandong", "consultation", "11-16 17:30")]
    [InlineData("shandong", "help", "11-16 17:30")]
    [InlineData("shandong", "complaint", "11-16 17:30")]
    [InlineData("shandong", "report", "11-16 17:30")]
    [InlineData("shandong", "suggestion", "11-16 17:30")]
    [InlineData("shandong", "praise", "11-16 17:30")]
    [InlineData("sichuan", "consultation", "11-12 17:30")]
    [InlineData("sichuan", "help", "11-18 17:30")]
    [InlineData("sichuan", "complaint", "11-30 17:30")]
    [InlineData("sichuan", "report", "11-30 17:30")]
    [InlineData("sichuan", "suggestion", "11-18 17:30")]
    [InlineData("sichuan", "praise", "11-18 17:30")]
    [InlineData("shanghai-street", "consultation", "11-10 17:30")]
    [InlineData("shanghai-street", "help", "11-16 17:30")]
    [InlineData("shanghai-street", "complaint", "11-16 17:30")]
    [InlineData("shanghai-street", "report", "11-16 17:30")]
    [InlineData("shanghai-street", "suggestion", "11-10 17:30")]
    [InlineData("shanghai-street", "praise", "11-16 17:30")]
    public void A_ticket_of_each_type_is_due_as_the_place_says(string profile, string type, string due) =>
        Assert.Equal(due, Due(profile, TicketStory.Request with { Type = Terms.FromCode<RequestType>(type) }));

    [Theory]
    [InlineData("wuhai", Urgency.Critical, "0201", "11-09 11:30")]
    [InlineData("wuhai", Urgency.Urgent, "0201", "11-10 09:30")]
    [InlineData("beijing", Urgency.Critical, "0201", "11-09 11:30")]
    [InlineData("beijing", Urgency.Normal, "0301", "11-10 09:30")]
    [InlineData("beijing", Urgency.Normal, "0201", "11-17 00:00")]
    public void What_is_urgent_and_what_concerns_water_or_heat_has_hours(string profile, Urgency urgency, string category, string due) =>
        Assert.Equal(due, Due(profile, TicketStory.Request with { Urgency = urgency, Category = category }));

    [Theory]
    [InlineData("wuhai", "11-10 09:30")]
    [InlineData("shandong", "11-11 17:30")]
    public void Returns_have_the_places_limit(string profile, string until)
    {
        var dispatched = Assert.IsType<TicketEvent.Dispatched>(Dispatch(profile, TicketStory.Request));
        Assert.Equal(until, Local(dispatched.ReturnableUntil!.Value));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_profile_names_its_sources_and_fits_the_schema(string profile)
    {
        var rules = Rules(profile);
        Assert.NotEmpty(rules.Profile.Sources!);
        Assert.NotEqual(Sample.Rules.Version, rules.Version);
        Assert.Empty(SchemaCheck.Of(JsonNode.Parse(ProfileSchema.Write())!.AsObject(), JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, profile + ".json")))));
    }

    [Fact]
    public void There_are_five() => Assert.Equal(5, Files.Count);

    internal static CityRules Rules(string profile) => new(CityProfileFile.Read(Path.Combine(Folder, profile + ".json")));

    private static string Due(string profile, Request request) => Local(Dispatch(profile, request).Started!.Single(c => c.Name == ClockName.Handling).DueAt);

    private static TicketEvent Dispatch(string profile, Request request)
    {
        var rules = Rules(profile);
        var ticket = AcceptTicket.Decide(request, TicketNumber.Create(new DateOnly(2026, 11, 9), 1), rules, Sample.Monday).Aggregate((Ticket?)null, Ticket.Evolve)!;
        return Deciding.Decide(new DispatchTicket(Sample.Water), ticket, Sample.Dispatcher, rules, Sample.Monday).Events()[0];
    }

    private static string Local(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(8)).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);
}
