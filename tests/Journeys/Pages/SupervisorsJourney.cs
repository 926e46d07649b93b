using System.Globalization;
using System.Net;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Pages;

/// <summary>班长与主管: the board on the wall, figures down to their tickets, reports, rota.</summary>
[Collection(nameof(PagesDay))]
public sealed class SupervisorsJourney(HotlineHost host, Browser browser)
{
    [Fact]
    public async Task The_wallboard_shows_a_new_ticket_and_a_seat_within_a_second_and_nothing_of_any_person()
    {
        await using var wall = await browser.OpenAsync(host, "5001");
        await wall.OpenAsync("/wallboard");
        var accepted = wall.Page.Locator("[data-wall=accepted]");
        await Expect(accepted).Not.ToHaveAttributeAsync("data-value", "—");
        var before = Number(await accepted.GetAttributeAsync("data-value"));
        using var agent = await host.SignedInAsync("1001");
        await agent.AcceptAsync(Requests.Noise("大屏前的一件事"));
        await Expect(accepted).Not.ToHaveAttributeAsync("data-value", before.ToString("N0", System.Globalization.CultureInfo.InvariantCulture), new() { Timeout = 5_000 });
        Assert.True(Number(await accepted.GetAttributeAsync("data-value")) > before);
        await Expect(wall.Page.Locator("[data-wall^=seat-]")).ToHaveCountAsync(7);
        var words = await wall.Page.InnerTextAsync("body");
        Assert.DoesNotContain("大屏前的一件事", words, StringComparison.Ordinal);
        Assert.DoesNotContain("陈先生", words, StringComparison.Ordinal);
        Assert.Empty(await Axe.FindAsync(wall.Page));
        await wall.ShootAsync("wall");
        await wall.OpenAsync("/wallboard?theme=light");
        Assert.Empty(await Axe.FindAsync(wall.Page));
        await InEveryLookAsync(wall, "/wallboard", "wall");
    }

