namespace Hotline.Journeys.Citizens;

/// <summary>A citizen with an old phone, without any script, from the report to the status.</summary>
public sealed class ReportWithoutScriptTests(HotlineHost host, Browser browser) : IClassFixture<HotlineHost>, IClassFixture<Browser>
{
    [Fact]
    public async Task A_citizen_reports_mends_what_was_wrong_and_tracks_the_ticket()
    {
        await using var citizen = await browser.OpenAsync(host, phone: true, script: false);
        var page = citizen.Page;
        await page.GotoAsync("/report");
        await page.FillAsync("#title", "楼道灯不亮");
        await page.FillAsync("#phone", "abc");
        await page.ClickAsync("form button[type=submit]");

        Assert.Equal(3, await page.Locator(".error").CountAsync()); // kind, text, telephone
        Assert.Equal("楼道灯不亮", await page.InputValueAsync("#title"));
        Assert.Equal("abc", await page.InputValueAsync("#phone"));
        await citizen.ShootAsync("citizen-report-errors");

        await page.CheckAsync("input[value=help]");
        await page.FillAsync("#text", "三单元楼道灯坏了一周，老人上下楼不安全，请派人修理。");
        await page.FillAsync("#phone", "13800005678");
        await page.ClickAsync("form button[type=submit]");
        var number = (await page.TextContentAsync("#ticket-number"))!;
        var code = (await page.TextContentAsync("#query-code"))!;
        await citizen.ShootAsync("citizen-receipt");

        await page.GotoAsync("/track");
        await page.FillAsync("#number", number);
        await page.FillAsync("#code", code);
        await page.ClickAsync("form button[type=submit]");
        Assert.Contains("正在确定由哪个单位办理", await page.TextContentAsync(".status"), StringComparison.Ordinal);
        Assert.EndsWith("/track", page.Url, StringComparison.Ordinal); // the query code is in no address
        await citizen.ShootAsync("citizen-status");
    }

    [Fact]
    public async Task Sending_the_form_twice_makes_one_ticket()
    {
        await using var citizen = await browser.OpenAsync(host, script: false);
        var page = citizen.Page;
        await page.GotoAsync("/report");
        await page.CheckAsync("input[value=suggestion]");
        await page.FillAsync("#title", "建议增设公交站");
        await page.FillAsync("#text", "学府路东口没有公交站，建议增设。");
        await page.ClickAsync("form button[type=submit]");
        var first = await page.TextContentAsync("#ticket-number");
        await page.ReloadAsync();
        Assert.Equal(first, await page.TextContentAsync("#ticket-number"));
    }
}
