using System.Text.Json.Nodes;

namespace Hotline.Tickets.Tests.Http;

/// <summary>What comes in over HTTP and is illegal, unknown, over-long, given twice or out of order.</summary>
public sealed class EdgeTests
{
    private static readonly object Request = new { type = "help", title = "停水", text = "院里停水两天" };
    private static readonly string Long = new('长', 5000);

    /// <summary>From dispatch to a return that is refused, an extension, a task and a suspension: who, which step, what is right, what is wrong in it, the fields to be named.</summary>
    private static readonly (Actor By, string Step, object Right, (object Body, string[] Fields)[] Wrong)[] Road =
    [
        (Sample.Dispatcher, "correct", new { category = "0301" }, [(new { title = Long }, ["title"]), (new { category = "9999" }, ["category"]), (new { demands = new[] { "" } }, ["demands"])]),
        (Sample.Dispatcher, "request-information", new { question = "哪一栋" }, [(new { }, ["question"]), (new { question = Long }, ["question"])]),
        (Sample.Agent, "supply-information", new { text = "三号楼" }, [(new { text = "" }, ["text"]), (new { text = Long }, ["text"])]),
        (Sample.Dispatcher, "dispatch", new { department = "water" }, [(new { department = "nobody" }, ["department"]), (new { department = "water", statutory = "no-law" }, ["statutory"]), (new { department = 7 }, ["department"])]),
        (Sample.WaterClerk, "return", new { code = "wrong-duty", reason = "不归我" }, [(new { }, ["code", "reason"]), (new { code = "bored", reason = "x" }, ["code"]), (new { code = "wrong-duty", reason = Long, suggested = "nobody" }, ["reason", "suggested"])]),
        (Sample.Dispatcher, "refuse-return", new { reason = "职责清单第三条" }, [(new { }, ["reason"])]),
        (Sample.WaterClerk, "sign", new { }, []),
        (Sample.WaterClerk, "contact", new { contacted = false, whyNot = "no-answer" }, [(new { }, ["contacted"]), (new { contacted = true }, ["at", "content", "person"]), (new { contacted = "maybe" }, ["contacted"])]),
        (Sample.WaterClerk, "request-extension", new { code = "complex", reason = "图缺", value = 3 }, [(new { }, ["code", "reason", "value"]), (new { code = "complex", reason = "图缺", value = -1 }, ["value"]), (new { code = "complex", reason = "图缺", value = 3, unit = "minutes" }, ["unit"])]),
        (Sample.WaterLead, "grant-extension", new { }, []),
        (Sample.WaterClerk, "co-handle", new { tasks = new[] { new { unit = "power", question = "核实" } } }, [(new { }, ["tasks"]), (new { tasks = new[] { new { unit = "nobody", question = "" } } }, ["tasks[0].question", "tasks[0].unit"])]),
        (Sample.PowerClerk, "answer-task", new { task = 1, answer = "正常" }, [(new { task = 9, answer = "x" }, ["task"]), (new { task = 1, answer = Long }, ["answer"])]),
        (Sample.WaterClerk, "request-suspension", new { ground = "awaiting-citizen", reason = "等材料", value = 5 }, [(new { ground = "tired", reason = "x", value = 1 }, ["ground"]), (new { ground = "appraisal", reason = "x", value = 1 }, ["evidence"])]),
        (Sample.Reviewer, "grant-suspension", new { }, []),
        (Sample.WaterClerk, "resume", new { reason = "到了" }, [(new { }, ["reason"])]),
        (Sample.WaterClerk, "report-progress", new { text = "已进场" }, [(new { text = "x", next = "2020-01-01" }, ["next"]), (new { text = "x", next = "tomorrow" }, ["next"])]),
        (Sample.WaterClerk, "share", new { unit = "power", until = "2099-01-01T00:00:00Z" }, []),
        (Sample.Agent, "note", new { text = "来电人耳背" }, [(new { text = Long }, ["text"])]),
    ];

