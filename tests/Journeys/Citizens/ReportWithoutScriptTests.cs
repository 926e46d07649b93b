namespace Hotline.Journeys.Citizens;

/// <summary>A citizen with an old phone, without any script, from the report to the status.</summary>
[Collection(nameof(OfficeDay))]
public sealed class ReportWithoutScriptTests(HotlineHost host, Browser browser)
{
    [Fact]
    public async Task A_citizen_reports_mends_what_was_wrong_and_tracks_the_ticket()
    {
        await using var citizen = await browser.OpenAsync(host, phone: true, script: false);
        var page = citizen.Page;
        await page.GotoAsync("/report");
        await page.FillAsync("#title", "楼道灯不亮");
        await page.ClickAsync(ReportSteps.Next);
        Assert.Equal(1, await page.Locator(".error").CountAsync());
        Assert.Equal("楼道灯不亮", await page.InputValueAsync("#title"));

        await page.SayWhatAsync("三单元楼道灯坏了一周，老人上下楼不安全，请派人修理。", "楼道灯不亮");
        await page.SayWhereAsync("金水路18号");
        await page.FillAsync("#phone", "abc");
        await page.CheckAsync("input[value=Landline]");
        await page.ClickAsync(ReportSteps.Send);
        Assert.Equal(1, await page.Locator(".error").CountAsync());
        Assert.Equal("abc", await page.InputValueAsync("#phone"));

        await page.SendWithPhoneAsync(host, "13800005678");
        var (number, code) = await page.ReceiptAsync();
        await page.TrackAsync(number, code);
        Assert.Contains("正在确定由哪个单位办理", await page.TextContentAsync(".status"), StringComparison.Ordinal);
        Assert.EndsWith("/track", page.Url, StringComparison.Ordinal); // the query code is in no address
    }

    [Fact]
    public async Task Going_back_and_sending_again_makes_one_ticket()
    {
        await using var citizen = await browser.OpenAsync(host, script: false);
        var page = citizen.Page;
        await page.SayWhatAsync("学府路东口没有公交站，建议增设。");
        await page.FillAsync("#place", "学府路");
        await page.ClickAsync("button[value=find]");
        await page.Locator("input[name='Form.Area']").First.WaitForAsync();
        await page.ClickAsync(ReportSteps.Next);
        await page.Locator("input[value=None]").WaitForAsync();
        await page.GoBackAsync(); // a page, not the browser's question whether to send a form again
        Assert.Equal("学府路", await page.InputValueAsync("#place"));
        await page.FillAsync("#place", "");
        await page.ClickAsync(ReportSteps.Next); // a suggestion needs no place
        await page.CheckAsync("input[value=None]");
        await page.ClickAsync(ReportSteps.Send);
        var first = await page.ReceiptAsync();
        await page.ReloadAsync();
        Assert.Equal(first, await page.ReceiptAsync());
        await page.GotoAsync("/report/check");
        Assert.Equal(first, await page.ReceiptAsync());
    }
}
