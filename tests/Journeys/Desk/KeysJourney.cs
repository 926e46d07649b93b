using System.Globalization;
using System.Text.Json.Nodes;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Desk;

/// <summary>What citizens say by keys alone reaches whom it is for: 同诉登记, 保位回拨, 满意度调查.</summary>
[Collection(nameof(CityDay))]
public sealed class KeysJourney(CityAround host, Browser browser)
{
    [Fact]
    public async Task Who_hears_a_surge_announcement_and_presses_1_gets_a_ticket_that_follows_the_events()
    {
        using var api = await host.ClientAsync("1001");
        var (master, _) = await api.AcceptAsync(Requests.Noise("和平路一带停水"));
        await using var supervisor = await browser.OpenAsync(host, "5001");
        await supervisor.OpenAsync("/supervising/calls");
        await BeginAsync(supervisor, ticket: "2026112200000");
        await Expect(supervisor.Page.Locator(".surges .notice.danger")).ToBeVisibleAsync(); // no such ticket
        await supervisor.Page.SetInputFilesAsync("#surge-recording", Checkout.Samples("prompts", "closed.wav"));
        await BeginAsync(supervisor, master);
        await Expect(supervisor.Page.Locator("[data-surge=on]")).ToBeVisibleAsync();

        using var citizen = await Caller.CallAsync(host, "13800010061");
        await citizen.HearsAsync("closed"); // the recording chosen above
        await citizen.Phone.PressAsync('1');
        await citizen.HearsAsync("surge-thanks");
        await citizen.HangUpAsync();
        await Expect(supervisor.Page.Locator("[data-callers='1']")).ToBeVisibleAsync();
        await supervisor.Page.Locator("[data-callers] summary").ClickAsync();
        var joined = supervisor.Page.Locator("[data-joined] a");
        await Expect(joined).ToBeVisibleAsync();
        await supervisor.ShootAsync("live-surge");
        var ticket = await joined.TextContentAsync();
        await supervisor.Page.Locator("[data-do=end-surge]").ClickAsync();
        await Expect(supervisor.Page.Locator("[data-surge]")).ToHaveCountAsync(0);
        Assert.Empty(supervisor.Errors);

        var (_, follower) = await api.GetAsync($"tickets/{ticket}");
        Assert.Equal(master, (string?)follower!["mergedInto"]);
        Assert.Equal("和平路一带停水", (string?)follower["facts"]!["title"]);
    }

    [Fact]
    public async Task Who_keeps_a_place_by_key_is_called_back_in_turn_by_the_agents_answer()
    {
        using var phones = new PoliceDesk(host.PolicePort);
        using (var citizen = await Caller.CallAsync(host, "13800010062", CityAround.CallbackLine))
        {
            await citizen.HearsAsync("no-agent-callback");
            await citizen.Phone.PressAsync('1');
            await citizen.HearsAsync("callback-number");
            await citizen.Phone.PressAsync('1');
            await citizen.HearsAsync("callback-kept");
            await citizen.Over;
        }

        await using var agent = await browser.OpenAsync(host, "1001");
        await agent.OpenAsync("/desk");
        await agent.KeysAsync();
        await agent.PressAsync("F7");
        await Expect(agent.Page.Locator("[data-call=CallbackOffered]")).ToBeVisibleAsync();
        var owed = int.Parse((await agent.Page.Locator("[data-callbacks]").GetAttributeAsync("data-callbacks"))!, CultureInfo.InvariantCulture); // others of this day may be owed a call too
        await agent.ShootAsync("desk-callback-offered");
        await agent.PressAsync("F2");
        await Expect(agent.Page.Locator("[data-call=Talking] .number")).ToHaveTextAsync("13800010062");
        await Expect(agent.Page.Locator($"[data-callbacks='{owed - 1}']")).ToBeVisibleAsync();
        await agent.PressAsync("F8");
        await Expect(agent.Page.Locator("[data-seat]")).ToHaveAttributeAsync("data-seat", "WrapUp");
        Assert.Empty(agent.Errors);
        await host.SignOutAsync("1001");
    }

    [Fact]
    public async Task Who_says_after_the_call_that_it_is_not_solved_rates_the_ticket_of_the_call()
    {
        await using var agent = await browser.OpenAsync(host, "1001");
        await agent.BecomeReadyAsync();
        using var citizen = await Caller.CallAsync(host, "13800010063", CityAround.SurveyLine);
        await agent.AnswerAsync();
        await agent.Page.FillAsync("#title", "路灯不亮");
        await agent.Page.FillAsync("#text", "建设路的路灯三天没亮了");
        await agent.Page.SelectOptionAsync("#type", "help");
        await agent.Page.FillAsync("#answer", "已告知维修安排");
        await agent.PressAsync("Control+Enter");
        var ticket = await agent.Page.Locator("[data-receipt=number]").GetAttributeAsync("data-value");
        await agent.PressAsync("F8");
        await Expect(agent.Page.Locator("[data-seat]")).ToHaveAttributeAsync("data-seat", "WrapUp");
        await citizen.HearsAsync("survey-solved");
        await citizen.Phone.PressAsync('2');
        await citizen.HearsAsync("survey-satisfied");
        await citizen.Phone.PressAsync('4');
        await citizen.Over;
        await host.SignOutAsync("1001");

        using var api = await host.ClientAsync("1001");
        var rated = await api.UntilTicketAsync(ticket!, t => Line(t, "rated") is not null);
        Assert.Contains("未解决", (string?)Line(rated, "rated")!["detail"], StringComparison.Ordinal);
    }

    private static async Task BeginAsync(Visitor supervisor, string ticket)
    {
        await supervisor.Page.FillAsync("#surge-text", "和平路一带爆管停水，正在抢修");
        await supervisor.Page.FillAsync("#surge-ticket", ticket);
        await supervisor.Page.Locator("[data-do=begin-surge]").ClickAsync();
    }

    private static JsonNode? Line(JsonNode ticket, string kind) => ticket["timeline"]!.AsArray().FirstOrDefault(l => (string?)l!["kind"] == kind);
}
