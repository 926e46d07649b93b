using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Pages;

/// <summary>SEC-4: a part of a picture of a page says whose screen it was.</summary>
[Collection(nameof(PagesDay))]
public sealed class LeakJourney(HotlineHost host, Browser browser)
{
    [Theory]
    [InlineData("urban", "light")]
    [InlineData("water", "dark")]
    public async Task A_cut_out_of_a_picture_names_the_viewer_and_who_asked_is_written_down(string account, string theme)
    {
        await using var viewer = await browser.OpenAsync(host, account);
        await viewer.Page.GotoAsync($"/theme/{theme}?back=/inbox");
        await viewer.ReadyAsync();
        await viewer.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var picture = await viewer.Page.ScreenshotAsync(new() { Clip = new() { X = 213, Y = 91, Width = 457, Height = 311 } });

        await using var inspector = await browser.OpenAsync(host, "8001");
        await inspector.OpenAsync("/administration/leaks");
        await inspector.Page.SetInputFilesAsync("#leak-file", new FilePayload { Name = "群里的截图.png", MimeType = "image/png", Buffer = picture });
        await Expect(inspector.Page.Locator("main .notice")).ToContainTextAsync($"（{account}）");
        await inspector.ShootAsync("leak-" + theme);
        await inspector.OpenAsync("/administration/audit");
        await Expect(inspector.Page.Locator("tbody tr").First).ToContainTextAsync("群里的截图.png");
    }

    [Fact]
    public async Task A_picture_without_a_mark_names_nobody_and_what_is_no_picture_is_told_so()
    {
        await using var citizen = await browser.OpenAsync(host);
        await citizen.Page.GotoAsync("/");
        var picture = await citizen.Page.ScreenshotAsync();
        await using var inspector = await browser.OpenAsync(host, "6001");
        await inspector.OpenAsync("/administration/leaks");
        await inspector.Page.SetInputFilesAsync("#leak-file", new FilePayload { Name = "a.png", MimeType = "image/png", Buffer = picture });
        await Expect(inspector.Page.Locator("main .notice")).ToContainTextAsync("没有读出暗水印");
        await inspector.Page.SetInputFilesAsync("#leak-file", new FilePayload { Name = "a.png", MimeType = "image/png", Buffer = [1, 2, 3] });
        await Expect(inspector.Page.Locator("main .notice.danger")).ToContainTextAsync("PNG");
    }
}
