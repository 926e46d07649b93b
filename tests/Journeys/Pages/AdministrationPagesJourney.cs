using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Pages;

/// <summary>Every page of administration opens, in both languages, and whoever may not change a thing is not shown how.</summary>
[Collection(nameof(PagesDay))]
public sealed partial class AdministrationPagesJourney(HotlineHost host, Browser browser)
{
    private static readonly string[] All =
    [
        "/administration", "/administration/units", "/accounts", "/administration/roles", "/administration/rosters", "/administration/map", "/administration/profiles", "/administration/profiles/draft",
        "/administration/profiles/compare", "/administration/catalogue", "/administration/calendar", "/administration/letters", "/administration/lines", "/administration/prompts", "/administration/deliveries",
        "/administration/notices", "/administration/jobs", "/administration/integrity", "/administration/audit", "/administration/views", "/administration/leaks", "/administration/retention",
    ];

    [Fact]
    public async Task Every_page_opens_in_Chinese_and_in_English_with_its_heading_and_its_explanation()
    {
        await using var admin = await browser.OpenAsync(host, "admin");
        foreach (var path in All)
        {
            await admin.OpenAsync(path);
            await Expect(admin.Page.Locator("h1")).ToContainTextAsync(Chinese());
            await Expect(admin.Page.Locator("details.about")).ToHaveCountAsync(1);
            await Expect(admin.Page.Locator("#blazor-error-ui")).ToBeHiddenAsync();
            await admin.ShootAsync("administration" + path.Replace("/administration", "", StringComparison.Ordinal).Replace('/', '-'));
        }

        await admin.Page.GotoAsync("/language/en?back=/administration");
        foreach (var path in All)
        {
            await admin.OpenAsync(path);
            foreach (var words in await admin.Page.Locator("h1, h2, h3, label, legend, summary, th, main button:not(.pick), .about p, .tag").AllInnerTextsAsync())
                Assert.DoesNotMatch(Chinese(), Own().Replace(words, ""));
            Assert.DoesNotMatch(Key(), await admin.Page.Locator("main").InnerTextAsync());
        }

        Assert.Empty(admin.Errors);
    }

    [Fact]
    public async Task What_is_exported_as_CSV_or_Excel_can_be_imported_again_and_changes_nothing()
    {
        await using var admin = await browser.OpenAsync(host, "admin");
        foreach (var (path, table) in new[] { ("/accounts", "accounts"), ("/administration/calendar", "calendar"), ("/administration/prompts", "prompts"), ("/administration/letters", "letters"), ("/administration/units", "units") })
        {
            foreach (var format in new[] { "csv", "xlsx" })
            {
                await admin.OpenAsync(path);
                var file = await admin.Page.APIRequest.GetAsync($"/administration/export/{table}.{format}");
                await admin.Page.Locator("details.import > summary").ClickAsync();
                await admin.Page.Locator("details.import input[type=file]").SetInputFilesAsync(new FilePayload { Name = $"{table}.{format}", MimeType = "application/octet-stream", Buffer = await file.BodyAsync() });
                await Expect(admin.Page.Locator("details.import .notice")).ToContainTextAsync("新增 0，更改 0，不变");
            }
        }

        Assert.Empty(admin.Errors);
    }

    [Fact]
    public async Task A_letter_that_was_imported_is_what_the_next_citizen_gets_and_the_old_file_brings_the_old_text_back()
    {
        await using var admin = await browser.OpenAsync(host, "admin");
        var page = admin.Page;
        var old = await (await page.APIRequest.GetAsync("/administration/export/letters.csv")).BodyAsync();
        var text = System.Text.Encoding.UTF8.GetString(old);
        Assert.Contains("诉求已转交承办单位", text, StringComparison.Ordinal);
        try
        {
            await ImportAsync(System.Text.Encoding.UTF8.GetBytes(text.Replace("诉求已转交承办单位", "您的诉求已有单位办理", StringComparison.Ordinal)));
            await Expect(page.Locator("main")).ToContainTextAsync("您的诉求已有单位办理");
            Assert.Contains("您的诉求已有单位办理", await SubjectsAsync(), StringComparison.Ordinal);
        }
        finally { await ImportAsync(old); }

        Assert.Contains("诉求已转交承办单位", await SubjectsAsync(), StringComparison.Ordinal);

        async Task ImportAsync(byte[] csv)
        {
            await admin.OpenAsync("/administration/letters");
            await page.Locator("details.import > summary").ClickAsync();
            await page.Locator("details.import input[type=file]").SetInputFilesAsync(new FilePayload { Name = "letters.csv", MimeType = "text/csv", Buffer = csv });
            await Expect(page.Locator("details.import .notice")).ToContainTextAsync("更改 1");
            await page.Locator("details.import button.primary").ClickAsync();
            await Expect(page.Locator(".toast")).ToContainTextAsync("1");
        }
    }

