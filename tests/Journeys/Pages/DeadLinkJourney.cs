using System.Net;
using Hotline.Journeys.Desk;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Pages;

/// <summary>A host whose data link to 110 leads to nobody.</summary>
public sealed class DeafPoliceHost : HotlineHost
{
    protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal) { ["Telephony__PartnerEndpoint"] = $"http://127.0.0.1:{PacketPort}/packets" };

    internal int PacketPort { get; } = FreePorts.Next();
}

/// <summary>语音兜底: the data link is dead, the voice goes, and the packet follows once the link is back.</summary>
public sealed class DeadLinkJourney(DeafPoliceHost host, Browser browser) : IClassFixture<DeafPoliceHost>, IClassFixture<Browser>
{
    [Fact]
    public async Task The_button_becomes_voice_transfer_and_the_packet_is_queued_until_the_link_is_back()
    {
        using var police = new PoliceDesk(host.PolicePort);
        await using var agent = await browser.OpenAsync(host, "1001");
        await agent.BecomeReadyAsync();
        using var citizen = await Caller.CallAsync(host, "13800010009", wav: Checkout.Samples("calls", "robbery.citizen.wav"));
        await agent.AnswerAsync();
        await Expect(agent.Page.Locator("[data-deed='transfer-to-110']")).ToContainTextAsync("语音转接", new() { Timeout = 20_000 });
        await Expect(agent.Page.Locator("[data-link=down]")).ToContainTextAsync("已排队");
        await agent.ShootAsync("desk-voice-only");
        await agent.PressAsync("F9");
        await Expect(agent.Page.Locator("[data-police=Joined]")).ToBeVisibleAsync(new() { Timeout = 20_000 });

        await using var supervisor = await browser.OpenAsync(host, "5001");
        await supervisor.OpenAsync("/partners?tab=unacked");
        await Expect(supervisor.Page.Locator("[data-link-alarm='110']")).ToContainTextAsync("语音转接");
        await Expect(supervisor.Page.Locator("tr[data-state=offered]", new() { HasText = "随转信息" })).ToHaveCountAsync(1);
        await supervisor.ShootAsync("partners-link-down");

        using var inbox = new HttpListener { Prefixes = { $"http://127.0.0.1:{host.PacketPort}/" } };
        inbox.Start(); // the link is back
        await UntilPacketAsync(inbox, TestContext.Current.CancellationToken);
        await Expect(agent.Page.Locator("[data-deed='transfer-to-110']")).Not.ToContainTextAsync("语音转接", new() { Timeout = 20_000 });
        await citizen.HangUpAsync();
        await agent.PressAsync("Shift+F7");
    }

    /// <summary>Answers whatever comes, until a packet is among it.</summary>
    private static async Task UntilPacketAsync(HttpListener inbox, CancellationToken ct)
    {
        var packets = 0;
        var answering = Task.Run(async () =>
        {
            while (inbox.IsListening)
            {
                var request = await inbox.GetContextAsync();
                if (request.Request.HttpMethod == "POST") Interlocked.Increment(ref packets);
                request.Response.StatusCode = 204;
                request.Response.Close();
            }
        }, ct);
        for (var tries = 0; Volatile.Read(ref packets) == 0 && tries < 300; tries++) await Task.Delay(200, ct);
        Assert.True(Volatile.Read(ref packets) > 0, "the packet did not follow");
        _ = answering.ContinueWith(_ => { }, TaskScheduler.Default);
    }
}
