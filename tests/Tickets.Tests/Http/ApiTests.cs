using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Tickets.Tests.Http;

public sealed class ApiTests
{
    private static readonly object Request = new { type = "help", title = "停水", text = "院里停水两天", place = "金水路18号", phone = "13900001234", requesterName = "张先生" };

    [Fact]
    public async Task A_ticket_goes_from_the_call_to_the_citizens_rating()
    {
        await using var host = await ApiHost.StartAsync();
        var (status, receipt) = await host.PostAsync("tickets", Sample.Agent, Request);
        Assert.Equal(201, status);
        var (number, code) = ((string)receipt!["number"]!, (string)receipt["code"]!);

        foreach (var (step, by, body) in new (string, Actor, object?)[]
        {
            ("dispatch", Sample.Dispatcher, new { department = "water" }),
            ("sign", Sample.WaterClerk, null),
            ("contact", Sample.WaterClerk, new { contacted = false, whyNot = "no-answer" }),
            ("reply", Sample.WaterClerk, new { finding = "true", result = "solved", publicText = "已抢修", internalNote = "夜班" }),
            ("approve", Sample.Reviewer, new { }),
        })
        {
            var (answer, problem) = await host.PostAsync($"tickets/{number}/{step}", by, body);
            Assert.True(answer == 204, $"{step}: {answer} {problem}");
        }

        var (_, progress) = await host.GetAsync($"reports/{number}?code={code}", null);
        Assert.Equal(("awaiting-follow-up", "已抢修"), ((string)progress!["state"]!, (string)progress["unifiedReply"]!));
        Assert.Equal(204, (await host.PostAsync($"reports/{number}/rating?code={code}", null, new { solved = true, satisfaction = "satisfied" })).Status);
        var (again, refusal) = await host.PostAsync($"reports/{number}/rating?code={code}", null, new { solved = false, satisfaction = "dissatisfied" });
        Assert.Equal((409, "urn:hotline:refused:rated-before"), (again, (string)refusal!["type"]!));

        var (_, file) = await host.GetAsync($"tickets/{number}", Sample.Supervisor);
        Assert.Equal("closed", (string)file!["stateName"]!);
        Assert.Equal(7, file["timeline"]!.AsArray().Count);
        var (_, events) = await host.GetAsync($"tickets/{number}/events", Sample.Supervisor);
        Assert.Equal(7, events!.AsArray().Count);
        var (_, statistics) = await host.GetAsync("statistics", Sample.Supervisor);
        Assert.Equal(1, (int)statistics!["city"]!["satisfied"]!["numerator"]!);
    }

    [Fact]
    public async Task A_refusal_says_what_is_allowed()
    {
        await using var host = await ApiHost.StartAsync();
        var number = await AcceptAsync(host);
        var (status, problem) = await host.PostAsync($"tickets/{number}/approve", Sample.Supervisor, new { });
        Assert.Equal((409, "urn:hotline:refused:not-in-this-state"), (status, (string)problem!["type"]!));
        var allowed = problem["allowed"]!.AsArray().Select(a => (string)a!).ToList();
        Assert.Superset(new HashSet<string> { "answer", "not-accept", "correct", "dispatch", "transfer-to-110" }, allowed.ToHashSet());
        Assert.DoesNotContain("approve", allowed);
        Assert.Contains("awaiting-dispatch", (string)problem["english"]!);
    }

