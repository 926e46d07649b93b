using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys;

/// <summary>Three numbers of the city, three greetings, one desk, one ticket store, and a report per line.</summary>
public sealed class LineJourney(HotlineHost host, Browser browser) : IClassFixture<HotlineHost>, IClassFixture<Browser>
{
    private static readonly (string Number, string Line, string Greeting)[] Lines =
        [("12345", "12345", "greeting"), ("12319", "urban", "greeting-urban"), ("8112345", "enterprise", "greeting-enterprise")];

    [Fact]
    public async Task Calls_to_three_numbers_hear_three_greetings_and_become_tickets_of_three_lines()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var agent = await browser.OpenAsync(host, "1001");
        await agent.OpenAsync("/desk");
        await agent.Page.Locator(".desk[data-keys='1']").WaitForAsync();
        using var api = await host.ClientAsync("5001");
        foreach (var (number, line, greeting) in Lines)
        {
            await agent.Page.Keyboard.PressAsync("F7");
            await Expect(agent.Page.Locator("[data-seat]")).ToHaveAttributeAsync("data-seat", "Ready");
            using var citizen = new CitizenPhone(host.SipPort, "13800010005", number);
            await citizen.CallAsync(ct);
            var talk = citizen.TalkAsync(Checkout.Samples("calls", "water-outage.citizen.wav"), ct);
            await Expect(agent.Page.Locator("[data-call=Offered]")).ToBeVisibleAsync(new() { Timeout = 30_000 });
            Assert.Equal([greeting], Lines.Select(l => l.Greeting).Where(g => citizen.HasHeard(Checkout.Samples("prompts", $"{g}.wav"))));

            await agent.Page.Keyboard.PressAsync("F2");
            await Expect(agent.Page.Locator("[data-call=Talking]")).ToBeVisibleAsync();
            await agent.Page.FillAsync("#title", $"拨打{number}的诉求");
            await agent.Page.FillAsync("#text", "路面破损，请派人维修");
            await agent.Page.FillAsync("#place", "康宁路12号"); // the call is about water, which asks for a place
            await agent.Page.SelectOptionAsync("#type", "help");
            await agent.Page.Keyboard.PressAsync("Control+Enter");
            var ticket = await agent.Page.Locator("[data-receipt=number]").GetAttributeAsync("data-value");
            await agent.Page.Keyboard.PressAsync("F8");
            await talk;
            await Expect(agent.Page.Locator("[data-seat]")).ToHaveAttributeAsync("data-seat", "WrapUp");
            var (_, file) = await api.GetAsync($"tickets/{ticket}");
            Assert.Equal((line, line == "enterprise"), ((string?)file!["facts"]!["line"], (bool?)file["facts"]!["neverPublic"] ?? false));
        }

        await ReportedAsync(api, ct);
    }

    // calls are written asynchronously
    private static async Task ReportedAsync(ApiClient api, CancellationToken ct)
    {
        while (true)
        {
            var (_, report) = await api.GetAsync("lines/report");
            var scores = report!["lines"]!.AsArray().ToDictionary(l => (string)l!["code"]!, l => ((int)l!["calls"]!, (int)l["talked"]!, (int)l["tickets"]!));
            if (Lines.All(l => scores[l.Line].Item2 > 0))
            {
                Assert.All(Lines, l => Assert.Equal((1, 1, 1), scores[l.Line]));
                Assert.Equal((0, 0, 0), scores["market"]);
                return;
            }

            await Task.Delay(200, ct);
        }
    }
}
