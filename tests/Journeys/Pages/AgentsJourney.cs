using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Pages;

/// <summary>同办: several people at one ticket, and words that outlive the window they were typed in.</summary>
[Collection(nameof(PagesDay))]
public sealed class AgentsJourney(HotlineHost host, Browser browser)
{
    [Fact]
    public async Task Two_people_at_one_ticket_see_each_other_and_the_slower_one_keeps_the_words()
    {
        using var api = await host.SignedInAsync("1001");
        var (number, _) = await api.AcceptAsync(Requests.Noise("两人同开的工单"));
        await using var dispatcher = await browser.OpenAsync(host, "2001");
        await using var supervisor = await browser.OpenAsync(host, "5001");
        await dispatcher.OpenAsync($"/tickets/{number}");
        await supervisor.OpenAsync($"/tickets/{number}");
        await Expect(dispatcher.Page.Locator("[data-others='1']")).ToContainTextAsync("5001");
        await Expect(supervisor.Page.Locator("[data-others='1']")).ToContainTextAsync("2001");

        await TypeAsync(supervisor, "先向街道核实地址再派");
        await Expect(dispatcher.Page.Locator("[data-writing='1'] .notice")).ToContainTextAsync("5001");
        await Expect(dispatcher.Page.Locator(".together[data-at=reason]")).ToContainTextAsync("“派单”的“"); // who is in which field
        await Expect(dispatcher.Page.Locator(".field[data-with]")).ToHaveCountAsync(1);
        await Expect(dispatcher.Page.Locator(".field:has(#reason)")).ToHaveAttributeAsync("data-with", new System.Text.RegularExpressions.Regex("."));
        await supervisor.Page.Locator("[data-kept=dispatch] #department").FocusAsync();
        await Expect(dispatcher.Page.Locator(".field[data-with]:has(#department)")).ToHaveCountAsync(1);
        await Expect(dispatcher.Page.Locator(".field[data-with]:has(#reason)")).ToHaveCountAsync(0);
        await dispatcher.ShootAsync("ticket-together");

        await TypeAsync(dispatcher, "按目录");
        await Expect(supervisor.Page.Locator("[data-writing='1'] .notice")).ToContainTextAsync("2001");
        await dispatcher.Page.Locator("#department").SelectOptionAsync("urban");
        await dispatcher.Page.Locator("[data-kept=dispatch] button[type=submit]").ClickAsync();
        await Expect(dispatcher.Page.Locator(".timeline")).ToContainTextAsync("派单");
        await Expect(supervisor.Page.Locator("[data-others='1'][data-writing='0']")).ToBeVisibleAsync(); // who has sent it writes no more
        await Expect(supervisor.Page.Locator("[data-left=dispatch]")).ToHaveValueAsync("先向街道核实地址再派");
        await supervisor.ShootAsync("ticket-too-late");
        await supervisor.Page.Locator(".notice:has([data-left]) button").ClickAsync();
        await Expect(supervisor.Page.Locator("[data-left]")).ToHaveCountAsync(0);
        Assert.Empty(dispatcher.Errors);
        Assert.Empty(supervisor.Errors);
    }

    [Fact]
    public async Task What_was_typed_into_a_form_is_there_after_the_browser_was_killed_and_gone_once_the_step_is_taken()
    {
        using var api = await host.SignedInAsync("1001");
        var (number, _) = await api.AcceptAsync(Requests.Noise("写到一半的工单"));
        await using (var killed = await browser.OpenAsync(host, "2001"))
        {
            await killed.OpenAsync($"/tickets/{number}");
            await TypeAsync(killed, "写到一半");
        }

        await using var elsewhere = await browser.OpenAsync(host, "2001");
        await elsewhere.OpenAsync($"/tickets/{number}");
        await Expect(elsewhere.Page.Locator("[data-kept=dispatch] #reason")).ToHaveValueAsync("写到一半");
        await elsewhere.Page.Locator("#department").SelectOptionAsync("urban");
        await elsewhere.Page.Locator("[data-kept=dispatch] button[type=submit]").ClickAsync();
        await Expect(elsewhere.Page.Locator(".timeline")).ToContainTextAsync("写到一半");
        await elsewhere.OpenAsync($"/tickets/{number}");
        await Expect(elsewhere.Page.Locator("[data-left]")).ToHaveCountAsync(0);
        Assert.Empty(elsewhere.Errors);
    }

    /// <summary>Types as a person does; returns when the browser has saved it.</summary>
    private static async Task TypeAsync(Visitor person, string words)
    {
        var field = person.Page.Locator("[data-kept=dispatch] #reason");
        var saved = person.Page.WaitForResponseAsync(r => r.Url.Contains("/kept/dispatch", StringComparison.Ordinal) && r.Status == 204);
        await field.ClickAsync();
        await field.PressSequentiallyAsync(words);
        await saved;
    }
}
