using Hotline.Journeys.Citizens;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys;

/// <summary>A citizen without JavaScript reports; dispatcher, department and reviewer do their part through their pages; the citizen reads the reply and rates it.</summary>
[Collection(nameof(OfficeDay))]
public sealed class TicketJourney(HotlineHost host, Browser browser)
{
    private const string Reply = "已要求施工单位夜间停工，并安排专人每晚巡查。";

    [Fact]
    public async Task A_report_goes_all_the_way_to_the_citizens_rating()
    {
        await using var citizen = await browser.OpenAsync(host, phone: true, script: false);
        var (number, code) = await ReportAsync(host, citizen);

        await using var dispatcher = await browser.OpenAsync(host, "2001");
        await StartAsync(dispatcher, number, "派单");
        await dispatcher.Page.Locator("#department").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        var department = await dispatcher.Page.Locator("#department").InputValueAsync();
        await FinishAsync(dispatcher, "派单");

        await using var clerk = await browser.OpenAsync(host, department);
        await clerk.OpenAsync("/inbox");
        await Expect(clerk.Page.Locator($"a[href='/tickets/{number}']")).ToBeVisibleAsync();
        await clerk.ShootAsync("inbox");
        await StartAsync(clerk, number, "签收");
        await FinishAsync(clerk, "签收");
        await StartAsync(clerk, number, "先行联系");
        await clerk.Page.GetByLabel("已联系上").CheckAsync();
        await clerk.Page.Locator("#person").FillAsync("陈先生");
        await clerk.Page.Locator("#content").FillAsync("已电话联系，约定今晚到现场查看。");
        await FinishAsync(clerk, "先行联系");
        await StartAsync(clerk, number, "答复");
        await clerk.Page.Locator("#finding").SelectOptionAsync("true");
        await clerk.Page.Locator("#result").SelectOptionAsync("solved");
        await clerk.Page.Locator("#publicText").FillAsync(Reply);
        await clerk.Page.Locator("#internalNote").FillAsync("内部：施工单位为第三次被投诉");
        await clerk.ShootAsync("department-reply");
        await FinishAsync(clerk, "答复");

        await using var reviewer = await browser.OpenAsync(host, "3001");
        await StartAsync(reviewer, number, "审核通过");
        await reviewer.ShootAsync("review");
        await FinishAsync(reviewer, "审核通过");

        await RateAsync(citizen, number, code);
        using var agent = await host.ClientAsync("1001");
        Assert.Equal("closed", await agent.StateAsync(number));
    }

    [Fact]
    public async Task A_form_with_mistakes_comes_back_with_what_was_typed()
    {
        await using var citizen = await browser.OpenAsync(host, script: false);
        var page = citizen.Page;
        await page.GotoAsync("/report");
        await page.Locator("[name='Form.Title']").FillAsync("门口路灯三天不亮");
        await page.Locator(ReportSteps.Next).ClickAsync();
        await Expect(page.Locator(".error")).Not.ToHaveCountAsync(0);
        await Expect(page.Locator("[name='Form.Title']")).ToHaveValueAsync("门口路灯三天不亮");
        await citizen.ShootAsync("report-mistakes");
    }

    private static async Task<(string Number, string Code)> ReportAsync(HotlineHost host, Visitor citizen)
    {
        var page = citizen.Page;
        await page.SayWhatAsync("滨海大道工地晚上十一点后还在打桩，连续三天。", "夜间施工扰民", "complaint");
        await page.SayWhereAsync("滨海大道");
        await page.SendWithPhoneAsync(host, "13800001234");
        var (number, code) = await page.ReceiptAsync();
        await citizen.ShootAsync("receipt-phone");
        return (number, code);
    }

    /// <summary>Opens the ticket and the form of one step.</summary>
    private static async Task StartAsync(Visitor person, string number, string step)
    {
        await person.OpenAsync($"/tickets/{number}");
        await person.Page.GetByRole(AriaRole.Tab, new() { Name = step, Exact = true }).ClickAsync();
    }

    /// <summary>Sends the step's form; returns once the ticket's history shows it.</summary>
    private static async Task FinishAsync(Visitor person, string step)
    {
        await person.Page.Locator("main form").GetByRole(AriaRole.Button, new() { Name = step, Exact = true }).ClickAsync();
        await Expect(person.Page.Locator(".timeline")).ToContainTextAsync(step);
        Assert.Empty(person.Errors);
    }

    private static async Task RateAsync(Visitor citizen, string number, string code)
    {
        var page = citizen.Page;
        await page.TrackAsync(number, code);
        await Expect(page.Locator("main")).ToContainTextAsync(Reply);
        await Expect(page.Locator("main")).Not.ToContainTextAsync("第三次被投诉");
        await page.Locator("[name='Rating.Solved'][value=true]").CheckAsync();
        await page.Locator("[name='Rating.Satisfaction'][value=satisfied]").CheckAsync();
        await citizen.ShootAsync("rate-phone");
        await page.Locator("#rate button[type=submit]").ClickAsync();
        await Expect(page.Locator("[name='Rating.Solved']")).ToHaveCountAsync(0);
    }
}
