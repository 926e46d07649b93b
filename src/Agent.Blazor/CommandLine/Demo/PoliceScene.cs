using Hotline.Telephony.Phones;

namespace Hotline.Agent.Blazor.CommandLine.Demo;

/// <summary>两线联动: the agent presses one key; 110 answers, hears the citizen, and the citizen never leaves the line.</summary>
internal static class PoliceScene
{
    internal static async Task TransferAsync(Stage stage, string call, SampleCall sample, PhoneCall phone, CancellationToken ct)
    {
        await Task.Delay(TimeSpan.FromSeconds(5), ct); // the citizen has said what it is about
        await stage.Agent.PostAsync($"calls/{call}/transfer-to-110", null, ct);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        var arrived = await stage.Police.Arrived.ReadAsync(patience.Token);
        var page = await Scene.UntilAsync("110 to be on the line", () => stage.Agent.GetAsync($"calls/{call}", ct), p => p.At("live").Text("police") == "joined", ct);
        stage.Steps.Write("transferred-to-110", arrived.CallerNumber == sample.From, ("state", page.At("live").Text("police")), ("citizenStillOn", !phone.Ended.IsCompleted));
        stage.Tally.Transferred110++;
    }
}