    [Fact]
    public async Task Every_number_of_a_figure_leads_to_as_many_tickets()
    {
        using (var agent = await host.SignedInAsync("1001")) await agent.AcceptAsync(Requests.Noise());
        await using var supervisor = await browser.OpenAsync(host, "5001");
        await supervisor.OpenAsync("/figures");
        await Expect(supervisor.Page.Locator("[data-figure=accepted] td.number b")).ToBeVisibleAsync();
        await supervisor.Page.Locator("[data-figure=accepted] a").ClickAsync();
        await Expect(supervisor.Page.Locator("[data-chart=drawn] canvas").First).ToBeVisibleAsync();
        await supervisor.Page.Locator(".chart summary").First.ClickAsync(); // the same figures as a table
        Assert.Empty(await Axe.FindAsync(supervisor.Page));
        foreach (var by in new[] { "channel", "type", "unit", "category" })
        {
            await supervisor.OpenAsync("/figures/accepted?by=" + by);
            await Expect(supervisor.Page.Locator("a[data-part]").First).ToBeVisibleAsync();
            foreach (var link in (await supervisor.Page.Locator("a[data-part]").EvaluateAllAsync<string[][]>("links => links.map(a => [a.getAttribute('href'), a.textContent])")).Take(4))
            {
                await supervisor.OpenAsync(link[0]);
                await Expect(supervisor.Page.Locator("[data-total]")).ToHaveAttributeAsync("data-total", Number(link[1]).ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        await supervisor.ShootAsync("figure-tickets");
        await supervisor.OpenAsync("/figures/accepted?by=district");
        await Expect(supervisor.Page.Locator(".map path.area").First).ToBeVisibleAsync();
        await InEveryLookAsync(supervisor, "/figures", "figures");
        await InEveryLookAsync(supervisor, "/figures/accepted?by=district", "figure");
        await InEveryLookAsync(supervisor, "/figures/calls", "figures-calls");
        await InEveryLookAsync(supervisor, "/figures/months", "figures-months");
        await InEveryLookAsync(supervisor, "/units/water/figures", "unit-figures");
    }

    [Fact]
    public async Task A_unit_sees_its_own_figures_and_is_told_where_it_may_not_look()
    {
        await using var clerk = await browser.OpenAsync(host, "water");
        await clerk.OpenAsync("/units/urban/figures");
        await Expect(clerk.Page.Locator(".notice")).ToContainTextAsync("供水");
        await clerk.OpenAsync("/units/water/figures");
        await Expect(clerk.Page.Locator("[data-figure=on-time]")).ToBeVisibleAsync();
        using var other = await host.SignedInAsync("water");
        Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync("statistics/months")).Status);
    }

    [Fact]
    public async Task A_report_stands_on_a_page_on_A4_and_in_Excel_and_who_took_it_is_written_down()
    {
        using (var agent = await host.SignedInAsync("1001")) await agent.AcceptAsync(Requests.Noise());
        await using var supervisor = await browser.OpenAsync(host, "5001");
        await supervisor.OpenAsync("/reports");
        Assert.Empty(await Axe.FindAsync(supervisor.Page));
        await supervisor.ShootAsync("reports");
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(8)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var path = "/reports/monthly/" + today;
        await supervisor.OpenAsync(path);
        await Expect(supervisor.Page.Locator("[data-figure=accepted]")).ToBeVisibleAsync();
        await Expect(supervisor.Page.Locator(".watermark")).ToBeHiddenAsync(); // on paper only
        await supervisor.Page.PdfAsync(new() { Path = Path.Combine(Checkout.Artifacts("screenshots"), "report.pdf"), PreferCSSPageSize = true, PrintBackground = true });
        await supervisor.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(supervisor.Page.Locator(".watermark span").First).ToContainTextAsync("5001");
        await Expect(supervisor.Page.Locator(".watermark span").First).ToBeVisibleAsync();
        await supervisor.ShootAsync("report-print");
        await supervisor.Page.EmulateMediaAsync(new() { Media = Media.Screen });
        await InEveryLookAsync(supervisor, path, "report");

        var word = await supervisor.Page.RunAndWaitForDownloadAsync(() => supervisor.Page.GetByRole(AriaRole.Link, new() { Name = "Word" }).ClickAsync());
        var paper = Path.Combine(Checkout.Artifacts("screenshots"), "report.docx");
        await word.SaveAsAsync(paper);
        using (var document = DocumentFormat.OpenXml.Packaging.WordprocessingDocument.Open(paper, isEditable: false))
        {
            Assert.Empty(new DocumentFormat.OpenXml.Validation.OpenXmlValidator().Validate(document, TestContext.Current.CancellationToken).Select(e => e.Description));
            Assert.Contains("5001", document.MainDocumentPart!.FooterParts.Single().Footer.InnerText, StringComparison.Ordinal);
            Assert.InRange(document.MainDocumentPart.Document.Body!.Elements<DocumentFormat.OpenXml.Wordprocessing.Table>().Count(), 4, 9);
        }

        var download = await supervisor.Page.RunAndWaitForDownloadAsync(() => supervisor.Page.GetByRole(AriaRole.Link, new() { Name = "Excel" }).ClickAsync());
        var file = Path.Combine(Checkout.Artifacts("screenshots"), "report.xlsx");
        await download.SaveAsAsync(file);
        using (var book = DocumentFormat.OpenXml.Packaging.SpreadsheetDocument.Open(file, isEditable: false))
        {
            Assert.Empty(new DocumentFormat.OpenXml.Validation.OpenXmlValidator().Validate(book, TestContext.Current.CancellationToken));
            Assert.InRange(book.WorkbookPart!.WorksheetParts.Count(), 7, 12);
        }

        var csv = await supervisor.Page.APIRequest.GetAsync("/exports/figures/accepted?by=unit&format=csv");
        Assert.StartsWith("\uFEFF", await csv.TextAsync(), StringComparison.Ordinal);
        using var accepting = await host.SignedInAsync("1001");
        var (made, _) = await accepting.AcceptAsync(Requests.Noise("刚刚登记、马上导出的工单"));
        await supervisor.OpenAsync("/tickets?q=" + Uri.EscapeDataString("马上导出"));
        var link = await supervisor.Page.Locator("a[href*='/exports/tickets'][href*=csv]").GetAttributeAsync("href");
        var rows = (await (await supervisor.Page.APIRequest.GetAsync(link!)).TextAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, rows.Length); // the headings and the one that was looked for
        Assert.Contains(made, rows[1], StringComparison.Ordinal);
        await supervisor.OpenAsync("/reports/special?category=0105&title=" + Uri.EscapeDataString("供水专报"));
        await Expect(supervisor.Page.Locator("h1")).ToHaveTextAsync("供水专报");
        await Expect(supervisor.Page.Locator("[data-figure=accepted]")).ToBeVisibleAsync();

        await using var clerk = await browser.OpenAsync(host, "water");
        Assert.NotEqual(200, (await clerk.Page.APIRequest.GetAsync("/exports/reports/daily/" + today, new() { MaxRedirects = 0 })).Status);
        Assert.NotEqual(200, (await clerk.Page.APIRequest.GetAsync("/exports/tickets", new() { MaxRedirects = 0 })).Status);
    }

    [Fact]
    public async Task A_report_goes_by_mail_to_whom_a_supervisor_chose_with_the_file_and_a_record()
    {
        await using var supervisor = await browser.OpenAsync(host, "5001");
        await supervisor.OpenAsync("/reports");
        var page = supervisor.Page;
        await page.FillAsync("#mail-name", "市政府值班室");
        await page.FillAsync("#mail-address", "duty@office");
        await page.ClickAsync("#mail-add");
        await Expect(page.Locator("#mail-address-error")).ToContainTextAsync("邮箱");
        await page.FillAsync("#mail-address", "duty@example.gov.cn");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "周报" }).CheckAsync();
        await page.ClickAsync("#mail-add");
        var receiver = page.Locator("[data-receiver='duty@example.gov.cn']");
        await Expect(receiver).ToContainTextAsync("周报");
        await Expect(page.Locator("[data-send=Daily]")).ToBeDisabledAsync(); // nobody gets it
        await page.ClickAsync("[data-send=Weekly]");
        await Expect(page.Locator(".notice")).ToContainTextAsync("1 个收件人");
        var sent = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "5001" }).Filter(new() { HasText = "duty@example.gov.cn" });
        for (var i = 0; i < 20 && !(await sent.First.InnerTextAsync()).Contains("已发送", StringComparison.Ordinal); i++) await supervisor.OpenAsync("/reports");
        await Expect(sent.First).ToContainTextAsync("已发送");
        var letter = Directory.EnumerateFiles(host.Data, "*.json", SearchOption.AllDirectories).Select(File.ReadAllText).First(t => t.Contains("duty@example.gov.cn", StringComparison.Ordinal));
        using var json = System.Text.Json.JsonDocument.Parse(letter);
        using var file = new MemoryStream(json.RootElement.GetProperty("file").GetProperty("content").GetBytesFromBase64());
        using (var document = DocumentFormat.OpenXml.Packaging.WordprocessingDocument.Open(file, isEditable: false)) Assert.StartsWith("周报", document.MainDocumentPart!.Document.Body!.InnerText, StringComparison.Ordinal);
        await InEveryLookAsync(supervisor, "/reports", "reports");
        await supervisor.OpenAsync("/language/zh-CN?back=/reports");
        await receiver.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(receiver).ToHaveCountAsync(0);

        await using var auditor = await browser.OpenAsync(host, "8001");
        await auditor.OpenAsync("/reports");
        await Expect(auditor.Page.Locator("#mail-add")).ToHaveCountAsync(0);
        await auditor.OpenAsync("/administration/audit");
        await Expect(auditor.Page.Locator("main")).ToContainTextAsync("报表寄送");
    }

    [Fact]
    public async Task A_call_moves_the_tiles_of_the_wallboard_by_push_and_leaving_moves_them_back()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var wall = await browser.OpenAsync(host, "5001");
        await wall.OpenAsync("/wallboard");
        var waiting = wall.Page.Locator("[data-wall=waiting]");
        var before = int.Parse((await waiting.GetAttributeAsync("data-value"))!, CultureInfo.InvariantCulture); // other stories' callers may wait as well
        string More(int callers) => (before + callers).ToString(CultureInfo.InvariantCulture);
        await wall.Page.EvaluateAsync("window.opened = true"); // gone with any reload
        using (var citizen = new CitizenPhone(host.SipPort, "13800098001"))
        {
            await citizen.CallAsync(ct);
            await Expect(waiting).ToHaveAttributeAsync("data-value", More(1), new() { Timeout = 30_000 }); // after the greeting; nobody is at a seat
            await Expect(wall.Page.Locator("[data-wall=longest]")).Not.ToHaveAttributeAsync("data-value", "—");
            await wall.ShootAsync("wall-waiting");
            await citizen.HangUpAsync();
        }

        await Expect(waiting).Not.ToHaveAttributeAsync("data-value", More(1), new() { Timeout = 30_000 });
        Assert.True(await wall.Page.EvaluateAsync<bool>("window.opened === true"));
        Assert.Empty(wall.Errors);
    }

    [Fact]
    public async Task The_forecast_takes_the_weather_that_a_supervisor_writes_or_imports()
    {
        var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(8)).AddDays(3).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await using var supervisor = await browser.OpenAsync(host, "5001");
        var page = supervisor.Page;
        await supervisor.OpenAsync("/rota?day=" + day);
        await page.FillAsync("#weather", "一二三四五六七八九十十一");
        await page.ClickAsync("#weather-save");
        await Expect(page.Locator(".card .error")).ToContainTextAsync("5");
        await page.FillAsync("#weather", "暴雨，大风");
        await page.ClickAsync("#weather-save");
        await Expect(page.Locator("h1 .tag")).ToHaveTextAsync(["暴雨", "大风"]);
        await Expect(page.Locator("[data-weather-factor]")).ToHaveAttributeAsync("data-weather-factor", "1"); // no such day is known yet
        await page.Locator("details.import > summary").ClickAsync();
        await page.Locator("#weather-file").SetInputFilesAsync(new FilePayload { Name = "w.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes($"日期,天气\n{day},寒潮\n2026-13-01,高温\n") });
        await Expect(page.Locator("details.import .table")).ToContainTextAsync("2026-13-01");
        await page.Locator("#weather-file").SetInputFilesAsync(new FilePayload { Name = "w.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes($"日期,天气\n{day},寒潮\n") });
        await page.Locator("details.import button.primary").ClickAsync();
        await Expect(page.Locator("h1 .tag")).ToHaveTextAsync(["寒潮"]);
        await supervisor.ShootAsync("rota-weather");
        await page.FillAsync("#weather", "");
        await page.ClickAsync("#weather-save");
        await Expect(page.Locator("h1 .tag")).ToHaveCountAsync(0);
        Assert.Empty(supervisor.Errors);
    }

    [Fact]
    public async Task A_supervisor_plans_a_shift_and_an_agent_has_it_swapped()
    {
        var tomorrow = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(8)).AddDays(1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await using var supervisor = await browser.OpenAsync(host, "5001");
        await supervisor.OpenAsync("/rota?day=" + tomorrow + "&handling=240");
        await supervisor.Page.FillAsync("#rota-agent", "1001");
        await supervisor.Page.FillAsync("#rota-from", "08:00");
        await supervisor.Page.FillAsync("#rota-to", "16:00");
        await supervisor.Page.ClickAsync("#rota-add");
        await Expect(supervisor.Page.GetByRole(AriaRole.Button, new() { Name = "删除 1001" })).ToHaveCountAsync(1);
        await supervisor.Page.ClickAsync("#rota-add"); // twice
        await Expect(supervisor.Page.Locator(".notice")).ToContainTextAsync("已有班次");

        await using var agent = await browser.OpenAsync(host, "1001");
        await agent.OpenAsync("/rota/mine");
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "申请换班" }).ClickAsync();
        await agent.Page.SelectOptionAsync("#swap-to", "1002");
        await agent.Page.FillAsync("#swap-why", "家长会");
        Assert.Empty(await Axe.FindAsync(agent.Page));
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "提交" }).ClickAsync();
        await Expect(agent.Page.Locator("[data-shift=Work]")).ToContainTextAsync("待批");
        await agent.ShootAsync("rota-mine");

        await supervisor.OpenAsync("/rota?day=" + tomorrow + "&handling=240");
        await supervisor.Page.GetByRole(AriaRole.Button, new() { Name = "同意", Exact = true }).ClickAsync();
        await Expect(supervisor.Page.Locator("[data-swap=granted]")).ToBeVisibleAsync();
        await Expect(supervisor.Page.GetByRole(AriaRole.Button, new() { Name = "删除 1002" })).ToHaveCountAsync(1);
        await InEveryLookAsync(supervisor, "/rota?day=" + tomorrow, "rota");
        await supervisor.OpenAsync("/language/zh-CN?back=" + Uri.EscapeDataString("/rota?day=" + tomorrow));
        await supervisor.Page.GetByRole(AriaRole.Button, new() { Name = "删除 1002" }).ClickAsync();
        await Expect(supervisor.Page.GetByRole(AriaRole.Button, new() { Name = "删除 1002" })).ToHaveCountAsync(0);

        await supervisor.Page.FillAsync("#rota-agent", "1002");
        await supervisor.Page.FillAsync("#rota-days", "2");
        await supervisor.Page.ClickAsync("#rota-add");
        await Expect(supervisor.Page.Locator(".toast")).ToHaveTextAsync("已为 1002 排入 2 天");
        await Expect(supervisor.Page.Locator($"[data-week='1002'] [data-day='{tomorrow}'] .shift")).ToHaveTextAsync("8:00–16:00");
        await supervisor.Page.ClickAsync("#rota-add"); // twice: each day that has one is named
        await Expect(supervisor.Page.Locator(".notice")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("日 .*已有班次.*；.*日 .*已有班次"));
    }

    /// <summary>Chinese, English, a phone and dark: nothing sticks out, and axe-core finds nothing serious.</summary>
    private static async Task InEveryLookAsync(Visitor visitor, string path, string name)
    {
        var back = Uri.EscapeDataString(path);
        await visitor.OpenAsync($"/language/zh-CN?back={back}");
        await ShootAsync(name);
        await visitor.Page.SetViewportSizeAsync(390, 844);
        await visitor.OpenAsync(path);
        await ShootAsync(name + "-phone");
        Assert.Empty(await visitor.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('html, main, .card, .tile')].filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.tagName + '.' + e.className)"));
        await visitor.Page.SetViewportSizeAsync(1366, 768);
        await visitor.OpenAsync($"/language/en?back={back}");
        await ShootAsync(name + "-en");
        Assert.Empty(await Axe.FindAsync(visitor.Page));
        await visitor.OpenAsync($"/theme/dark?back={back}");
        await ShootAsync(name + "-dark");
        Assert.Empty(await Axe.FindAsync(visitor.Page));
        await visitor.OpenAsync($"/theme/light?back={back}");
        Assert.Empty(await Axe.FindAsync(visitor.Page));
        Assert.Empty(visitor.Errors);

        async Task ShootAsync(string picture)
        {
            await Expect(visitor.Page.Locator(".reading")).ToHaveCountAsync(0);
            await visitor.ShootAsync(picture);
        }
    }

    private static long Number(string? text) => long.Parse(text!.Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
}
