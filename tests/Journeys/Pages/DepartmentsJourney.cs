using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Pages;

/// <summary>A department works: what it owes today, sections and people, co-handlers, extension, proofs, and a reply written where there is no line.</summary>
[Collection(nameof(PagesDay))]
public sealed class DepartmentsJourney(HotlineHost host, Browser browser)
{
    [Fact]
    public async Task A_unit_works_through_its_list_passes_on_inside_and_asks_for_more_time()
    {
        var number = await DispatchedAsync("water", "自来水发黄有异味", demands: null);
        await using var lead = await browser.OpenAsync(host, "water-lead");
        await SectionAsync(lead);

        await using var clerk = await browser.OpenAsync(host, "water");
        await clerk.OpenAsync("/inbox");
        await Expect(clerk.Page.Locator($"a[href='/tickets/{number}']")).ToBeVisibleAsync();
        await InOrderAsync(clerk);
        await clerk.ShootAsync("inbox-desktop-zh");
        await clerk.Page.GetByRole(AriaRole.Button, new() { Name = "待签收" }).ClickAsync();
        await clerk.Page.Locator($"a[href='/tickets/{number}']").ClickAsync();
        await clerk.Page.Locator("main form").GetByRole(AriaRole.Button, new() { Name = "签收", Exact = true }).ClickAsync();
        await Expect(clerk.Page.Locator(".timeline")).ToContainTextAsync("签收");

        await clerk.Page.Locator("#section-name").SelectOptionAsync("管网科");
        await clerk.Page.Locator("#section-person").SelectOptionAsync("张工");
        await clerk.Page.Locator("#section-days").FillAsync("2");
        await clerk.Page.GetByRole(AriaRole.Button, new() { Name = "下派", Exact = true }).ClickAsync();
        await Expect(clerk.Page.Locator("#section-report")).ToBeVisibleAsync();
        await clerk.OpenAsync("/inbox");
        await Expect(clerk.Page.Locator("tr", new() { HasText = number })).ToContainTextAsync("张工");

        await ExtendAsync(clerk, lead, number);
        Assert.Empty(clerk.Errors);
        Assert.Empty(lead.Errors);
    }

    [Fact]
    public async Task A_reply_written_without_a_line_is_sent_once_and_a_proof_from_elsewhere_is_flagged()
    {
        var number = await DispatchedAsync("water", "人行道积水结冰", ["清除积水", "查明漏水原因"], at: new { longitude = 114.3, latitude = 30.6 });
        using (var water = await host.ClientAsync("water"))
        {
            await water.StepAsync(number, "sign", new { });
            await water.StepAsync(number, "contact", new { contacted = true, at = TimeProvider.System.GetUtcNow().AddMinutes(-1), person = "陈先生", content = "已联系" });
        }

        await using var clerk = await browser.OpenAsync(host, "water", phone: true);
        await clerk.Page.Context.GrantPermissionsAsync(["geolocation"]);
        await clerk.Page.Context.SetGeolocationAsync(new() { Latitude = 30.63f, Longitude = 114.3f }); // 3.3 km to the north
        await clerk.Page.GotoAsync($"/tickets/{number}/reply");
        await clerk.Page.Context.SetOfflineAsync(true);
        await clerk.Page.Locator("#finding").SelectOptionAsync("true");
        await clerk.Page.Locator("#result").SelectOptionAsync("solved");
        await clerk.Page.Locator("#answer-0").FillAsync("已于今日清除积水并撒盐防滑。");
        await clerk.Page.Locator("#ground-1").FillAsync("《城市供水条例》第二十二条，待专业检测。");
        await clerk.Page.Locator("#photos").SetInputFilesAsync(new FilePayload { Name = "现场.jpg", MimeType = "image/jpeg", Buffer = Photo });
        await Expect(clerk.Page.Locator("#photo-count")).ToContainTextAsync("1");
        await clerk.Page.GetByRole(AriaRole.Button, new() { Name = "提交答复" }).ClickAsync();
        await Expect(clerk.Page.Locator("#reply-said")).ToContainTextAsync("没有信号");
        await clerk.ShootAsync("phone-reply-waiting");
        await clerk.Page.Context.SetOfflineAsync(false);
        await Expect(clerk.Page.Locator("#reply-said")).ToContainTextAsync("答复已提交");
        Assert.Equal(0, await clerk.Page.EvaluateAsync<int>("Object.keys(localStorage).filter(k => k.startsWith('reply:')).length"));

        using var agent = await host.ClientAsync("1001");
        var (_, ticket) = await agent.GetAsync($"tickets/{number}");
        Assert.Single(ticket!["timeline"]!.AsArray(), e => (string)e!["kind"]! == "replied");
        await using var reviewer = await browser.OpenAsync(host, "3001");
        await reviewer.OpenAsync($"/tickets/{number}");
        await Expect(reviewer.Page.Locator(".proofs li")).ToContainTextAsync("离事发地点过远");
        await Expect(reviewer.Page.Locator("main")).ToContainTextAsync("待专业检测");
        await reviewer.ShootAsync("review-proof");
        Assert.Empty(clerk.Errors);
        Assert.Empty(reviewer.Errors);
    }

