using Npgsql;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys;

/// <summary>A citizen calls, an agent answers at the browser, and the call becomes a ticket.</summary>
[Collection(nameof(DeskDay))]
public sealed class CallJourney(HotlineHost host, Browser browser)
{
    [Fact]
    public async Task A_call_is_answered_transcribed_and_becomes_a_ticket()
    {
        Assert.SkipUnless(Checkout.HasSpeech, "There is no speech library below .data/whisper: ./hotline builds it where a compiler can be installed.");
        var ct = TestContext.Current.CancellationToken;
        await using var agent = await browser.OpenAsync(host, "1001");
        await agent.OpenAsync("/desk");
        await agent.ShootAsync("desk-offline");
        await agent.Page.Locator(".desk[data-keys='1']").WaitForAsync();
        await agent.Page.Keyboard.PressAsync("F7");
        await Expect(agent.Page.Locator("[data-seat]")).ToHaveAttributeAsync("data-seat", "Ready");
        await Expect(agent.Page.Locator("[data-audio]")).ToHaveAttributeAsync("data-audio", "connected");

        using var citizen = new CitizenPhone(host.SipPort, "13800010004");
        await citizen.CallAsync(ct);
        using var talking = new CancellationTokenSource();
        await Expect(agent.Page.Locator("[data-call=Offered] .number")).ToHaveTextAsync("13800010004", new() { Timeout = 20_000 });
        await agent.ShootAsync("desk-offer");
        await agent.Page.Keyboard.PressAsync("F2");
        await Expect(agent.Page.Locator("[data-call=Talking]")).ToBeVisibleAsync();
        var talk = citizen.TalkAsync(Checkout.Samples("calls", "water-outage.citizen.wav"), talking.Token);

        await Expect(agent.Page.Locator("#phone")).ToHaveValueAsync("13800010004");
        await Expect(agent.Page.Locator(".said .citizen-said:not(.partial)").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(agent.Page.Locator(".said .citizen-said").Filter(new() { HasText = "停水" }).First).ToBeVisibleAsync(new() { Timeout = 90_000 });
        await Expect(agent.Page.Locator(".said .agent:not(.partial)").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(agent.Page.Locator("#text")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("停水"), new() { Timeout = 30_000 });
        await Expect(agent.Page.Locator(".prefilled #category")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(agent.Page.Locator(".prefilled #place")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("工人新村8号楼"), new() { Timeout = 60_000 });
        await agent.ShootAsync("desk-talking");

        await agent.Page.FillAsync("#title", "工人新村整栋停水两天");
        await agent.Page.SelectOptionAsync("#type", "help");
        await DraftIsSavedAsync(ct);
        await agent.OpenAsync("/desk"); // a reload in the middle of the call loses nothing
        await Expect(agent.Page.Locator("[data-call=Talking]")).ToBeVisibleAsync();
        await Expect(agent.Page.Locator("#title")).ToHaveValueAsync("工人新村整栋停水两天");
        await Expect(agent.Page.Locator(".said .citizen-said").First).ToBeVisibleAsync();
        await Expect(agent.Page.Locator("[data-audio]")).ToHaveAttributeAsync("data-audio", "connected");

        await agent.Page.Locator(".desk[data-keys='1']").WaitForAsync();
        await agent.Page.Keyboard.PressAsync("Control+Enter");
        var number = await agent.Page.Locator("[data-receipt=number]").GetAttributeAsync("data-value");
        await agent.ShootAsync("desk-receipt");
        await agent.OpenAsync("/desk"); // nor does a reload after it begin the same ticket once more
        await Expect(agent.Page.Locator(".notice", new() { HasText = number! })).ToBeVisibleAsync();
        await Expect(agent.Page.Locator(".said .citizen-said").Filter(new() { HasText = "停水" }).First).ToBeVisibleAsync();
        await Expect(agent.Page.Locator("#text")).ToHaveValueAsync("");
        await agent.ShootAsync("desk-filed");
        await agent.Page.Locator(".desk[data-keys='1']").WaitForAsync();
        await agent.Page.Keyboard.PressAsync("F8");
        await talk;
        Assert.True(citizen.Heard > 50, $"The citizen heard {citizen.Heard} frames of the agent.");
        await Expect(agent.Page.Locator("[data-seat]")).ToHaveAttributeAsync("data-seat", "WrapUp");

        using var api = await host.ClientAsync("1001");
        var (_, ticket) = await api.GetAsync($"tickets/{number}");
        var call = (string)ticket!["facts"]!["callId"]!;
        var (left, right) = Loudness.OfStereoALaw(await RecordingAsync(api, call));
        Assert.True(left > 100 && right > 100, $"The recording's channels: citizen {left:0}, agent {right:0}.");
        Assert.Empty(agent.Errors);
        await host.SignOutAsync("1001");
    }

    [Fact]
    public async Task The_desk_fits_a_phone()
    {
        await using var agent = await browser.OpenAsync(host, "1002", phone: true);
        await agent.OpenAsync("/desk");
        var wide = await agent.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        await agent.ShootAsync("desk-phone");
        Assert.InRange(wide, 0, 390);
    }

    private async Task DraftIsSavedAsync(CancellationToken ct)
    {
        await using var db = NpgsqlDataSource.Create(host.Database);
        var now = (await db.ReadAsync("select now()", [], row => row.GetDateTime(0), ct))[0];
        while ((await db.ReadAsync("select 1 from desk.draft where saved_at > $1", [now], _ => 1, ct)).Count == 0) await Task.Delay(50, ct);
    }

    private static async Task<byte[]> RecordingAsync(ApiClient api, string call)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var (_, found) = await api.GetAsync($"calls/{call}");
            if (found?["record"]?["recording"]?["sha256"] is not null) return await api.BytesAsync($"calls/{call}/recording");
            await Task.Delay(200, patience.Token);
        }
    }
}
