using Hotline.Bench.Fuzz;

namespace Hotline.Telephony.Tests.Sip;

/// <summary>The small size of `./hotline bench fuzz`.</summary>
public sealed class FuzzTests
{
    [Fact]
    public async Task Twenty_thousand_spoilt_messages_leave_nothing_behind_and_a_good_call_unharmed()
    {
        var result = await FuzzRun.RunAsync(20_000, seed: 3261, firstPort: 16_000, TestContext.Current.CancellationToken);
        Assert.True(result.Holds, result.ToString());
        Assert.True(result.CallsMade > 100 && result.Malformed > 1000, result.ToString()); // otherwise it never got in
    }

    [Fact]
    public async Task A_flood_from_one_source_is_shed_while_all_others_are_served()
    {
        var result = await Flood.RunAsync(5000, TimeSpan.FromSeconds(2), firstPort: 16_000, TestContext.Current.CancellationToken);
        Assert.True(result.Holds, result.ToString());
    }
}
