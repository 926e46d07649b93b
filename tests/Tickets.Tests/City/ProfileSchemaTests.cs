using System.Text.Json.Nodes;
using Hotline.Tickets.City;
using Hotline.Tickets.City.Versions;

namespace Hotline.Tickets.Tests.City;

public sealed class ProfileSchemaTests
{
    private static readonly string File = Path.Combine(Path.GetDirectoryName(new TicketsOptions().CityFile)!, "profile.schema.json");

    /// <summary>Run with HOTLINE_WRITE=1 after a change of the records.</summary>
    [Fact]
    public void The_file_beside_the_samples_is_the_schema_of_the_records()
    {
        if (Environment.GetEnvironmentVariable("HOTLINE_WRITE") == "1") System.IO.File.WriteAllText(File, ProfileSchema.Write());
        Assert.True(System.IO.File.ReadAllText(File) == ProfileSchema.Write(), "The records have changed: run this test with HOTLINE_WRITE=1 and commit samples/city/profile.schema.json.");
    }

    [Fact]
    public void The_sample_city_fits_it_and_so_does_what_is_written_of_it()
    {
        var schema = JsonNode.Parse(ProfileSchema.Write())!.AsObject();
        Assert.Empty(SchemaCheck.Of(schema, JsonNode.Parse(System.IO.File.ReadAllText(new TicketsOptions().CityFile))));
        Assert.Empty(SchemaCheck.Of(schema, JsonNode.Parse(ProfileJson.Write(Sample.Rules.Profile))));
    }

    [Theory]
    [InlineData("{\"extends\": \"a.json\", \"nmae\": \"x\"}", "$.nmae: not allowed")]
    [InlineData("{\"extends\": \"a.json\", \"limits\": [{\"clock\": \"tea\", \"value\": 1, \"unit\": \"minutes\"}]}", "$.limits[0].clock")]
    [InlineData("{\"extends\": \"a.json\", \"limits\": [{\"clock\": \"review\", \"unit\": \"minutes\"}]}", "$.limits[0].value: is required")]
    [InlineData("{\"name\": \"x\"}", "$.rulesVersion: is required")]
    public void It_refuses_what_the_reader_refuses(string json, string says) =>
        Assert.Contains(SchemaCheck.Of(JsonNode.Parse(ProfileSchema.Write())!.AsObject(), JsonNode.Parse(json)), p => p.StartsWith(says, StringComparison.Ordinal));

    [Fact]
    public void A_profile_written_and_read_says_the_same()
    {
        var profile = Sample.Rules.Profile with { Handling = new HandlingRules() };
        Assert.Equal(ProfileJson.Sum(profile), ProfileJson.Sum(ProfileJson.Read(ProfileJson.Write(profile))));
        Assert.Empty(CityProfileFile.Check(ProfileJson.Write(profile)).Problems);
    }
}
