using System.Net;

namespace Hotline.Journeys;

/// <summary>A host as users have it: it makes, adopts and stops a PostgreSQL of its own.</summary>
public sealed class HostWithPrivateDatabase : HotlineHost
{
    protected override bool TakesDatabase => false;
}

/// <summary>Start, kill, start again, stop: nothing is lost and nothing stays behind.</summary>
public sealed class PrivateDatabaseJourney(HostWithPrivateDatabase host) : IClassFixture<HostWithPrivateDatabase>
{
    [Fact]
    public async Task What_was_accepted_survives_a_kill_and_a_clean_stop_takes_the_database_along()
    {
        var server = Path.Combine(host.Data, "postgres", "cluster", "postmaster.pid");
        string number;
        using (var agent = await host.ClientAsync("1001")) (number, _) = await agent.AcceptAsync(Requests.Noise());

        await host.KillAsync();
        Assert.True(File.Exists(server), "the database outlives a killed host");
        await host.StartAsync();
        using (var agent = await host.ClientAsync("1001")) Assert.Equal(HttpStatusCode.OK, (await agent.GetAsync($"tickets/{number}")).Status);

        Assert.Equal(0, await host.StopAsync());
        Assert.False(File.Exists(server), "a clean stop stops the database");
        await host.StartAsync();
        using (var agent = await host.ClientAsync("1001")) Assert.Equal("awaiting-dispatch", await agent.StateAsync(number));
    }
}
