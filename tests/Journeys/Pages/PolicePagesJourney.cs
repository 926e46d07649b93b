using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Pages;

/// <summary>两线联动 on the pages: what 110 hands over, what we send and get no receipt for, the daily match, and a data link that is down.</summary>
[Collection(nameof(PagesDay))]
public sealed class PolicePagesJourney(HotlineHost host, Browser browser)
{
    private static readonly string Run = Guid.NewGuid().ToString("N")[..6];

    [Fact]
    public async Task Cases_from_110_are_signed_for_or_sent_back_and_the_outcome_goes_back_under_their_number()
    {
        using var police = await host.ClientAsync("admin"); // an administrator may speak for a partner that has no key yet
        var ours = await PushAsync(police, $"J{Run}1", "楼道堆放杂物", "邻里纠纷，民警已劝离，请清理楼道");
        await PushAsync(police, $"J{Run}2", "两人持械斗殴", "误推送的警情");
        Assert.Equal(ours, await PushAsync(police, $"J{Run}1", "楼道堆放杂物", "邻里纠纷，民警已劝离，请清理楼道"));

        await using var agent = await browser.OpenAsync(host, "1002");
        await agent.OpenAsync("/partners");
        var row = agent.Page.Locator($"tr[data-exchange='J{Run}1']");
        await Expect(row).ToContainTextAsync("楼道堆放杂物");
        await agent.ShootAsync("partners-desktop-zh");
        await row.GetByRole(AriaRole.Button, new() { Name = $"签收 J{Run}1" }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = $"退回 J{Run}2" }).ClickAsync();
        await agent.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "退回", Exact = true }).ClickAsync();
        await Expect(agent.Page.Locator("#send-back-reason-error")).ToContainTextAsync("请填写退回理由");
        await agent.Page.Locator("#send-back-reason").FillAsync("属治安案件，请贵方处置");
        await agent.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "退回", Exact = true }).ClickAsync();
        await Expect(agent.Page.Locator($"tr[data-exchange='J{Run}2']")).ToHaveCountAsync(0);

        using var dispatcher = await host.ClientAsync("2001");
        await dispatcher.StepAsync(ours, "answer", new { answer = "已通知物业清理，今日完成" });
        await agent.OpenAsync("/partners?tab=all");
        await Expect(agent.Page.Locator($"tr[data-exchange='J{Run}2'][data-state='refused']").First).ToContainTextAsync("属治安案件");
        await Expect(agent.Page.Locator($"tr[data-exchange='J{Run}1'][data-state='returned']")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = $"报文 J{Run}1" }).Last.ClickAsync();
        await Expect(agent.Page.Locator("pre.packet")).ToContainTextAsync("民警已劝离");
        var words = string.Concat(Directory.EnumerateFiles(Path.Combine(host.Data, "outbox", "partners", "110"), "*.json").Select(File.ReadAllText));
        Assert.Contains("已通知物业清理", words, StringComparison.Ordinal);
        Assert.Contains("属治安案件，请贵方处置", words, StringComparison.Ordinal);
        Assert.Empty(agent.Errors);
    }

    [Fact]
    public async Task The_daily_match_names_what_only_one_side_has_until_nothing_is_unknown()
    {
        using var police = await host.ClientAsync("admin");
        await PushAsync(police, $"K{Run}", "占道停车", "车辆占用消防通道");
        var today = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8));
        Assert.Equal(HttpStatusCode.BadRequest, (await police.PostAsync($"partners/110/ledger?day={today:yyyy-MM-dd}", new JsonArray())).Status);
        var day = today.AddDays(-1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var (_, ledger) = await police.GetAsync($"partners/110/ledger?day={day}");
        var unknown = JsonNode.Parse($$"""{"from":"110","kind":"case","correlation":"X{{Run}}","state":"acked"}""");
        await police.SendAsync("POST", $"partners/110/ledger?day={day}", new JsonArray([.. ledger!.AsArray().Select(l => l!.DeepClone()), unknown]));
        await using var supervisor = await browser.OpenAsync(host, "5001");
        await supervisor.OpenAsync("/partners?tab=matches");
        await supervisor.Page.Locator($"tr[data-match='{day}'] summary").ClickAsync();
        await Expect(supervisor.Page.Locator($"tr[data-match='{day}']")).ToContainTextAsync($"X{Run}");
        await supervisor.ShootAsync("partners-matches-zh");

        await police.SendAsync("POST", $"partners/110/ledger?day={day}", ledger.DeepClone());
        await Expect(supervisor.Page.Locator($"tr[data-match='{day}']")).ToContainTextAsync("未知为零", new() { Timeout = 15_000 }); // the page looks by itself
        await supervisor.Page.GotoAsync("/language/en?back=/partners?tab=links");
        await supervisor.ReadyAsync();
        await Expect(supervisor.Page.Locator("[data-link='119'][data-up='up']")).ToHaveTextAsync("By files");
        Assert.Equal(["110", "119", "120", "122"], await supervisor.Page.Locator("[data-link]").EvaluateAllAsync<string[]>("all => all.map(e => e.dataset.link)"));
        await supervisor.ShootAsync("partners-links-en");
        await supervisor.Page.GotoAsync("/theme/dark?back=/partners?tab=all");
        await supervisor.ReadyAsync();
        await supervisor.ShootAsync("partners-all-en-dark");
        await supervisor.Page.SetViewportSizeAsync(390, 844);
        await supervisor.ShootAsync("partners-all-en-phone");
        await supervisor.Page.GotoAsync("/language/zh?back=/partners?tab=all");
        await supervisor.ReadyAsync();
        await supervisor.ShootAsync("partners-all-zh-phone");
        Assert.Empty(supervisor.Errors);
    }

    private static async Task<string> PushAsync(ApiClient police, string number, string title, string text)
    {
        var (status, receipt) = await police.PostAsync("partners/110/cases", new { correlation = number, title, text, place = "金水路18号", phone = "13800012345", officer = "031245" });
        Assert.Equal(HttpStatusCode.OK, status);
        return (string)receipt!["number"]!;
    }
}
