using System.Text.Json.Nodes;
using Hotline.Tickets.Tests.Http;
using Hotline.Tickets.Tests.Knowledge;

namespace Hotline.Tickets.Tests.UnifiedReplies;

public sealed class ReplyApiTests
{
    [Fact]
    public async Task Two_units_contradict_each_other_and_the_reviewer_settles_it()
    {
        await using var host = await ApiHost.StartAsync();
        var number = await HandlingAsync(host, ["路灯归谁管", "何时修好"]);
        Assert.Equal(204, await PostAsync(host, number, "co-handle", Sample.WaterClerk, new { tasks = new[] { new { unit = "power", question = "路灯归谁管" } } }));
        Assert.Equal(204, await PostAsync(host, number, "answer-task", Sample.PowerClerk, new { task = 1, answer = "该路灯不归城管，归供水集团。" }));

        var view = (await host.GetAsync($"tickets/{number}/reply", Sample.WaterClerk)).Body!;
        Assert.Contains("不归城管", (string)view["draft"]!);
        Assert.Equal(["路灯归谁管", "何时修好"], view["pairs"]!.AsArray().Select(p => (string)p!["demand"]!));

        var (status, refusal) = await host.PostAsync($"tickets/{number}/reply", Sample.WaterClerk, new { finding = "true", result = "explained", points = new[] { new { point = 1, answer = "该路灯归城管。" } } });
        Assert.Equal((409, "urn:hotline:refused:point-unanswered"), (status, (string)refusal!["type"]!));
        Assert.Contains("第2点", (string)refusal["title"]!);
        var points = new object[] { new { point = 1, answer = "该路灯归城管。" }, new { point = 2, ground = "须城管确定工期" } };
        Assert.Equal(204, await PostAsync(host, number, "reply", Sample.WaterClerk, new { finding = "true", result = "explained", internalNote = "内部：双方推诿多次", points }));

        var review = (await host.GetAsync($"tickets/{number}/reply", Sample.Reviewer)).Body!;
        var contradiction = review["contradictions"]!.AsArray().First(c => (string)c!["kind"]! == "responsible")!;
        Assert.DoesNotContain("双方推诿", (string)review["preview"]!);
        Assert.Contains(review["hints"]!.AsArray(), h => (string)h!["warning"]! == "missing-basis");
        var (held, why) = await host.PostAsync($"tickets/{number}/approve", Sample.Reviewer, new { });
        Assert.Equal((409, "urn:hotline:refused:contradiction"), (held, (string)why!["type"]!));
        var resolutions = review["contradictions"]!.AsArray().Select(c => new { contradiction = (string)c!["id"]!, reason = "以移交协议为准" });
        Assert.Equal(204, await PostAsync(host, number, "approve", Sample.Reviewer, new { publicText = "经核定，该路灯由城管负责。", resolutions }));
        Assert.Contains((string)contradiction["id"]!, (await host.GetAsync($"tickets/{number}/events", Sample.Reviewer)).Body!.ToJsonString());
        Assert.Equal("经核定，该路灯由城管负责。", (string)(await host.GetAsync($"tickets/{number}/reply", Sample.Reviewer)).Body!["preview"]!);
    }

    [Fact]
    public async Task Only_what_is_published_now_may_be_cited_by_replies_answers_and_corrections()
    {
        await using var host = await ApiHost.StartAsync();
        var article = await PublishedAsync(host);
        var (good, bad) = (new[] { new { article, version = 1 } }, new[] { new { article, version = 2 } });
        var number = await HandlingAsync(host, null);
        object Reply(object citations) => new { finding = "true", result = "solved", publicText = "已恢复", citations };
        Assert.Equal(["citations"], await ErrorsAsync(host.PostAsync($"tickets/{number}/reply", Sample.WaterClerk, Reply(bad))));
        Assert.Equal(["citations"], await ErrorsAsync(host.PostAsync($"tickets/{number}/reply", Sample.WaterClerk, Reply(new[] { new { article = Guid.NewGuid(), version = 1 } }))));
        Assert.Equal(["citations"], await ErrorsAsync(host.PostAsync($"tickets/{number}/reply", Sample.WaterClerk, """{"finding":"true","result":"solved","publicText":"x","citations":[null]}""")));
        Assert.Equal(204, await PostAsync(host, number, "reply", Sample.WaterClerk, Reply(good)));
        Assert.Equal(204, await PostAsync(host, number, "approve", Sample.Reviewer, new { }));

        var request = new { type = "consultation", title = "停水", text = "停水怎么办", answer = "请拨打供水热线" };
        Assert.Equal(["citations"], await ErrorsAsync(host.PostAsync("tickets", Sample.Agent, new { request.type, request.title, request.text, request.answer, citations = bad })));
        Assert.Equal(201, (await host.PostAsync("tickets", Sample.Agent, new { request.type, request.title, request.text, request.answer, citations = good })).Status);
        Assert.Equal(["citations"], await ErrorsAsync(host.PostAsync("corrections", Sample.Reviewer, new { numbers = new[] { number }, text = "更正", reason = "有误", citations = bad })));
    }

