using Hotline.Tickets.City;
using Hotline.Tickets.City.Versions;
using Hotline.Tickets.Tests.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Tickets.Tests.City.Versions;

/// <summary>Two hosts on one database: what is published on one holds on the other.</summary>
public sealed class TwoHostsTests
{
    [Fact]
    public async Task A_step_withheld_by_a_version_that_one_host_publishes_is_refused_by_the_other()
    {
        await using var here = await ApiHost.StartAsync();
        await using var there = await here.BesideAsync();
        var (number, _) = await here.DispatchedAsync();
        Assert.Contains("return", await AllowedAsync(there, number));

        var draft = Sample.Rules.Profile with { RulesVersion = "no-returns", Withheld = [new(Role.Department, [Step.Return])] };
        Assert.Equal(200, (await here.SendAsync(HttpMethod.Put, "profiles/draft", Sample.Administrator, ProfileJson.Write(draft))).Status);
        Assert.Equal(200, (await here.PostAsync("profiles/draft/rehearsals", Sample.Administrator, new { })).Status);
        var (status, published) = await here.PostAsync("profiles/draft/publication", Sample.Administrator, new { reason = "本市单位不得退单" });
        Assert.True(status == 200, published?.ToJsonString());
        while (there.Services.GetRequiredService<CityRules>().Version != "no-returns") await Task.Delay(10, Ct);

        var (refused, problem) = await there.PostAsync($"tickets/{number}/return", Sample.WaterClerk, new { code = "wrong-duty", reason = "非本单位职责" });
        Assert.Equal((409, "urn:hotline:refused:withheld"), (refused, (string)problem!["type"]!));
        Assert.DoesNotContain("return", problem["allowed"]!.AsArray().Select(a => (string)a!));
        Assert.DoesNotContain("return", await AllowedAsync(there, number));
        Assert.Contains("sign", await AllowedAsync(there, number));
        Assert.Equal(204, (await there.PostAsync($"tickets/{number}/sign", Sample.WaterClerk)).Status);
        Assert.Equal("no-returns", (string)(await here.GetAsync($"tickets/{number}/events", Sample.Supervisor)).Body!.AsArray()[^1]!["rulesVersion"]!);
    }

    private static async Task<IEnumerable<string>> AllowedAsync(ApiHost host, string number) =>
        (await host.GetAsync($"tickets/{number}", Sample.WaterClerk)).Body!["allowed"]!.AsArray().Select(a => (string)a!);
}
