using Hotline.Tickets.Tests.Http;

namespace Hotline.Tickets.Tests.Merging;

public sealed class MergeApiTests
{
    [Fact]
    public async Task Merge_relations_unmerge_and_split_over_http()
    {
        await using var api = await ApiHost.StartAsync();
        var (master, member) = (await AcceptAsync(api), await AcceptAsync(api));

        var (status, body) = await api.PostAsync($"tickets/{master}/merge", Sample.Agent, new { members = new[] { member }, reason = "同一停水" });
        Assert.Equal(202, status);
        Assert.Equal(member, (string?)(await api.GetAsync("merges/to-do", Sample.Dispatcher)).Body![0]!["number"]);
        (status, body) = await api.PostAsync($"tickets/{master}/merge", Sample.Dispatcher, new { members = new[] { member }, reason = "同一停水" });
        Assert.Equal((200, member), (status, (string?)body!["merged"]![0]));
        (status, body) = await api.GetAsync($"tickets/{master}/relations", Sample.Dispatcher);
        Assert.Equal((200, 1, "merged"), (status, (int)body!["followers"]!, (string?)body["related"]![0]!["kind"]));
        Assert.Equal(master, (string?)(await api.GetAsync($"tickets/{member}", Sample.Dispatcher)).Body!["mergedInto"]);

        (status, body) = await api.PostAsync($"tickets/{member}/dispatch", Sample.Dispatcher, new { department = "water" });
        Assert.Equal((409, "urn:hotline:refused:follows-master"), (status, (string?)body!["type"]));
        Assert.Contains("attach", body["allowed"]!.AsArray().Select(a => (string?)a));
        (status, body) = await api.PostAsync($"tickets/{member}/merge", Sample.Dispatcher, new { members = new[] { await AcceptAsync(api) }, reason = "同一停水" });
        Assert.Equal((409, "urn:hotline:refused:master-follows"), (status, (string?)body!["type"]));
        Assert.True(((string?)body["english"])!.Length > 0);

        Assert.Equal(204, (await api.PostAsync($"tickets/{member}/unmerge", Sample.Dispatcher, new { reason = "两件事" })).Status);
        Assert.Equal(409, (await api.PostAsync($"tickets/{member}/unmerge", Sample.Dispatcher, new { reason = "两件事" })).Status);

        (status, body) = await api.PostAsync($"tickets/{member}/split", Sample.Dispatcher, new { type = "report", title = "举报无证", text = "无证经营", reason = "两件事" });
        Assert.Equal((201, 6), (status, ((string?)body!["code"])!.Length));
    }

    [Fact]
    public async Task Bad_input_names_its_field_and_roles_are_checked()
    {
        await using var api = await ApiHost.StartAsync();
        var master = await AcceptAsync(api);
        var (status, body) = await api.PostAsync($"tickets/{master}/merge", Sample.Dispatcher, new { members = new[] { "12" }, reason = "x" });
        Assert.Equal((400, "members[0]"), (status, body!["errors"]!.AsObject().Single().Key));
        (status, body) = await api.PostAsync($"tickets/{master}/merge", Sample.Dispatcher, new { members = new[] { TicketNumber.Create(new DateOnly(2026, 11, 9), 999_998).Digits }, reason = "x" });
        Assert.Equal((400, "members[0]"), (status, body!["errors"]!.AsObject().Single().Key));
        Assert.Equal(400, (await api.PostAsync($"tickets/{master}/merge", Sample.Dispatcher)).Status);
        Assert.Equal(400, (await api.PostAsync($"tickets/{master}/merge", Sample.Dispatcher, "{\"members\":7}")).Status);
        Assert.Equal(403, (await api.PostAsync($"tickets/{master}/merge", Sample.WaterClerk, new { members = new[] { master }, reason = "x" })).Status);
        Assert.Equal(401, (await api.PostAsync($"tickets/{master}/unmerge", null, new { reason = "x" })).Status);
        Assert.Equal(403, (await api.PostAsync($"tickets/{master}/split", Sample.Agent, new { reason = "x" })).Status);
        var unknown = TicketNumber.Create(new DateOnly(2026, 11, 9), 999_999);
        Assert.Equal(404, (await api.GetAsync($"tickets/{unknown}/relations", Sample.Dispatcher)).Status);
        Assert.Equal(404, (await api.PostAsync($"tickets/{unknown}/unmerge", Sample.Dispatcher, new { reason = "x" })).Status);
        (status, body) = await api.PostAsync("tickets/duplicates", Sample.Agent, new { phone = "abc" });
        Assert.Equal((400, "phone,title"), (status, string.Join(',', body!["errors"]!.AsObject().Select(e => e.Key).Order())));
        (status, body) = await api.PostAsync("tickets/duplicates", Sample.Agent, new { phone = "13900001234", title = "停水", text = "院里停水两天" });
        Assert.Equal((200, "same-person"), (status, (string?)body![0]!["label"]));
        Assert.DoesNotContain("13900001234", body.ToJsonString());
    }

    private static async Task<string> AcceptAsync(ApiHost api) =>
        (string)(await api.PostAsync("tickets", Sample.Agent, new { type = "help", title = "停水", text = "院里停水两天", phone = "13900001234" })).Body!["number"]!;
}
