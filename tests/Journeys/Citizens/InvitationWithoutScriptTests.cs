using System.Net;
using System.Text.RegularExpressions;

namespace Hotline.Journeys.Citizens;

/// <summary>A citizen opens the link of the reply's message on an old phone, without any script.</summary>
[Collection(nameof(OfficeDay))]
public sealed partial class InvitationWithoutScriptTests(HotlineHost host, Browser browser)
{
    [Fact]
    public async Task A_citizen_rates_by_the_link_of_the_message_and_has_the_matter_handled_again()
    {
        var (number, code) = await RepliedAsync();
        await using var citizen = await browser.OpenAsync(host, phone: true, script: false);
        var page = citizen.Page;
        await page.GotoAsync("/e/" + code);
        Assert.Contains("已责令停工", await page.TextContentAsync("main"), StringComparison.Ordinal);
        Assert.Contains("解决", await page.Locator("fieldset").First.TextContentAsync(), StringComparison.Ordinal); // solved is asked first
        await citizen.ShootAsync("citizen-invitation");
        await page.ClickAsync("form:has(fieldset) button[type=submit]");
        Assert.Equal(2, await page.Locator(".error").CountAsync());

        await page.CheckAsync("input[name='Rating.Solved'][value=true]");
        await page.CheckAsync("input[name='Rating.Satisfaction'][value=satisfied]");
        await page.ClickAsync("form:has(fieldset) button[type=submit]");
        Assert.Contains("谢谢您的评价", await page.TextContentAsync("main"), StringComparison.Ordinal);
        await page.GotoAsync("/e/" + code); // and no second time
        Assert.Equal(0, await page.Locator("fieldset").CountAsync());

        await page.ClickAsync("form:has(#words) button[type=submit]");
        Assert.Equal(1, await page.Locator(".error").CountAsync());
        await page.FillAsync("#words", "夜里又开工了");
        await page.ClickAsync("form:has(#words) button[type=submit]");
        Assert.Contains("重新办理", await page.TextContentAsync("main"), StringComparison.Ordinal);
        using var supervisor = await host.ClientAsync("5001");
        Assert.Equal("in-redo", await supervisor.StateAsync(number));
    }

    [Fact]
    public async Task A_code_is_typed_where_no_link_opens_and_a_wrong_one_is_told()
    {
        var (number, code) = await RepliedAsync();
        await using var citizen = await browser.OpenAsync(host, script: false);
        var page = citizen.Page;
        await page.GotoAsync("/e");
        foreach (var wrong in new[] { "123", "aaaa-aaaa-aaaa" })
        {
            await page.FillAsync("#code", wrong);
            await page.ClickAsync("form:has(#code) button[type=submit]");
            Assert.Equal(1, await page.Locator(".error").CountAsync());
        }

        await page.FillAsync("#code", code.ToUpperInvariant());
        await page.ClickAsync("form:has(#code) button[type=submit]");
        Assert.Contains(number, await page.TextContentAsync("main"), StringComparison.Ordinal);
        Assert.EndsWith("/e", page.Url, StringComparison.Ordinal); // what was typed is in no address
    }

    private async Task<(string Number, string Code)> RepliedAsync()
    {
        using var agent = await host.ClientAsync("1001");
        using var dispatcher = await host.ClientAsync("2001");
        using var reviewer = await host.ClientAsync("3001");
        var department = (await agent.DepartmentsAsync())[0];
        using var clerk = await host.ClientAsync(department);
        var (number, query) = await agent.AcceptAsync(Requests.Noise());
        await dispatcher.StepAsync(number, "dispatch", new { department });
        await clerk.StepAsync(number, "sign", new { });
        await clerk.StepAsync(number, "contact", new { contacted = false, whyNot = "no-answer" });
        await clerk.StepAsync(number, "reply", new { finding = "true", result = "solved", publicText = "已责令停工" });
        await reviewer.StepAsync(number, "approve", new { });
        return (number, await CodeAsync(agent, number, query));
    }

    /// <summary>The citizen reads the letter behind number and query code too: a message waits for the morning.</summary>
    private static async Task<string> CodeAsync(ApiClient client, string number, string query)
    {
        while (true)
        {
            var (status, letters) = await client.GetAsync($"reports/{number}/letters?code={query}");
            Assert.Equal(HttpStatusCode.OK, status);
            if (letters!.AsArray().Select(l => Code().Match((string)l!["text"]!)).FirstOrDefault(m => m.Success) is { } found) return found.Groups["code"].Value;
            await Task.Delay(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken);
        }
    }

    [GeneratedRegex("邀评码(?<code>[0-9a-z]{12})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
