using System.Text.Json.Nodes;
using Hotline.Tickets.Tests.Http;

namespace Hotline.Tickets.Tests.Knowledge;

public sealed class KnowledgeApiTests
{
    private static readonly object Article = new
    {
        unit = "water", category = "公用事业/供水", title = "停水怎么办", content = "请拨打供水热线。", kind = "hot-question", keywords = new[] { "停水" }, validUntil = "2099-12-31", @public = true,
    };

    [Fact]
    public async Task An_article_goes_from_its_writer_to_the_citizen()
    {
        await using var host = await ApiHost.StartAsync();
        var (status, made) = await host.PostAsync("knowledge", KnowledgeHouse.Writer, Article);
        Assert.Equal(201, status);
        var id = ((string)made!["id"]!).Split('@')[0];
        Assert.Equal(404, (await host.GetAsync($"public/knowledge/{id}", null)).Status);
        Assert.Equal(404, (await host.GetAsync($"knowledge/{id}", Sample.Agent)).Status);
        Assert.Single((await host.GetAsync("knowledge?state=draft", KnowledgeHouse.Editor)).Body!.AsArray());

        Assert.Equal(204, (await host.PostAsync($"knowledge/{id}/submit", KnowledgeHouse.Writer)).Status);
        var (own, refusal) = await host.PostAsync($"knowledge/{id}/unit-approve", KnowledgeHouse.Writer);
        Assert.Equal((409, "urn:hotline:refused:own-work"), (own, (string)refusal!["type"]!));
        Assert.NotEmpty((string)refusal["english"]!);
        Assert.Equal(204, (await host.PostAsync($"knowledge/{id}/unit-approve", KnowledgeHouse.Lead)).Status);
        Assert.Equal(204, (await host.PostAsync($"knowledge/{id}/publish", KnowledgeHouse.Editor)).Status);

        Assert.Equal("停水怎么办", (string)(await host.GetAsync($"public/knowledge/{id}", null)).Body!["title"]!);
        Assert.Single((await host.GetAsync("public/knowledge?text=停水", null)).Body!.AsArray());
        Assert.Single((await host.GetAsync("knowledge/suggestions?text=小区停水怎么办呀", Sample.Agent)).Body!.AsArray());
        Assert.Equal(201, (await host.PostAsync($"knowledge/{id}/errors", Sample.Agent, new { text = "热线号码已换" })).Status);
        var error = (await host.GetAsync("knowledge/errors", KnowledgeHouse.Lead)).Body![0]!;
        Assert.Equal(204, (await host.PostAsync($"knowledge/errors/{error["id"]}/answer", KnowledgeHouse.Lead, new { rightSo = true, answer = "已更新" })).Status);
        await host.GetAsync($"knowledge/{id}", Sample.Agent);
        Assert.Equal((1, 1), (await host.GetAsync("knowledge/usage", KnowledgeHouse.Lead)).Body![0]! is var u ? ((int)u["opened"]!, (int)u["errors"]!) : default);
    }