    [Fact]
    public async Task Every_step_names_the_fields_that_are_wrong_changes_nothing_and_then_takes_what_is_right()
    {
        await using var host = await ApiHost.StartAsync();
        var number = await AcceptAsync(host);
        foreach (var (by, step, right, wrong) in Road)
        {
            foreach (var (body, fields) in wrong)
            {
                var before = await VersionAsync(host, number);
                var (status, problem) = await host.PostAsync($"tickets/{number}/{step}", by, body);
                Assert.True(status == 400, $"{step}: {status} {problem}");
                Assert.Equal(fields, problem!["errors"]!.AsObject().Select(e => e.Key).Order());
                Assert.Equal(before, await VersionAsync(host, number));
            }

            var answer = await host.PostAsync($"tickets/{number}/{step}", by, step == "share" ? new { unit = "power", until = TimeProvider.System.GetUtcNow().AddDays(7) } : right);
            Assert.True(answer.Status == 204, $"{step}: {answer.Status} {answer.Body}");
        }
    }

    [Fact]
    public async Task A_step_out_of_order_or_taken_twice_is_refused_with_code_both_languages_and_what_may_come_next()
    {
        await using var host = await ApiHost.StartAsync();
        var number = await AcceptAsync(host);
        foreach (var (by, step, right, _) in Road.Where(r => r.Step is "sign" or "return" or "resume" or "grant-extension" or "answer-task")) await RefusedAsync(host, number, step, by, right);
        Assert.Equal(204, (await host.PostAsync($"tickets/{number}/dispatch", Sample.Dispatcher, new { department = "water" })).Status);
        await RefusedAsync(host, number, "dispatch", Sample.Dispatcher, new { department = "water" });
        Assert.Equal(204, (await host.PostAsync($"tickets/{number}/sign", Sample.WaterClerk)).Status);
        var refused = await RefusedAsync(host, number, "sign", Sample.WaterClerk, new { });
        Assert.Contains("contact", refused["allowed"]!.AsArray().Select(a => (string)a!));
    }

    [Theory]
    [InlineData("""{"type":"help","title":"停水","title":"停电","text":"x"}""")]
    [InlineData("""{"type":"help","title":"停\u0000水","text":"x"}""")]
    [InlineData("""{"type":"help","title":"\ud800","text":"x"}""")]
    [InlineData("""{"type":"help","title":["停水"],"text":"x"}""")]
    [InlineData("""{"type":"help","title":{"a":1},"text":"x"}""")]
    public async Task Broken_text_is_refused_by_field(string json)
    {
        await using var host = await ApiHost.StartAsync();
        var (status, problem) = await host.PostAsync("tickets", Sample.Agent, json);
        Assert.True(status == 400, $"{status} {problem}");
        Assert.Equal("title", Assert.Single(problem!["errors"]!.AsObject()).Key);
        Assert.Equal(0, (int)(await host.GetAsync("tickets", Sample.Agent)).Body!["total"]!);
    }

