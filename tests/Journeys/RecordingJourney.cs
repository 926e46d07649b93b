using System.Net;
using System.Text.Json.Nodes;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys;

/// <summary>A call is recorded, paused, listened to, checked and kept; and only by those who may (TEL-7).</summary>
[Collection(nameof(DeskDay))]
public sealed class RecordingJourney(HotlineHost host, Browser browser)
{
    [Fact]
    public async Task A_recording_is_paused_then_heard_by_those_who_may()
    {
        var ct = TestContext.Current.CancellationToken;
        using var agent = await host.ClientAsync("1001");
        await agent.PostAsync("seat/ready", new { });
        using var citizen = new CitizenPhone(host.SipPort, "13800010077");
        await citizen.CallAsync(ct);
        var call = await OfferedAsync(agent);
        Assert.Equal(HttpStatusCode.NoContent, (await agent.PostAsync($"calls/{call}/answer", new { })).Status);
        using var talking = new CancellationTokenSource();
        var talk = citizen.TalkAsync(Checkout.Samples("calls", "robbery.citizen.wav"), talking.Token);

        Assert.Equal(HttpStatusCode.BadRequest, (await agent.PostAsync($"calls/{call}/recording/pause", new { reason = " " })).Status);
        var (early, refusal) = await agent.PostAsync($"calls/{call}/recording/resume", new { });
        Assert.Equal((HttpStatusCode.Conflict, "recording-runs"), (early, (string?)refusal!["code"]));
        Assert.NotNull(refusal["english"]);
        Assert.Equal(HttpStatusCode.NoContent, (await agent.PostAsync($"calls/{call}/recording/pause", new { reason = "市民报身份证号" })).Status);
        await Task.Delay(1500, ct);
        Assert.Equal(HttpStatusCode.NoContent, (await agent.PostAsync($"calls/{call}/recording/resume", new { })).Status);
        await Task.Delay(1500, ct);
        await agent.PostAsync($"calls/{call}/hang-up", new { });
        await talk;
        await RecordedAsync(agent, call);
        await host.SignOutAsync("1001");

        using var colleague = await host.ClientAsync("1002");
        Assert.Equal(HttpStatusCode.NotFound, (await colleague.GetAsync($"calls/{call}")).Status);
        foreach (var part in new[] { "", "/waveform", "/check" }) Assert.Equal(HttpStatusCode.NotFound, (await colleague.GetAsync($"calls/{call}/recording{part}")).Status);
        using var supervisor = await host.ClientAsync("5001");
        Assert.True((bool)(await supervisor.GetAsync($"calls/{call}/recording/check")).Body!["whole"]!);
        Assert.Equal(HttpStatusCode.NoContent, (await supervisor.PostAsync($"calls/{call}/recording/hold", new { reason = "投诉复核" })).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await supervisor.PostAsync($"calls/{call}/recording/hold", new { reason = "投诉复核" })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.PostAsync($"calls/{call}/recording/release", new { })).Status);

        await using var visitor = await browser.OpenAsync(host, "5001");
        await visitor.OpenAsync("/calls");
        await visitor.ShootAsync("calls");
        await visitor.OpenAsync($"/calls/{call}");
        await Expect(visitor.Page.Locator(".player[data-drawn='1']")).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator(".waveform .gaps rect")).ToHaveCountAsync(1);
        await visitor.Page.Locator("[data-do=check]").ClickAsync();
        await Expect(visitor.Page.Locator("[data-checked]")).ToHaveTextAsync("与挂机时一致");
        Assert.DoesNotContain("listened", await KindsAsync(supervisor, call)); // to look is not to listen
        await visitor.Page.Locator(".waveform").ClickAsync();
        await visitor.Page.WaitForFunctionAsync("document.querySelector('.player audio').currentTime > 0");
        Assert.Contains("listened", await KindsAsync(supervisor, call));
        await visitor.ShootAsync("call");
        Assert.Empty(visitor.Errors);

        await using var phone = await browser.OpenAsync(host, "5001", phone: true);
        await phone.OpenAsync($"/calls/{call}");
        await phone.ShootAsync("call-phone");
        Assert.InRange(await phone.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 0, 390);
    }

    private static async Task<string> OfferedAsync(ApiClient agent)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var (_, live) = await agent.GetAsync("calls/live");
            if (live!.AsArray().FirstOrDefault(c => (string?)c!["state"] is "offered" or "Offered") is { } call) return (string)call["id"]!;
            await Task.Delay(100, patience.Token);
        }
    }

    private static async Task RecordedAsync(ApiClient api, string call)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await api.GetAsync($"calls/{call}")).Body?["record"]?["recording"]?["sha256"] is null) await Task.Delay(200, patience.Token);
    }

    private static async Task<IReadOnlyList<string>> KindsAsync(ApiClient api, string call)
    {
        JsonNode? page = null;
        for (var n = 0; n < 10 && page?["events"]?.ToJsonString().Contains("listened", StringComparison.Ordinal) != true; n++)
        {
            (_, page) = await api.GetAsync($"calls/{call}");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        return [.. page!["events"]!.AsArray().Select(e => (string)e!["kind"]!)];
    }
}
