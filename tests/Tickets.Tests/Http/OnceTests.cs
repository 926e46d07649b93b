using System.Text.Json.Nodes;

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

    private static (string Path, Actor? By, object Body)[] Creating(string number) =>
        [("tickets", Sample.Agent, Request), ("reports", null, Request), ($"tickets/{number}/split", Sample.Dispatcher, Part), ("whistles", Sample.TownClerk, Whistle)];

    private static async Task<int> CountAsync(ApiHost host) => (int)(await host.GetAsync("tickets", Sample.Supervisor)).Body!["total"]!;
}
