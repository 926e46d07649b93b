using Hotline.Journeys.Desk;
using Npgsql;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Pages;

/// <summary>坐席台 without a call: phrases, the hotline's scope, places by initials, fields a category needs; and nothing moves while one types.</summary>
[Collection(nameof(PagesDay))]
public sealed class GuidanceJourney(HotlineHost host, Browser browser)
{
    [Fact]
    public async Task A_supervisor_writes_a_phrase_in_versions_and_an_agent_inserts_it_by_keys()
    {
        await using var supervisor = await browser.OpenAsync(host, "5001");
        await supervisor.OpenAsync("/phrases");
        var page = supervisor.Page;
        await page.Locator("[data-do=new]").ClickAsync();
        await page.Locator("#code").FillAsync("ldbl");
        await page.Locator("#title").FillAsync("路灯不亮");
        await page.Locator("#kind").SelectOptionAsync("Macro");
        await page.Locator("#type").SelectOptionAsync("help");
        await page.Locator("#category").SelectOptionAsync("0104");
        await page.Locator("#body").FillAsync("{place}路灯不亮，{weather}");
        await page.Locator("form button[type=submit].primary").ClickAsync();
        await Expect(page.Locator("#body-error")).ToContainTextAsync("{weather}");
        await page.Locator("#body").FillAsync("{place}路灯不亮");
        await page.Locator("form button[type=submit].primary").ClickAsync();
        await Expect(page.Locator("[data-phrase=ldbl] td").Nth(3)).ToHaveTextAsync("1");
        await page.Locator("[data-phrase=ldbl] button").ClickAsync();
        await page.Locator("#body").FillAsync("{place}路灯不亮，请{unit}检修");
        await supervisor.ShootAsync("phrases");
        await page.Locator("form button[type=submit].primary").ClickAsync();
        await Expect(page.Locator("[data-phrase=ldbl] td").Nth(3)).ToHaveTextAsync("2");

        await using var agent = await DeskAsync();
        await agent.Page.Locator("#place").FillAsync("康宁路12号");
        await agent.PressAsync("Control+Shift+F2");
        await Expect(agent.Page.Locator("#phrase-find")).ToBeFocusedAsync();
        await agent.Page.Keyboard.TypeAsync("ldbl");
        await Expect(agent.Page.Locator("[data-phrase]")).ToHaveCountAsync(1);
        await agent.ShootAsync("desk-phrases");
        await agent.PressAsync("Enter");
        await Expect(agent.Page.Locator("#text")).ToBeFocusedAsync();
        await Expect(agent.Page.Locator("#text")).ToHaveValueAsync("康宁路12号路灯不亮，请市城市管理局检修"); // the unit follows from the category the macro has chosen
        await Expect(agent.Page.Locator("#category")).ToHaveValueAsync("0104");
        await Expect(agent.Page.Locator("[data-receipt]")).ToHaveCountAsync(0);
        await agent.PressAsync("Control+Shift+F2");
        await Expect(agent.Page.Locator("#phrase-find")).ToBeFocusedAsync();
        await agent.Page.Keyboard.TypeAsync("ldbl");
        await Expect(agent.Page.Locator("[data-phrase]")).ToHaveCountAsync(1);
        await agent.PressAsync("Enter");
        await Expect(agent.Page.Locator("#text")).ToHaveValueAsync("康宁路12号路灯不亮，请市城市管理局检修。康宁路12号路灯不亮，请市城市管理局检修");
        await LeaveAsync(agent);
        Assert.Empty(supervisor.Errors);
    }

    [Fact]
    public async Task A_matter_of_the_courts_is_pointed_out_and_one_key_makes_it_not_accepted_with_its_ground()
    {
        await using var agent = await DeskAsync();
        await agent.Page.Locator("#type").SelectOptionAsync("help");
        await agent.Page.Locator("#title").FillAsync("工资纠纷");
        await agent.Page.Locator("#text").PressSequentiallyAsync("工资的事已经申请劳动仲裁了");
        await Expect(agent.Page.Locator("[data-scope=R2][data-chosen=false]")).ToContainTextAsync("仲裁");
        await agent.ShootAsync("desk-scope");
        await agent.Page.SetViewportSizeAsync(1366, 640); // cards above take room from the form, the pointer stays in sight
        Assert.True(await agent.Page.Locator("[data-scope=R2] span").EvaluateAsync<bool>("(e) => { const r = e.getBoundingClientRect(); return e.contains(document.elementFromPoint(r.x + 20, r.y + r.height / 2)); }"));
        await agent.PressAsync("Shift+F12");
        await Expect(agent.Page.Locator("[data-scope=R2][data-chosen=true]")).ToBeVisibleAsync();
        await agent.PressAsync("Control+Enter");
        await Expect(agent.Page.Locator("[data-receipt=say]")).ToContainTextAsync("不能直接受理");
        await agent.ShootAsync("desk-receipt-refused");
        var number = await agent.Page.Locator("[data-receipt=number]").GetAttributeAsync("data-value");
        using var api = await host.SignedInAsync("1001");
        var ticket = await api.UntilTicketAsync(number!, t => t["timeline"]!.ToJsonString().Contains("not-accepted", StringComparison.Ordinal));
        Assert.NotNull(ticket);
        Assert.Empty(agent.Errors);
    }