    [Fact]
    public async Task What_a_co_handler_answers_comes_into_the_point_it_belongs_to_by_one_press()
    {
        var number = await DispatchedAsync("water", "窨井盖松动并积水", ["固定井盖", "疏通管道"]);
        using (var water = await host.ClientAsync("water"))
        {
            await water.StepAsync(number, "sign", new { });
            await water.StepAsync(number, "contact", new { contacted = true, at = TimeProvider.System.GetUtcNow().AddMinutes(-1), person = "陈先生", content = "已联系" });
            await water.StepAsync(number, "co-handle", new { tasks = new[] { new { unit = "urban", question = "固定松动的井盖", value = 2 } } });
        }

        await using var urban = await browser.OpenAsync(host, "urban");
        await urban.OpenAsync("/inbox");
        await urban.Page.GetByRole(AriaRole.Button, new() { Name = "协办与吹哨" }).ClickAsync();
        await urban.Page.Locator($"a[href='/tickets/{number}']").ClickAsync();
        await urban.Page.GetByRole(AriaRole.Tab, new() { Name = "协办答复" }).ClickAsync();
        await urban.Page.Locator("#answer").FillAsync("井盖已更换并固定。");
        await urban.Page.Locator("main form").GetByRole(AriaRole.Button, new() { Name = "协办答复" }).ClickAsync();
        await Expect(urban.Page.Locator(".timeline")).ToContainTextAsync("协办答复");

        await using var clerk = await browser.OpenAsync(host, "water");
        await clerk.OpenAsync($"/tickets/{number}");
        await clerk.Page.GetByRole(AriaRole.Tab, new() { Name = "答复", Exact = true }).ClickAsync();
        await clerk.Page.Locator("#answer-2").FillAsync("管道已疏通。");
        await clerk.Page.GetByRole(AriaRole.Button, new() { Name = "采用到第 1 点" }).ClickAsync();
        await Expect(clerk.Page.Locator("#answer-1")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("井盖已更换并固定"));
        await UploadAsync(number); // changes the ticket: nothing typed is lost
        await Expect(clerk.Page.Locator(".proofs li")).ToHaveCountAsync(1);
        await Expect(clerk.Page.Locator("#answer-2")).ToHaveValueAsync("管道已疏通。");
        await clerk.ShootAsync("department-ticket-desktop-zh");
        await clerk.Page.Locator("#finding").SelectOptionAsync("true");
        await clerk.Page.Locator("#result").SelectOptionAsync("solved");
        await clerk.Page.Locator("main form").GetByRole(AriaRole.Button, new() { Name = "答复", Exact = true }).ClickAsync();
        await Expect(clerk.Page.Locator("main")).ToContainTextAsync("待审核");
        Assert.Empty(clerk.Errors);
        Assert.Empty(urban.Errors);
    }

    [Fact]
    public async Task An_official_talks_with_the_citizen_without_seeing_the_number_and_it_counts_as_the_first_contact()
    {
        var number = await DispatchedAsync("water", "楼上漏水到楼下", demands: null);
        using var water = await host.ClientAsync("water");
        await water.StepAsync(number, "sign", new { });
        using var phones = new PoliceDesk(host.PolicePort); // answers the official's phone and the citizen's
        await using var clerk = await browser.OpenAsync(host, "water");
        await clerk.OpenAsync($"/tickets/{number}");
        await clerk.Page.Locator("#own-phone").FillAsync("12");
        await clerk.Page.GetByRole(AriaRole.Button, new() { Name = "中继呼叫" }).ClickAsync();
        await Expect(clerk.Page.Locator(".notice.danger")).ToContainTextAsync("您自己的手机号");
        await clerk.Page.Locator("#own-phone").FillAsync("13900001111");
        await clerk.Page.GetByRole(AriaRole.Button, new() { Name = "中继呼叫" }).ClickAsync();
        await Expect(clerk.Page.Locator("main")).ToContainTextAsync("通话中");
        await Expect(clerk.Page.Locator("main")).Not.ToContainTextAsync("13800001234");
        await clerk.Page.GetByRole(AriaRole.Button, new() { Name = "挂断" }).ClickAsync();
        await Expect(clerk.Page.Locator("main")).ToContainTextAsync("已计为先行联系");
        await Expect(clerk.Page.Locator(".timeline")).ToContainTextAsync("中继通话");
        await Expect(clerk.Page.Locator("body")).Not.ToContainTextAsync("13800001234");
        Assert.Empty(clerk.Errors);
    }

