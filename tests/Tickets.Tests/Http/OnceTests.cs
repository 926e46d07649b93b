using System.Text.Json.Nodes;
using Hotline.Tickets.Tests.Knowledge;

namespace Hotline.Tickets.Tests.Http;

/// <summary>Idempotency-Key: whatever makes a ticket makes one, however often the answer was lost.</summary>
public sealed class OnceTests
{
    private static readonly object Request = new { type = "help", title = "停水", text = "院里停水两天", phone = "13900001234" };
    private static readonly object Part = new { type = "report", title = "举报无证", text = "无证经营", reason = "两件事" };
    private static readonly object Whistle = new { title = "燃气泄漏疏散", text = "沿街店铺燃气泄漏", place = "康宁路12号", kind = "emergency", units = new[] { new { unit = "water", question = "关阀" } } };

    [Fact]
    public async Task The_same_again_gets_the_first_answer_and_makes_nothing()
    {
        await using var host = await ApiHost.StartAsync();
        var (number, _) = await host.AcceptedAsync();
        foreach (var (path, by, body) in Creating(number))
        {
            var before = await CountAsync(host);
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.SendAsync(HttpMethod.Post, path, by, body, "k-" + path)));
            Assert.All(answers, a => Assert.Equal((201, answers[0].Body!.ToJsonString()), (a.Status, a.Body!.ToJsonString())));
            Assert.Equal((path, before + 1), (path, await CountAsync(host)));
            Assert.Equal(201, (await host.SendAsync(HttpMethod.Post, path, by, body, "other-" + path)).Status);
            Assert.Equal((path, before + 2), (path, await CountAsync(host)));
        }
    }

    [Fact]
    public async Task A_key_that_was_used_for_something_else_is_refused_and_a_refusal_uses_up_no_key()
    {
        await using var host = await ApiHost.StartAsync();
        var (number, _) = await host.AcceptedAsync();
        foreach (var (path, by, body) in Creating(number))
        {
            Assert.Equal(400, (await host.SendAsync(HttpMethod.Post, path, by, new { title = "停电" }, "k")).Status);
            Assert.Equal(400, (await host.SendAsync(HttpMethod.Post, path, by, body, new string('k', 101))).Status);
            Assert.Equal(201, (await host.SendAsync(HttpMethod.Post, path, by, body, "k-" + path)).Status);
            var changed = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(body))!;
            changed["text"] = "另一件事";
            var (status, problem) = await host.SendAsync(HttpMethod.Post, path, by, changed.ToJsonString(), "k-" + path);
            Assert.Equal((400, "Idempotency-Key"), (status, problem!["errors"]!.AsObject().Single().Key));
        }
    }

    [Fact]
    public async Task A_draft_its_revision_an_import_and_a_correction_are_made_once()
    {
        await using var host = await ApiHost.StartAsync();
        var (number, _) = await host.ApprovedAsync();
        var made = await OnceAsync(host, "knowledge", KnowledgeHouse.Editor, Article("停水怎么办"), 201);
        await OnceAsync(host, $"knowledge/{((string)made["id"]!).Split('@')[0]}/versions", KnowledgeHouse.Editor, Article("停水了怎么办"), 201);
        await OnceAsync(host, "knowledge/import", KnowledgeHouse.Editor, new { items = new[] { Article("水费怎么交"), Article("水表怎么换") } }, 201);
        var queued = await OnceAsync(host, "corrections", Sample.Reviewer, new { numbers = new[] { number }, text = "{reply} 更正", reason = "文号有误" }, 200);
        Assert.Single(queued["corrections"]!.AsArray());
        Assert.Single((await host.GetAsync("corrections", Sample.Supervisor)).Body!.AsArray());
        Assert.Equal(3, (await host.GetAsync("knowledge?state=draft", KnowledgeHouse.Editor)).Body!.AsArray().Count);
        Assert.Equal(2, (await host.GetAsync($"knowledge/{((string)made["id"]!).Split('@')[0]}/versions", KnowledgeHouse.Editor)).Body!.AsArray().Count);
    }

    /// <summary>Four at once and one later get the same answer; something else with the same key is refused.</summary>
    private static async Task<JsonNode> OnceAsync(ApiHost host, string path, Actor by, object body, int status)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.SendAsync(HttpMethod.Post, path, by, body, "k-" + path)));
        var later = await host.SendAsync(HttpMethod.Post, path, by, body, "k-" + path);
        Assert.All(answers.Append(later), a => Assert.Equal((path, status, answers[0].Body!.ToJsonString()), (path, a.Status, a.Body!.ToJsonString())));
        var changed = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(body))!;
        (changed["items"] is { } items ? items[0]! : changed)[changed["reason"] is null ? "content" : "reason"] = "另一件事";
        var (refused, problem) = await host.SendAsync(HttpMethod.Post, path, by, changed.ToJsonString(), "k-" + path);
        Assert.Equal((path, 400, "Idempotency-Key"), (path, refused, problem!["errors"]!.AsObject().Single().Key));
        return later.Body!;
    }

    private static object Article(string title) => new { unit = "water", category = "公用事业/供水", title, content = "请拨打供水热线。", kind = "hot-question", validUntil = "2099-12-31" };

    private static (string Path, Actor? By, object Body)[] Creating(string number) =>
        [("tickets", Sample.Agent, Request), ("reports", null, Request), ($"tickets/{number}/split", Sample.Dispatcher, Part), ("whistles", Sample.TownClerk, Whistle)];

    private static async Task<int> CountAsync(ApiHost host) => (int)(await host.GetAsync("tickets", Sample.Supervisor)).Body!["total"]!;
}