    [Fact]
    public async Task Bad_input_names_its_field()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal(["text", "type"], await ErrorsAsync(host.PostAsync("tickets", Sample.Agent, new { title = "停水" })));
        Assert.Equal(["type"], await ErrorsAsync(host.PostAsync("tickets", Sample.Agent, """{"type":"shout","title":"a","text":"b"}""")));
        Assert.Equal(["body"], await ErrorsAsync(host.PostAsync("tickets", Sample.Agent, "{ broken")));
        Assert.Equal(["number"], await ErrorsAsync(host.PostAsync("tickets/2611220001231/sign", Sample.WaterClerk)));
        Assert.Equal(["state"], await ErrorsAsync(host.GetAsync("tickets?state=nowhere", Sample.Agent)));
        var number = await AcceptAsync(host);
        Assert.Equal(["department"], await ErrorsAsync(host.PostAsync($"tickets/{number}/dispatch", Sample.Dispatcher, new { })));
        Assert.Equal(["code"], await ErrorsAsync(host.GetAsync($"reports/{number}?code=12", null)));
    }

    [Fact]
    public async Task Nobody_does_what_their_role_may_not()
    {
        await using var host = await ApiHost.StartAsync();
        var number = await AcceptAsync(host);
        Assert.Equal(401, (await host.GetAsync("tickets", null)).Status);
        Assert.Equal(403, (await host.PostAsync($"tickets/{number}/dispatch", Sample.WaterClerk, new { department = "water" })).Status);
        Assert.Equal(403, (await host.GetAsync("departments/mine/inbox", Sample.Agent)).Status);
        Assert.Equal(404, (await host.GetAsync($"tickets/{number}", Sample.WaterClerk)).Status);
        Assert.Equal(404, (await host.GetAsync($"tickets/{TicketNumber.Create(new DateOnly(2020, 1, 1), 1)}", Sample.Supervisor)).Status);
        Assert.Equal(404, (await host.GetAsync($"reports/{number}?code=000000", null)).Status);
    }

    [Fact]
    public async Task No_answer_to_a_department_holds_the_callers_name_or_number()
    {
        await using var host = await ApiHost.StartAsync();
        var number = await AcceptAsync(host);
        await host.PostAsync($"tickets/{number}/dispatch", Sample.Dispatcher, new { department = "water" });
        foreach (var path in new[] { "departments/mine/inbox", $"tickets/{number}", $"tickets/{number}/events", "tickets", "statistics" })
        {
            var (status, body) = await host.GetAsync(path, Sample.WaterClerk);
            Assert.Equal(200, status);
            Assert.DoesNotContain("13900001234", body!.ToJsonString());
            Assert.DoesNotContain("张先生", body.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        }

        Assert.Equal(403, (await host.PostAsync($"tickets/{number}/requester", Sample.WaterClerk, new { purpose = "联系" })).Status);
        Assert.Equal(403, (await host.PostAsync("requesters/history", Sample.WaterClerk, new { phone = "13900001234" })).Status);
        var (_, opened) = await host.PostAsync($"tickets/{number}/requester", Sample.Agent, new { purpose = "回拨" });
        Assert.Equal("13900001234", (string)opened!["phone"]!);
        var (_, history) = await host.PostAsync("requesters/history", Sample.Agent, new { phone = "13900001234" });
        Assert.Equal(number, (string)Assert.Single(history!.AsArray())!["number"]!);
    }

    [Fact]
    public async Task A_repetition_with_the_same_key_makes_no_second_ticket()
    {
        await using var host = await ApiHost.StartAsync();
        var (_, first) = await host.SendAsync(HttpMethod.Post, "tickets", Sample.Agent, Request, "abc");
        var (_, second) = await host.SendAsync(HttpMethod.Post, "tickets", Sample.Agent, Request, "abc");
        Assert.Equal(first!.ToJsonString(), second!.ToJsonString());
        Assert.Equal(1, (int)(await host.GetAsync("tickets", Sample.Agent)).Body!["total"]!);
    }

    [Fact]
    public async Task A_citizens_report_can_neither_answer_itself_nor_call_the_police()
    {
        await using var host = await ApiHost.StartAsync();
        var (status, receipt) = await host.PostAsync("reports", null, new { type = "complaint", title = "噪声", text = "夜间施工", answer = "好", police = "快", channel = "phone" });
        Assert.Equal(201, status);
        var (_, file) = await host.GetAsync($"tickets/{receipt!["number"]}", Sample.Agent);
        Assert.Equal(("awaiting-dispatch", "web"), ((string)file!["stateName"]!, (string)file["facts"]!["channel"]!));
    }

    [Fact]
    public async Task The_health_tells_database_feed_and_sweep()
    {
        await using var host = await ApiHost.StartAsync();
        await AcceptAsync(host);
        var report = await host.Services.GetRequiredService<TicketsHealth>().CheckAsync(Ct);
        Assert.True(report.Ok, report.Why);
        Assert.InRange(report.FeedLag, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.NotNull((await host.GetAsync("catalogue", Sample.Agent)).Body!["departments"]);
    }

    private static async Task<string> AcceptAsync(ApiHost host) => (string)(await host.PostAsync("tickets", Sample.Agent, Request)).Body!["number"]!;

    private static async Task<IEnumerable<string>> ErrorsAsync(Task<(int Status, JsonNode? Body)> answer)
    {
        var (status, body) = await answer;
        Assert.Equal((400, "urn:hotline:invalid"), (status, (string?)body?["type"]));
        return body!["errors"]!.AsObject().Select(e => e.Key).Order();
    }
}