    [Fact]
    public async Task A_field_that_nobody_knows_is_refused_by_name_and_nothing_happens()
    {
        await using var host = await ApiHost.StartAsync();
        var number = await AcceptAsync(host);
        foreach (var (path, by, body, field) in new (string, Actor?, object, string)[]
        {
            ("tickets", Sample.Agent, new { type = "help", title = "停水", text = "院里停水", titel = "停电" }, "titel"),
            ("reports", null, new { type = "help", title = "停水", text = "院里停水", state = "closed" }, "state"),
            ($"tickets/{number}/dispatch", Sample.Dispatcher, new { department = "water", to = "power" }, "to"),
            ($"tickets/{number}/merge", Sample.Dispatcher, new { members = new[] { number }, force = true }, "force"),
            ("whistles", Sample.TownClerk, new { units = new[] { new { unit = "water", question = "关阀", when = "now" } } }, "units[0].when"),
            ("tickets/duplicates", Sample.Agent, new { title = "停水", a = 1 }, "a"),
        })
        {
            var (status, problem) = await host.PostAsync(path, by, body);
            Assert.True(status == 400, $"{path}: {status} {problem}");
            var (name, why) = Assert.Single(problem!["errors"]!.AsObject());
            Assert.Equal(field, name);
            Assert.StartsWith("没有这个字段", (string)why![0]!, StringComparison.Ordinal);
        }

        Assert.Contains("可用：department、reason", (string)(await host.PostAsync($"tickets/{number}/dispatch", Sample.Dispatcher, new { to = "power" })).Body!["errors"]!["to"]![0]!, StringComparison.Ordinal);
        Assert.Equal(1, await VersionAsync(host, number));
        Assert.Equal(1, (int)(await host.GetAsync("tickets", Sample.Agent)).Body!["total"]!);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{\"type\":")]
    [InlineData("\"text\"")]
    public async Task What_is_no_object_is_refused(string json)
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal(400, (await host.PostAsync("tickets", Sample.Agent, json)).Status);
    }

    [Fact]
    public async Task Unknown_tickets_steps_and_numbers_are_told_apart()
    {
        await using var host = await ApiHost.StartAsync();
        var number = await AcceptAsync(host);
        Assert.Equal(404, (await host.PostAsync($"tickets/{number}/celebrate", Sample.Dispatcher)).Status);
        Assert.Equal(404, (await host.PostAsync($"tickets/{TicketNumber.Create(new DateOnly(2020, 1, 1), 1)}/note", Sample.Agent, new { text = "x" })).Status);
        Assert.Equal(400, (await host.PostAsync($"tickets/{new string('9', 2000)}/note", Sample.Agent, new { text = "x" })).Status);
        Assert.Equal(400, (await host.PostAsync("tickets/abc/note", Sample.Agent, new { text = "x" })).Status);
    }

    [Fact]
    public async Task A_ticket_as_of_a_moment_asks_for_a_moment_it_can_read()
    {
        await using var host = await ApiHost.StartAsync();
        var number = await AcceptAsync(host);
        Assert.Equal(400, (await host.GetAsync($"tickets/{number}/at?at=yesterday", Sample.Supervisor)).Status);
        Assert.Equal(400, (await host.GetAsync($"tickets/{number}/at", Sample.Supervisor)).Status);
        Assert.Equal(404, (await host.GetAsync($"tickets/{number}/at?at=2020-01-01T00:00:00Z", Sample.Supervisor)).Status);
        var (status, then) = await host.GetAsync($"tickets/{number}/at?at=2099-01-01T00:00:00%2B08:00", Sample.Supervisor);
        Assert.Equal((200, "awaiting-dispatch"), (status, (string)then!["state"]!));
    }

    private static async Task<JsonObject> RefusedAsync(ApiHost host, string number, string step, Actor by, object body)
    {
        var (status, problem) = await host.PostAsync($"tickets/{number}/{step}", by, body);
        Assert.True(status == 409, $"{step}: {status} {problem}");
        Assert.StartsWith("urn:hotline:refused:", (string)problem!["type"]!, StringComparison.Ordinal);
        Assert.Contains((string)problem["title"]!, c => c > 0x3000);
        Assert.Contains((string)problem["english"]!, char.IsAsciiLetter);
        Assert.DoesNotContain(step, problem["allowed"]!.AsArray().Select(a => (string)a!));
        return problem.AsObject();
    }

    private static async Task<string> AcceptAsync(ApiHost host) => (string)(await host.PostAsync("tickets", Sample.Agent, Request)).Body!["number"]!;

    private static async Task<int> VersionAsync(ApiHost host, string number) => (int)(await host.GetAsync($"tickets/{number}", Sample.Supervisor)).Body!["version"]!;
}
