using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Hotline.Journeys;

/// <summary>The demo as anyone runs it: real calls, every step read back, a summary that adds up.</summary>
public sealed class DemoJourney
{
    [Fact]
    public async Task Three_calls_go_their_whole_ways()
    {
        var start = new ProcessStartInfo("dotnet", [Checkout.Program, "demo", "--json", "--own-host"])
        {
            WorkingDirectory = Checkout.Root, RedirectStandardOutput = true, UseShellExecute = false,
        };
        start.Environment["HOTLINE_WHISPER"] = Checkout.SpeechLibrary;
        using var demo = Process.Start(start)!;
        var printed = await demo.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await demo.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(demo.ExitCode == 0, printed);
        var steps = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.All(steps, step => Assert.True((bool)step["ok"]!, step.ToJsonString()));
        var summary = steps[^1];
        Assert.Equal(("summary", 3, 3, 2, 1), ((string)summary["step"]!, (int)summary["calls"]!, (int)summary["tickets"]!, (int)summary["closed"]!, (int)summary["transferred110"]!));
    }
}
