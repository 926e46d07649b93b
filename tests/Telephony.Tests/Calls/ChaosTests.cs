using Hotline.Bench.Chaos;
using Hotline.Telephony.Calls;

namespace Hotline.Telephony.Tests.Calls;

/// <summary>The small size of `./hotline bench chaos`: real sockets, a bad network, people who vanish.</summary>
public sealed class ChaosTests
{
    [Fact]
    public async Task Whatever_callers_agents_and_the_network_do_no_call_agent_or_recording_is_lost()
    {
        var folder = Directory.CreateTempSubdirectory("hotline-chaos-").FullName;
        await using var db = await TestDatabase.CreateAsync("telephony", d => Migrations.ApplyAsync(d, "telephony", typeof(CallLog).Assembly, CancellationToken.None));
        var plan = new ChaosPlan { Calls = 300, PerSecond = 30, Agents = 12, FirstPort = 10_000, Ports = 6_000, WaitsForTransactions = false };
        var result = await ChaosRun.RunAsync(plan, db, folder, TestContext.Current.CancellationToken);
        Directory.Delete(folder, recursive: true);

        Assert.True(result.Holds, result.ToString());
        Assert.True(result.Served > 30 && result.Network.Lost > 100, result.ToString()); // otherwise nothing was tried
    }
}
