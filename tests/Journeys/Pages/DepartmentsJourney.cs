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
        await clerk.Page.GetByRole(AriaRole.Button, new() { Name = "提交答复" }).ClickAsync();
        await Expect(clerk.Page.Locator("#reply-said")).ToContainTextAsync("还没填：2. 查明漏水原因"); // said at once, not when the line is back
        await Expect(clerk.Page.Locator("#answer-1")).ToBeFocusedAsync();
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
        await Expect(reviewer.Page.Locator(".proofs li", new() { HasText = "离事发地点过远" })).ToBeVisibleAsync(); // beside the list of all files
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
        await Expect(clerk.Page.Locator("#relay-hint")).ToContainTextAsync("接通即计为先行联系");
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
        await Expect(clerk.Page.Locator("#relay-hint")).Not.ToContainTextAsync("先行联系"); // a second talk counts for nothing
        await Expect(clerk.Page.Locator("body")).Not.ToContainTextAsync("13800001234");
        Assert.Empty(clerk.Errors);
    }

    [Fact]
    public async Task An_official_writes_to_the_citizen_without_seeing_the_number_and_the_city_counts_it_as_the_first_contact()
    {
        var number = await DispatchedAsync("water", "水表井渗水", demands: null);
        using var water = await host.ClientAsync("water");
        await water.StepAsync(number, "sign", new { });
        await using var clerk = await browser.OpenAsync(host, "water");
        await clerk.OpenAsync($"/tickets/{number}");
        var form = clerk.Page.Locator("[data-form=message]");
        await form.GetByRole(AriaRole.Button, new() { Name = "发送短信" }).ClickAsync();
        await Expect(clerk.Page.Locator("#message-text-error")).ToBeVisibleAsync(); // nothing to send
        await Expect(form).ToContainTextAsync("发出即计为先行联系");
        await clerk.Page.Locator("#message-text").FillAsync("维修人员今天下午三点上门，请留人。");
        await form.GetByRole(AriaRole.Button, new() { Name = "发送短信" }).ClickAsync();
        await Expect(clerk.Page.Locator("[data-messages='1']")).ToContainTextAsync("下午三点上门");
        await Expect(clerk.Page.Locator(".timeline")).ToContainTextAsync("先行联系");
        await Expect(clerk.Page.Locator("body")).Not.ToContainTextAsync("13800001234");
        await clerk.ShootAsync("department-message");
        await clerk.PreferAsync("en", dark: true);
        await clerk.Page.SetViewportSizeAsync(390, 844);
        await clerk.OpenAsync($"/tickets/{number}");
        await clerk.ShootAsync("department-message-phone-en-dark");
        if (Axe.Is) Assert.Empty(await Axe.FindAsync(clerk.Page));

        using var agent = await host.ClientAsync("1001");
        var letters = await UntilAsync(async () => (await agent.GetAsync($"tickets/{number}/letters")).Body!.AsArray(), l => l.Any(x => (string?)x!["kind"] == "unit-message"));
        var letter = letters.Single(l => (string?)l!["kind"] == "unit-message")!;
        Assert.Contains(letter["deliveries"]!.AsArray(), d => (string?)d!["channel"] == "sms" && (string?)d["state"] is "queued" or "sent"); // at night it waits for the morning
        Assert.Contains("下午三点上门", (string?)letter["text"], StringComparison.Ordinal);
        Assert.Empty(clerk.Errors);
    }

    [Fact]
    public async Task A_reply_is_written_on_a_page_that_was_opened_without_a_line_and_nothing_of_it_stays_after_sign_out()
    {
        var number = await DispatchedAsync("water", "消火栓漏水", demands: null);
        using (var water = await host.ClientAsync("water"))
        {
            await water.StepAsync(number, "sign", new { });
            await water.StepAsync(number, "contact", new { contacted = true, at = TimeProvider.System.GetUtcNow().AddMinutes(-1), person = "陈先生", content = "已联系" });
        }

        await using var clerk = await browser.OpenAsync(host, "water", phone: true);
        await clerk.Page.GotoAsync($"/tickets/{number}/reply");
        await Expect(clerk.Page.Locator("#reply[data-opens='1']")).ToBeVisibleAsync();
        await clerk.Page.EvaluateAsync(MarkKept); // so that it is known again, wherever the browser may fetch from
        await clerk.Page.GotoAsync("about:blank");
        await clerk.Page.Context.SetOfflineAsync(true);
        await clerk.Page.GotoAsync($"/tickets/{number}/reply");
        await Expect(clerk.Page.Locator("#reply-said")).ToContainTextAsync("现在没有信号");
        await Expect(clerk.Page.Locator("h1")).ToContainTextAsync("（离线）");
        Assert.False(await clerk.Page.EvaluateAsync<bool>("() => fetch('/api/v1/session').then(() => true, () => false)")); // there is no line
        await clerk.Page.Locator("#finding").SelectOptionAsync("true");
        await clerk.Page.Locator("#result").SelectOptionAsync("solved");
        await clerk.Page.Locator("#publicText").FillAsync("消火栓已更换阀门，不再漏水。");
        await clerk.Page.GetByRole(AriaRole.Button, new() { Name = "提交答复" }).ClickAsync();
        await Expect(clerk.Page.Locator("#reply-said")).ToContainTextAsync("没有信号");
        await clerk.ShootAsync("phone-reply-opened-offline");
        await clerk.Page.Context.SetOfflineAsync(false);
        await Expect(clerk.Page.Locator("#reply-said")).ToContainTextAsync("答复已提交");
        Assert.Equal(0, await KeptAsync(clerk));

        using var agent = await host.ClientAsync("1001");
        var (_, ticket) = await agent.GetAsync($"tickets/{number}");
        Assert.Single(ticket!["timeline"]!.AsArray(), e => (string)e!["kind"]! == "replied");
        await OpenedAndSignedOutAsync(clerk);
        Assert.Empty(clerk.Errors);
    }

    [Fact]
    public async Task A_meeting_is_recorded_with_the_tasks_that_came_of_it_and_a_unit_it_is_shared_with_sees_no_person()
    {
        var number = await DispatchedAsync("water", "管网改造与道路开挖", demands: null);
        using (var water = await host.ClientAsync("water")) await water.StepAsync(number, "sign", new { });
        await using var clerk = await browser.OpenAsync(host, "water");
        await clerk.OpenAsync($"/tickets/{number}");
        await clerk.Page.GetByRole(AriaRole.Tab, new() { Name = "会商", Exact = true }).ClickAsync();
        await clerk.Page.Locator("#participants").FillAsync("供水集团\n市城市管理局");
        await clerk.Page.Locator("#decision").FillAsync("供水集团先行抢修，城管局恢复路面。");
        await clerk.Page.GetByRole(AriaRole.Button, new() { Name = "再加一个单位" }).ClickAsync();
        await clerk.Page.Locator("#unit-0").SelectOptionAsync("urban");
        await clerk.Page.Locator("#question-0").FillAsync("抢修后两日内恢复路面");
        await clerk.ShootAsync("department-conference");
        await clerk.Page.GetByRole(AriaRole.Tabpanel).GetByRole(AriaRole.Button, new() { Name = "会商", Exact = true }).ClickAsync();
        await Expect(clerk.Page.Locator("[data-meeting='1']")).ToContainTextAsync("城管局恢复路面");
        await Expect(clerk.Page.Locator("[data-meeting='1']")).ToContainTextAsync("任务 1");

        await clerk.Page.GetByRole(AriaRole.Tab, new() { Name = "共享查看" }).ClickAsync();
        await clerk.Page.Locator("#unit").SelectOptionAsync("power");
        await clerk.ShootAsync("department-share");
        await clerk.Page.GetByRole(AriaRole.Tabpanel).GetByRole(AriaRole.Button, new() { Name = "共享查看" }).ClickAsync();
        await Expect(clerk.Page.Locator(".timeline")).ToContainTextAsync("共享查看");
        await using var other = await browser.OpenAsync(host, "power");
        await other.OpenAsync($"/tickets/{number}");
        await Expect(other.Page.Locator("main")).ToContainTextAsync("管网改造与道路开挖");
        await Expect(other.Page.Locator("main")).Not.ToContainTextAsync("城管局恢复路面");
        await Expect(other.Page.Locator("body")).Not.ToContainTextAsync("13800001234");
        await Expect(other.Page.Locator("body")).Not.ToContainTextAsync("陈先生");
        Assert.Empty(clerk.Errors.Concat(other.Errors));
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

    /// <summary>Writes a word into the page as it is kept.</summary>
    private const string MarkKept =
        """
        async () => {
          const shelf = await caches.open("hotline-reply"), kept = await shelf.match(location.pathname);
          await shelf.put(location.pathname, new Response((await kept.text()).replace("</h1>", "（离线）</h1>"), { headers: kept.headers }));
        }
        """;

    /// <summary>Pages of replies this browser keeps.</summary>
    private static Task<int> KeptAsync(Visitor clerk) => clerk.Page.EvaluateAsync<int>("async () => (await (await caches.open('hotline-reply')).keys()).filter(r => r.url.endsWith('/reply')).length");

    /// <summary>Another ticket's page is kept, until nobody is signed in.</summary>
    private async Task OpenedAndSignedOutAsync(Visitor clerk)
    {
        var number = await DispatchedAsync("water", "阀门井积水", demands: null);
        using (var water = await host.ClientAsync("water")) await water.StepAsync(number, "sign", new { });
        await clerk.Page.GotoAsync($"/tickets/{number}/reply");
        await Expect(clerk.Page.Locator("#reply[data-opens='1']")).ToBeVisibleAsync();
        Assert.Equal(1, await KeptAsync(clerk));
        await clerk.Page.Locator("form[action='/sign-out'] button").ClickAsync();
        await Expect(clerk.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sign-in"));
        await clerk.Page.WaitForFunctionAsync("async () => !(await caches.has('hotline-reply')) && (await navigator.serviceWorker.getRegistrations()).length === 0");
    }

    private static async Task<T> UntilAsync<T>(Func<Task<T>> read, Func<T, bool> isSo)
    {
        for (var left = 100; ; left--)
        {
            var now = await read();
            if (isSo(now)) return now;
            Assert.True(left > 0, "It never came to be.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

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
        await Expect(request).ToContainTextAsync("申请人 安澜市供水集团"); // a name, not an account
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