    [Fact]
    public async Task From_the_withdrawn_article_to_the_corrected_letter()
    {
        await using var host = await ApiHost.StartAsync();
        var article = await PublishedAsync(host);
        var number = await HandlingAsync(host, null);
        Assert.Equal(204, await PostAsync(host, number, "reply", Sample.WaterClerk, new { finding = "true", result = "solved", publicText = "已恢复", citations = new[] { new { article, version = 1 } } }));
        Assert.Equal(204, await PostAsync(host, number, "approve", Sample.Reviewer, new { }));
        Assert.Equal(204, (await host.PostAsync($"knowledge/{article}/withdraw", KnowledgeHouse.Editor, new { reason = "政策废止" })).Status);

        var recall = (await host.GetAsync("recalls", Sample.Reviewer)).Body!.AsArray().Single()!;
        var path = $"recalls/{recall["id"]}";
        for (JsonArray listed = []; listed.Count == 0; listed = (await host.GetAsync(path, Sample.Reviewer)).Body!.AsArray()) await Task.Delay(20, Ct);
        Assert.Empty((await host.GetAsync(path, Sample.PowerClerk)).Body!.AsArray());
        Assert.Equal(404, (await host.GetAsync("recalls/99", Sample.Reviewer)).Status);
        Assert.Equal(["reason", "text"], await ErrorsAsync(host.PostAsync($"{path}/corrections", Sample.Reviewer, new { })));
        Assert.Equal(["numbers"], await ErrorsAsync(host.PostAsync("corrections", Sample.Reviewer, new { numbers = new[] { "12" }, text = "更正", reason = "有误" })));
        Assert.Equal(409, (await host.PostAsync($"{path}/stands", KnowledgeHouse.Editor, new { number = await HandlingAsync(host, null), note = "不涉及" })).Status);

        var queued = (await host.PostAsync($"{path}/corrections", KnowledgeHouse.Editor, new { text = "更正：{reply}，旧政策已废止", reason = "政策废止" })).Body!["corrections"]!.AsArray();
        Assert.Empty((await host.PostAsync($"{path}/corrections", KnowledgeHouse.Editor, new { text = "再来一次", reason = "政策废止" })).Body!["corrections"]!.AsArray());
        Assert.Equal(403, (await host.PostAsync($"corrections/{queued.Single()}/send", KnowledgeHouse.Editor)).Status);
        Assert.Equal(["corrections"], await ErrorsAsync(host.PostAsync("corrections/send", Sample.Reviewer, new { })));
        Assert.Equal(204, (await host.PostAsync($"corrections/{queued.Single()}/send", Sample.Reviewer)).Status);
        Assert.Equal(404, (await host.PostAsync($"corrections/{queued.Single()}/send", Sample.Reviewer)).Status);
        Assert.Equal(404, (await host.PostAsync($"corrections/{queued.Single()}/drop", Sample.Reviewer)).Status);
        Assert.Equal("更正：已恢复，旧政策已废止", (string)(await host.GetAsync($"tickets/{number}", Sample.Reviewer)).Body!["unifiedReply"]!);
        for (var state = ""; state != "corrected"; state = (string)(await host.GetAsync(path, Sample.Reviewer)).Body![0]!["state"]!) await Task.Delay(20, Ct);
    }

    private static async Task<string> HandlingAsync(ApiHost host, string[]? demands)
    {
        var number = (string)(await host.PostAsync("tickets", Sample.Agent, new { type = "help", title = "路灯不亮", text = "路灯坏了", phone = "13900001234", demands })).Body!["number"]!;
        Assert.Equal(204, await PostAsync(host, number, "dispatch", Sample.Dispatcher, new { department = "water" }));
        Assert.Equal(204, await PostAsync(host, number, "sign", Sample.WaterClerk, null));
        Assert.Equal(204, await PostAsync(host, number, "contact", Sample.WaterClerk, new { contacted = false, whyNot = "anonymous" }));
        return number;
    }

    private static async Task<Guid> PublishedAsync(ApiHost host)
    {
        var made = await host.PostAsync("knowledge", KnowledgeHouse.Writer, new { unit = "water", category = "供水", title = "停水怎么办", content = "请拨打供水热线。", kind = "guide", validUntil = "2099-12-31" });
        var id = Guid.Parse(((string)made.Body!["id"]!).Split('@')[0]);
        foreach (var (step, by) in new[] { ("submit", KnowledgeHouse.Writer), ("unit-approve", KnowledgeHouse.Lead), ("publish", KnowledgeHouse.Editor) })
        {
            Assert.Equal(204, (await host.PostAsync($"knowledge/{id}/{step}", by)).Status);
        }

        return id;
    }

    private static async Task<int> PostAsync(ApiHost host, string number, string step, Actor by, object? body) => (await host.PostAsync($"tickets/{number}/{step}", by, body)).Status;

    private static async Task<IEnumerable<string>> ErrorsAsync(Task<(int Status, JsonNode? Body)> answer)
    {
        var (status, body) = await answer;
        Assert.Equal((400, "urn:hotline:invalid"), (status, (string?)body?["type"]));
        return body!["errors"]!.AsObject().Select(e => e.Key).Order();
    }
}
