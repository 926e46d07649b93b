using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Pages;

/// <summary>By keys alone, the mouse unplugged: a unit's whole way through a ticket, and the dispatch desk.</summary>
[Collection(nameof(PagesDay))]
public sealed class KeyboardJourney(HotlineHost host, Browser browser)
{
    /// <summary>Presses of the Tab key to the next thing a person wants; more would be a maze.</summary>
    private const int Far = 60;

    [Fact]
    public async Task A_unit_signs_contacts_and_replies_by_keys_alone()
    {
        using var agent = await host.SignedInAsync("1001");
        using var dispatcher = await host.SignedInAsync("2001");
        var (number, _) = await agent.AcceptAsync(Requests.Noise("键盘办理的工单"));
        await dispatcher.StepAsync(number, "dispatch", new { department = "urban" });
        await using var clerk = await browser.OpenAsync(host);
        var page = clerk.Page;
        await SignInAsync(clerk, "urban", "/inbox");
        await Expect(page.Locator($"a[href='/tickets/{number}']")).ToBeVisibleAsync();
        await GoAsync(clerk, $"a[href='/tickets/{number}']", most: 400); // as far down as the list is long
        await page.Keyboard.PressAsync("Enter");
        await clerk.ReadyAsync();

        await Expect(page.GetByRole(AriaRole.Tab, new() { Name = "签收" })).ToBeVisibleAsync();
        await GoAsync(clerk, "[data-kept=sign] button[type=submit]");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".timeline")).ToContainTextAsync("签收");

        await Expect(page.Locator("[role=tab][aria-selected=true]")).ToBeFocusedAsync(); // the form that was sent is gone: on with the next step
        await GoAsync(clerk, "[data-kept=contact] input[type=radio]", most: 4);
        await page.Keyboard.PressAsync("Space");
        await Expect(page.Locator("#person")).ToBeVisibleAsync();
        await GoAsync(clerk, "#person");
        await page.Keyboard.TypeAsync("王女士");
        await GoAsync(clerk, "#content");
        await page.Keyboard.TypeAsync("已说明处置安排");
        await GoAsync(clerk, "[data-kept=contact] button[type=submit]");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".timeline")).ToContainTextAsync("已说明处置安排");

        await Expect(page.Locator("[role=tab][aria-selected=true]")).ToBeFocusedAsync();
        await ChooseTabAsync(clerk, "答复");
        await GoAsync(clerk, "#finding");
        await page.Keyboard.PressAsync("ArrowDown");
        await GoAsync(clerk, "#result");
        await page.Keyboard.PressAsync("ArrowDown");
        await GoAsync(clerk, "[data-kept=reply] #publicText");
        await page.Keyboard.TypeAsync("已责令停止夜间施工，并安排巡查。");
        await GoAsync(clerk, "[data-kept=reply] button[type=submit]");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("main")).ToContainTextAsync("待审核");
        Assert.Equal("awaiting-review", await agent.StateAsync(number));
        Assert.Empty(clerk.Errors);
    }

    [Fact]
    public async Task A_dispatcher_opens_a_ticket_beside_the_list_dispatches_it_and_goes_back_by_keys_alone()
    {
        using var agent = await host.SignedInAsync("1001");
        var mark = "keys" + Guid.NewGuid().ToString("N")[..8];
        var (first, _) = await agent.AcceptAsync(Requests.Noise($"{mark} 一"));
        var (second, _) = await agent.AcceptAsync(Requests.Noise($"{mark} 二"));
        await using var dispatcher = await browser.OpenAsync(host);
        var page = dispatcher.Page;
        await SignInAsync(dispatcher, "2001", "/dispatching");
        await GoAsync(dispatcher, "main input[type=search]");
        await page.Keyboard.TypeAsync(mark);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("tr .pick")).ToHaveCountAsync(2);

        await GoAsync(dispatcher, "tr:nth-child(2) .pick");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("tr:nth-child(2)[aria-selected=true]")).ToHaveCountAsync(1);
        await Expect(page.Locator("#picked")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("tr:nth-child(2) .pick")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#picked")).ToBeFocusedAsync();
        await GoAsync(dispatcher, "#department", most: 12); // the unit that is proposed stands there
        await GoAsync(dispatcher, "[data-kept=dispatch] button[type=submit]", most: 4);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("tr .pick")).ToHaveCountAsync(1);
        await Expect(page.Locator("tr[aria-selected=true] .pick")).ToBeFocusedAsync(); // on with the next one
        await dispatcher.ShootAsync("keys-dispatching");
        Assert.Equal(["awaiting-dispatch", "awaiting-signature"], new[] { await agent.StateAsync(first), await agent.StateAsync(second) }.Order());
        Assert.Empty(dispatcher.Errors);
    }

    [Fact]
    public async Task Colours_once_chosen_can_be_left_to_the_device_again()
    {
        await using var citizen = await browser.OpenAsync(host);
        var page = citizen.Page;
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.GotoAsync("/");
        var dark = await GroundAsync(page);
        await Expect(page.Locator(".theme-device")).ToBeHiddenAsync(); // nothing was chosen
        await page.Locator("a[href^='/theme/light']").ClickAsync();
        await Expect(page.Locator("html[data-theme=light]")).ToHaveCountAsync(1);
        await Expect(page.Locator("html")).Not.ToHaveCSSAsync("background-color", dark);
        await page.Locator(".theme-device").ClickAsync();
        await Expect(page.Locator("html[data-theme]")).ToHaveCountAsync(0);
        await Expect(page.Locator("html")).ToHaveCSSAsync("background-color", dark); // its sheets may still be on their way
    }

    private static Task<string> GroundAsync(IPage page) => page.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).backgroundColor");

    private static async Task SignInAsync(Visitor person, string account, string path)
    {
        await person.Page.GotoAsync("/sign-in");
        await Expect(person.Page.Locator("#account")).ToBeFocusedAsync();
        await person.Page.Keyboard.TypeAsync(account);
        await person.Page.Keyboard.PressAsync("Tab");
        await person.Page.Keyboard.TypeAsync(ApiClient.Password);
        await person.Page.Keyboard.PressAsync("Enter");
        await Expect(person.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(path));
        await person.ReadyAsync();
    }

    /// <summary>Presses Tab until the cursor is there.</summary>
    private static async Task GoAsync(Visitor person, string selector, int most = Far)
    {
        await person.Page.Locator(selector).First.WaitForAsync();
        for (var presses = 0; presses < most; presses++)
        {
            await person.Page.Keyboard.PressAsync("Tab");
            if (await person.Page.EvaluateAsync<bool>("where => document.activeElement.matches(where)", selector)) return;
        }

        Assert.Fail($"{selector} is not reached by {most} presses of the Tab key; the cursor is at {await person.Page.EvaluateAsync<string>("() => document.activeElement.outerHTML.slice(0, 120)")}.");
    }

    private static async Task ChooseTabAsync(Visitor person, string name)
    {
        for (var presses = 0; presses < Far; presses++)
        {
            if (await person.Page.EvaluateAsync<string>("() => document.activeElement.textContent.trim()") == name) return;
            await person.Page.Keyboard.PressAsync("ArrowRight");
            await person.Page.WaitForTimeoutAsync(60);
        }

        Assert.Fail($"There is no tab {name}.");
    }
}