    [Fact]
    public async Task The_workbench_keeps_nobody_out()
    {
        var number = await DispatchedAsync("urban", "占道经营", demands: null);
        foreach (var (phone, language, dark) in new[] { (false, "zh", false), (false, "en", false), (true, "zh", false), (false, "zh", true) })
        {
            await using var lead = await browser.OpenAsync(host, "urban-lead", phone: phone);
            await lead.PreferAsync(language, dark);
            var suffix = $"{(phone ? "phone" : "desktop")}-{language}{(dark ? "-dark" : "")}";
            foreach (var (path, name) in new[] { ("/inbox", "inbox"), ("/inbox/orders", "orders"), ("/inbox/sections", "sections"), ("/approvals", "approvals"), ($"/tickets/{number}", "department-ticket") })
            {
                await lead.OpenAsync(path);
                await Expect(lead.Page.Locator("main h1")).ToBeVisibleAsync();
                await Expect(lead.Page.Locator("#blazor-error-ui")).ToBeHiddenAsync();
                await lead.ShootAsync($"{name}-{suffix}");
                if (Axe.Is) Assert.Empty(await Axe.FindAsync(lead.Page));
            }
        }
    }

    private static byte[] Photo { get; } = Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z");

    private async Task<string> DispatchedAsync(string unit, string title, string[]? demands, object? at = null)
    {
        using var agent = await host.ClientAsync("1001");
        using var dispatcher = await host.ClientAsync("2001");
        var (number, _) = await agent.AcceptAsync(new
        {
            type = "complaint", title, text = $"{title}，已经三天，影响出行，请尽快处理。", place = "滨河路18号", urgency = "normal", wantsReply = true, requesterName = "陈先生", phone = "13800001234", demands, at,
        });
        await dispatcher.StepAsync(number, "dispatch", new { department = unit });
        return number;
    }

    private static async Task SectionAsync(Visitor lead)
    {
        await lead.OpenAsync("/inbox/sections");
        await lead.Page.Locator("#name").FillAsync("管网科");
        await lead.Page.Locator("#people").FillAsync("张工\n王工");
        await lead.Page.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Expect(lead.Page.Locator("table")).ToContainTextAsync("张工、王工");
    }

    private static async Task InOrderAsync(Visitor clerk)
    {
        var scores = (await clerk.Page.Locator("tbody td.number span").AllInnerTextsAsync()).Select(s => double.Parse(s, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.NotEmpty(scores);
        Assert.Equal(scores.Order(), scores);
    }

    private static async Task ExtendAsync(Visitor clerk, Visitor lead, string number)
    {
        await clerk.OpenAsync($"/tickets/{number}");
        await clerk.Page.GetByRole(AriaRole.Tab, new() { Name = "申请延期" }).ClickAsync();
        await Expect(clerk.Page.Locator(".chain")).ToContainTextAsync("承办负责人");
        await clerk.Page.Locator("#code").SelectOptionAsync("appraisal");
        await clerk.Page.Locator("#value").FillAsync("3");
        await clerk.Page.Locator("#reason").FillAsync("水质送检，三个工作日出结果");
        await clerk.Page.Locator("main form").GetByRole(AriaRole.Button, new() { Name = "申请延期" }).ClickAsync();
        await Expect(clerk.Page.Locator(".chain .now")).ToContainTextAsync("承办负责人");

        await lead.OpenAsync("/approvals");
        var request = lead.Page.Locator("section.card", new() { HasText = number });
        await lead.ShootAsync("approvals-waiting");
        await request.GetByRole(AriaRole.Button, new() { Name = "准予延期" }).ClickAsync();
        await Expect(request).ToHaveCountAsync(0);
        await Expect(clerk.Page.Locator(".timeline")).ToContainTextAsync("准予延期");
    }

    private async Task UploadAsync(string number)
    {
        using var handler = new SocketsHttpHandler { CookieContainer = (await host.SignedInAsync("water")).Cookies };
        using var http = new HttpClient(handler) { BaseAddress = host.Address };
        using var photo = new ByteArrayContent(Photo) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
        using var proof = new StringContent("true");
        using var form = new MultipartFormDataContent { { photo, "file", "after.jpg" }, { proof, "proof" } };
        using var answer = await http.PostAsync(new Uri($"/api/v1/tickets/{number}/attachments", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }
}