    [Fact]
    public async Task Bad_input_names_its_field()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal(["category", "content", "kind", "title", "unit", "validUntil"], await ErrorsAsync(host.PostAsync("knowledge", KnowledgeHouse.Editor, new { })));
        Assert.Equal(["kind"], await ErrorsAsync(host.PostAsync("knowledge", KnowledgeHouse.Editor, """{"kind":"song"}""")));
        Assert.Equal(["items"], await ErrorsAsync(host.PostAsync("knowledge/import", KnowledgeHouse.Editor, new { })));
        Assert.Equal(["items"], await ErrorsAsync(host.PostAsync("knowledge/import", KnowledgeHouse.Editor, """{"items":[null]}""")));
        Assert.Equal(["state"], await ErrorsAsync(host.GetAsync("knowledge?state=lost", KnowledgeHouse.Editor)));
        Assert.Equal(["region"], await ErrorsAsync(host.GetAsync("public/knowledge?region=nowhere", null)));
        Assert.Equal(["text"], await ErrorsAsync(host.GetAsync("knowledge/suggestions", Sample.Agent)));
        Assert.Equal(["text"], await ErrorsAsync(host.GetAsync("public/knowledge?text=%00", null)));
        Assert.Equal(["answer", "rightSo"], await ErrorsAsync(host.PostAsync("knowledge/errors/1/answer", KnowledgeHouse.Editor, new { })));
        Assert.Equal(404, (await host.PostAsync("knowledge/errors/1/answer", KnowledgeHouse.Editor, new { rightSo = true, answer = "x" })).Status);
        Assert.Equal(404, (await host.PostAsync($"knowledge/{Guid.NewGuid()}/publish", KnowledgeHouse.Editor)).Status);
        var (status, outcome) = await host.PostAsync("knowledge/import", KnowledgeHouse.Editor, new { items = new[] { Article, Article } });
        Assert.Equal((400, 2), (status, (int)outcome!["wrong"]![0]!["row"]!));
        Assert.Equal(201, (await host.PostAsync("knowledge/import", KnowledgeHouse.Editor, new { items = new[] { Article } })).Status);
    }

    [Fact]
    public async Task Nobody_does_what_their_role_may_not()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal(401, (await host.GetAsync("knowledge", null)).Status);
        Assert.Equal(403, (await host.PostAsync("knowledge", Sample.Agent, Article)).Status);
        Assert.Equal(403, (await host.GetAsync("knowledge?state=draft", Sample.Agent)).Status);
        Assert.Equal(403, (await host.GetAsync("knowledge/tasks", Sample.Agent)).Status);
        Assert.Equal(["unit"], await ErrorsAsync(host.PostAsync("knowledge", Sample.PowerClerk, Article)));
    }

    [Fact]
    public async Task The_citizen_reads_their_letters_by_number_and_code_and_staff_the_deliveries()
    {
        await using var host = await ApiHost.StartAsync();
        var receipt = (await host.PostAsync("tickets", Sample.Agent, new { type = "help", title = "停水", text = "院里停水", phone = "13900001234", mail = "z@example.com" })).Body!;
        var (number, code) = ((string)receipt["number"]!, (string)receipt["code"]!);
        for (JsonArray letters = []; letters.Count == 0; letters = (await host.GetAsync($"reports/{number}/letters?code={code}", null)).Body!.AsArray()) await Task.Delay(20, Ct);

        Assert.Contains(code, (string)(await host.GetAsync($"reports/{number}/letters?code={code}", null)).Body![0]!["text"]!);
        Assert.Equal(404, (await host.GetAsync($"reports/{number}/letters?code={(code == "000000" ? "000001" : "000000")}", null)).Status);
        var seen = (await host.GetAsync($"tickets/{number}/letters", Sample.Agent)).Body!;
        Assert.Equal(["web", "sms", "mail"], seen[0]!["deliveries"]!.AsArray().Select(d => (string)d!["channel"]!).OrderDescending());
        Assert.DoesNotContain("13900001234", seen.ToJsonString());
        Assert.DoesNotContain(code, seen.ToJsonString());
        Assert.Equal(403, (await host.GetAsync($"tickets/{number}/letters", Sample.WaterClerk)).Status);
        Assert.Equal(403, (await host.PostAsync($"deliveries/{Guid.NewGuid()}/receipt", Sample.Agent, new { delivered = true })).Status);
        Assert.Equal(404, (await host.PostAsync($"deliveries/{Guid.NewGuid()}/receipt", Sample.Administrator, new { delivered = true })).Status);
        Assert.Equal(["delivered"], await ErrorsAsync(host.PostAsync($"deliveries/{Guid.NewGuid()}/receipt", Sample.Administrator, new { })));
        Assert.Equal(409, (await host.PostAsync("call-tasks/1/done", Sample.Agent, new { reached = true })).Status);
        Assert.Equal(["mail"], await ErrorsAsync(host.PostAsync("tickets", Sample.Agent, new { type = "help", title = "停水", text = "院里停水", mail = "nobody" })));
    }

    private static async Task<IEnumerable<string>> ErrorsAsync(Task<(int Status, JsonNode? Body)> answer)
    {
        var (status, body) = await answer;
        Assert.Equal((400, "urn:hotline:invalid"), (status, (string?)body?["type"]));
        return body!["errors"]!.AsObject().Select(e => e.Key).Order();
    }
}
