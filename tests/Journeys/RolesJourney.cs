using System.Net;
using Microsoft.Playwright;

namespace Hotline.Journeys;

/// <summary>Who may do and see what, at the API and at the pages.</summary>
[Collection(nameof(OfficeDay))]
public sealed class RolesJourney(HotlineHost host, Browser browser)
{
    [Fact]
    public async Task Nobody_reads_a_ticket_without_signing_in()
    {
        using var stranger = await host.ClientAsync();
        var (status, _) = await stranger.GetAsync("tickets");
        Assert.Equal(HttpStatusCode.Unauthorized, status);
    }

    [Fact]
    public async Task A_department_neither_sees_nor_moves_another_departments_ticket()
    {
        using var agent = await host.ClientAsync("1001");
        using var dispatcher = await host.ClientAsync("2001");
        var departments = await agent.DepartmentsAsync();
        using var owner = await host.ClientAsync(departments[0]);
        using var other = await host.ClientAsync(departments[1]);
        var (number, _) = await agent.AcceptAsync(Requests.Noise());
        await dispatcher.StepAsync(number, "dispatch", new { department = departments[0] });

        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync($"tickets/{number}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"tickets/{number}")).Status);
        var (status, refusal) = await other.PostAsync($"tickets/{number}/sign", new { });
        Assert.True(status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.Conflict, status.ToString());
        Assert.DoesNotContain("施工", refusal?["title"]?.ToString() ?? "", StringComparison.Ordinal);
        Assert.Equal("awaiting-signature", await agent.StateAsync(number));
    }

    [Fact]
    public async Task A_departments_answers_hold_nothing_of_the_requester()
    {
        using var agent = await host.ClientAsync("1001");
        using var dispatcher = await host.ClientAsync("2001");
        var department = (await agent.DepartmentsAsync())[0];
        using var owner = await host.ClientAsync(department);
        var (number, _) = await agent.AcceptAsync(Requests.Noise());
        await dispatcher.StepAsync(number, "dispatch", new { department });

        var ticket = (await owner.GetAsync($"tickets/{number}")).Body!.ToJsonString();
        Assert.DoesNotContain("13800001234", ticket, StringComparison.Ordinal);
        Assert.DoesNotContain("陈先生", ticket, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_of_another_role_is_forbidden()
    {
        using var agent = await host.ClientAsync("1001");
        var department = (await agent.DepartmentsAsync())[0];
        var (number, _) = await agent.AcceptAsync(Requests.Noise());

        Assert.Equal(HttpStatusCode.Forbidden, (await agent.PostAsync($"tickets/{number}/dispatch", new { department })).Status);
        Assert.Equal("awaiting-dispatch", await agent.StateAsync(number));
    }

    [Fact]
    public async Task A_step_at_the_wrong_time_is_refused_and_the_refusal_says_what_is_allowed()
    {
        using var agent = await host.ClientAsync("1001");
        using var dispatcher = await host.ClientAsync("2001");
        var department = (await agent.DepartmentsAsync())[0];
        var (number, _) = await agent.AcceptAsync(Requests.Noise());
        await dispatcher.StepAsync(number, "dispatch", new { department });

        var (status, problem) = await dispatcher.PostAsync($"tickets/{number}/dispatch", new { department });
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("transfer-to-110", problem!["allowed"]!.AsArray().Select(a => (string)a!));
        Assert.Equal("awaiting-signature", await agent.StateAsync(number));
    }

    [Fact]
    public async Task The_desk_opens_for_agents_only()
    {
        await using var stranger = await browser.OpenAsync(host);
        await stranger.Page.GotoAsync("/desk");
        await Assertions.Expect(stranger.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sign-in"));

        await using var reviewer = await browser.OpenAsync(host, "3001");
        await reviewer.Page.GotoAsync("/desk");
        await Assertions.Expect(reviewer.Page.Locator(".desk")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_wrong_password_is_answered_in_words()
    {
        await using var visitor = await browser.OpenAsync(host, script: false);
        await visitor.Page.GotoAsync("/sign-in");
        await visitor.Page.FillAsync("[name='Form.Account']", "2001");
        await visitor.Page.FillAsync("[name='Form.Password']", "wrong");
        await visitor.Page.ClickAsync("form button[type=submit]");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("账号或密码不正确");
    }
}