    [Fact]
    public async Task A_place_is_found_by_initials_and_a_category_says_on_the_page_and_at_the_api_what_it_needs()
    {
        await using var agent = await DeskAsync();
        await agent.Page.Locator("#type").SelectOptionAsync("complaint");
        await agent.Page.Locator("#category").SelectOptionAsync("0202");
        await Expect(agent.Page.Locator(".line.place.needed")).ToHaveCountAsync(1);
        await agent.Page.Locator("#title").FillAsync("电梯停运");
        await agent.Page.Locator("#text").FillAsync("电梯停运三天了");
        await agent.PressAsync("Control+Enter");
        using var api = await host.SignedInAsync("1001");
        var (status, problem) = await api.PostAsync("tickets", new { type = "complaint", title = "电梯停运", text = "电梯停运三天了", category = "0202" });
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, status);
        await Expect(agent.Page.Locator("#place-error")).ToHaveTextAsync((string)problem!["errors"]!["place"]![0]!);

        await agent.Page.Locator("#place").FocusAsync();
        await agent.Page.Keyboard.TypeAsync("rmgy");
        await Expect(agent.Page.Locator("[data-place-grid=chengguan-05]")).ToHaveCountAsync(1); // rm is 人民广场 too
        await Expect(agent.Page.Locator("[data-place-grid=chengguan-05]")).ToContainTextAsync("城关街道");
        await agent.ShootAsync("desk-place");
        await agent.PressAsync("Tab");
        await agent.PressAsync("Enter");
        await Expect(agent.Page.Locator("#place")).ToHaveValueAsync("人民公园");
        await Expect(agent.Page.Locator("#place")).ToBeFocusedAsync();
        await Expect(agent.Page.Locator("#district")).ToHaveValueAsync("laocheng");
        await agent.PressAsync("Control+Enter");
        var number = await agent.Page.Locator("[data-receipt=number]").GetAttributeAsync("data-value");
        await Expect(agent.Page.Locator("[data-receipt=say]")).ToContainTextAsync(string.Join(' ', number![..4].ToCharArray()));
        var (_, ticket) = await api.GetAsync($"tickets/{number}");
        Assert.Equal("chengguan-05", (string?)ticket!["facts"]!["grid"]);
        Assert.Empty(agent.Errors);
    }

    [Fact]
    public async Task Nothing_moves_while_one_types_and_proposals_arrive()
    {
        using var api = await host.SignedInAsync("1001");
        await api.AcceptAsync(Requests.Noise("碧水湾夜间施工噪声")); // so that there is something similar
        await using var agent = await DeskAsync();
        await agent.Page.EvaluateAsync(
            """
            () => { window.moved = []; new PerformanceObserver(list => { for (const e of list.getEntries()) for (const s of e.sources) if (s.node?.parentElement?.closest?.(".desk"))
              window.moved.push(`${s.node.nodeName}.${s.node.className} ${s.previousRect.y}→${s.currentRect.y}`); }).observe({ type: "layout-shift", buffered: false }); }
            """);
        await agent.Page.Locator("#title").PressSequentiallyAsync("碧水湾施工噪声");
        await agent.Page.Locator("#text").PressSequentiallyAsync("碧水湾二期旁的工地晚上十一点还在打桩，施工噪声很大，已经起诉过一次。", new() { Delay = 40 });
        await Expect(agent.Page.Locator(".similar li")).Not.ToHaveCountAsync(0);
        await Expect(agent.Page.Locator(".candidates button")).Not.ToHaveCountAsync(0);
        await Expect(agent.Page.Locator("[data-scope=R2]")).ToBeVisibleAsync();
        await agent.Page.Locator("#text").PressSequentiallyAsync("孩子睡不着。", new() { Delay = 40 });
        await agent.ShootAsync("desk-typing");
        Assert.Empty(await agent.Page.EvaluateAsync<string[]>("() => window.moved"));
        await LeaveAsync(agent);
    }

    [Fact]
    public async Task Words_typed_while_the_host_was_away_are_there_when_it_is_back()
    {
        await using var agent = await DeskAsync();
        await agent.Page.Locator("#title").FillAsync("断线前的标题");
        await agent.Page.Locator("#text").PressSequentiallyAsync("断线前");
        await SavedAsync();
        await host.KillAsync();
        await agent.Page.Locator("#components-reconnect-modal.components-reconnect-show, #components-reconnect-modal.components-reconnect-retrying").WaitForAsync();
        await agent.Page.Locator("#text").PressSequentiallyAsync("，断线后");
        await agent.Page.EvaluateAsync("() => { window.before = true; }");
        await host.StartAsync();
        await agent.Page.WaitForFunctionAsync("() => window.before === undefined", null, new() { Timeout = 60_000 }); // the desk loads itself again
        await agent.KeysAsync();
        await Expect(agent.Page.Locator("#title")).ToHaveValueAsync("断线前的标题");
        await Expect(agent.Page.Locator("#text")).ToHaveValueAsync("断线前，断线后");
        agent.Errors.Clear(); // Blazor's script complains of the host that went away
        await LeaveAsync(agent);
    }

    /// <summary>Returns once everything typed before now is saved.</summary>
    private async Task SavedAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var db = NpgsqlDataSource.Create(host.Database);
        var now = (await db.ReadAsync("select now()", [], row => row.GetDateTime(0), ct))[0];
        while ((await db.ReadAsync("select 1 from desk.draft where agent = '1002' and saved_at > $1", [now], _ => 1, ct)).Count == 0) await Task.Delay(50, ct);
    }

    /// <summary>The desk of an agent who does not take calls, with an empty form.</summary>
    private async Task<Visitor> DeskAsync()
    {
        var agent = await browser.OpenAsync(host, "1002");
        await agent.OpenAsync("/desk");
        await agent.KeysAsync();
        await agent.Page.Locator(".ticket-form").WaitForAsync();
        return agent;
    }

    /// <summary>Throws the draft away, so that the next story finds an empty form.</summary>
    private static async Task LeaveAsync(Visitor agent)
    {
        await agent.Page.Locator("[data-do=discard]").ClickAsync();
        await Expect(agent.Page.Locator("#text")).ToHaveValueAsync("");
        Assert.Empty(agent.Errors);
    }
}