    /// <summary>Of the letters of a new ticket that goes to a unit.</summary>
    private async Task<string> SubjectsAsync()
    {
        using var agent = await host.SignedInAsync("1001");
        using var dispatcher = await host.SignedInAsync("2001");
        var (number, _) = await agent.AcceptAsync(new { type = "help", title = "路灯不亮", text = "学府路路灯不亮。", place = "学府路", wantsReply = true, phone = "13800007714" });
        await dispatcher.StepAsync(number, "dispatch", new { department = "urban" });
        for (var tries = 0; tries < 100; tries++, await Task.Delay(100, TestContext.Current.CancellationToken))
        {
            var (_, letters) = await dispatcher.GetAsync($"tickets/{number}/letters");
            if (letters?.AsArray() is { Count: > 1 } both) return string.Join('|', both.Select(l => (string?)l!["subject"]));
        }

        return "";
    }

    [Fact]
    public async Task Accounts_come_in_together_with_passwords_told_once_or_not_at_all()
    {
        await using var admin = await browser.OpenAsync(host, "admin");
        await admin.OpenAsync("/accounts");
        await admin.Page.Locator("details.import > summary").ClickAsync();
        await ImportAsync("账号,姓名,角色,单位代码\n1901,新话务员,话务员,\n1901,又一个,nobody,\nwater-9,承办员,department,nowhere\n");
        await Expect(admin.Page.Locator("details.import .table tbody tr")).ToHaveCountAsync(3);
        await Expect(admin.Page.Locator("details.import .table")).ToContainTextAsync("nowhere");
        await admin.ShootAsync("accounts-import-error");
        await ImportAsync("账号,姓名,角色,单位代码\n1901,新话务员,话务员,\nwater-9,承办员,department,water\n");
        await Expect(admin.Page.Locator("details.import .notice")).ToContainTextAsync("新增 2");
        await admin.Page.Locator("details.import button.primary").ClickAsync();
        await Expect(admin.Page.Locator("table.told tbody tr")).ToHaveCountAsync(2);
        await Expect(admin.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "新话务员" }).Last).ToContainTextAsync("1901");
        Assert.Empty(await Axe.FindAsync(admin.Page));
        await admin.ShootAsync("accounts-import");
        Assert.Empty(admin.Errors);

        Task ImportAsync(string csv) => admin.Page.Locator("details.import input[type=file]").SetInputFilesAsync(new FilePayload { Name = "accounts.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(csv) });
    }

    [Fact]
    public async Task An_auditor_reads_the_logs_and_the_rules_and_takes_them_as_a_file_but_changes_nothing()
    {
        await using var auditor = await browser.OpenAsync(host, "8001");
        await auditor.OpenAsync("/administration/profiles");
        await Expect(auditor.Page.GetByRole(AriaRole.Button, new() { Name = "回滚" })).ToHaveCountAsync(0);
        await Expect(auditor.Page.GetByRole(AriaRole.Link, new() { Name = "写草稿" })).ToHaveCountAsync(0);
        await auditor.OpenAsync("/administration/audit");
        var file = await auditor.Page.RunAndWaitForDownloadAsync(() => auditor.Page.GetByRole(AriaRole.Link, new() { Name = "导出 CSV" }).ClickAsync());
        var bytes = await File.ReadAllBytesAsync(await file.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]); // or Excel reads the Chinese wrong
        Assert.StartsWith("时间,操作人", System.Text.Encoding.UTF8.GetString(bytes, 3, bytes.Length - 3), StringComparison.Ordinal);
        await auditor.OpenAsync("/administration/audit");
        await Expect(auditor.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "audit.csv" }).First).ToContainTextAsync("导出"); // who took it stands in it

        await auditor.Page.GotoAsync("/accounts");
        await Expect(auditor.Page).ToHaveURLAsync(new Regex("/not-yours"));
        var refused = await auditor.Page.APIRequest.GetAsync(new Uri(host.Address, "/administration/export/accounts.csv").ToString());
        Assert.NotEqual("text/csv", refused.Headers.GetValueOrDefault("content-type")?.Split(';')[0]);
    }

    /// <summary>The city's own names are Chinese in every language.</summary>
    [GeneratedRegex("\"[^\"]*\"|安澜[^ ]*|试行[^ ]*")]
    private static partial Regex Own();

    /// <summary>A term without English words shows as Kind.code.</summary>
    [GeneratedRegex(@"\b[A-Z][a-z]+[A-Z][A-Za-z]*\.[a-z][a-z-]+\b|\bCard\.[a-z]+")]
    private static partial Regex Key();

    [GeneratedRegex("[\u4e00-\u9fff]")]
    private static partial Regex Chinese();
}
