using System.Text.Json.Nodes;
using Hotline.Tickets.Tests.Http;

namespace Hotline.Tickets.Tests.Supervising;

public sealed class SupervisionApiTests
{
    [Fact]
    public async Task A_leaders_order_is_on_the_list_until_it_is_answered_and_recognised()
    {
        await using var host = await ApiHost.StartAsync();
        var (number, _) = await host.DispatchedAsync();
        Assert.Equal(403, (await host.PostAsync($"tickets/{number}/supervise", Sample.Dispatcher, new { level = "supervision", instruction = "快办" })).Status);
        Assert.Equal(400, (await host.PostAsync($"tickets/{number}/supervise", Sample.Supervisor, new { level = "shout", instruction = "快办" })).Status);
        await host.StepAsync(number, "supervise", Sample.Supervisor, new { level = "supervision", instruction = "三日内解决", value = 4, unit = "working-hours" });
        await host.StepAsync(number, "supervise", Sample.Supervisor, new { level = "reminder", instruction = "供电配合", addressee = "power" });

        Assert.Equal([1, 2], (await ListAsync(host, "orders", Sample.Supervisor)).Select(o => (int)o!["no"]!));
        Assert.Equal([1], (await ListAsync(host, "orders?unit=power", Sample.WaterClerk)).Select(o => (int)o!["no"]!)); // a unit asks in vain for another's
        Assert.Equal([2], (await ListAsync(host, "orders?unit=power", Sample.Supervisor)).Select(o => (int)o!["no"]!));
        Assert.Empty(await ListAsync(host, "orders?state=overdue", Sample.Supervisor));
        Assert.Equal(403, (await host.GetAsync("supervision/orders", Sample.Agent)).Status);
        Assert.Equal(400, (await host.GetAsync("supervision/orders?state=lost", Sample.Supervisor)).Status);
        Assert.Equal(200, (await host.GetAsync($"tickets/{number}", Sample.PowerClerk)).Status); // whom an order is addressed to sees the matter

        await host.StepAsync(number, "answer-supervision", Sample.WaterClerk, new { order = 1, answer = "已派抢修队" });
        Assert.Single(await ListAsync(host, "orders?state=to-judge", Sample.Supervisor));
        await host.StepAsync(number, "judge-supervision", Sample.Supervisor, new { order = 1, recognised = false, reason = "没有时间" });
        Assert.Single(await ListAsync(host, "orders", Sample.WaterClerk));
        await host.StepAsync(number, "answer-supervision", Sample.WaterClerk, new { order = 1, answer = "今晚八点恢复" });
        await host.StepAsync(number, "judge-supervision", Sample.Supervisor, new { order = 1, recognised = true });
        Assert.Empty(await ListAsync(host, "orders", Sample.WaterClerk));
        var done = (await ListAsync(host, "orders?state=all", Sample.WaterClerk)).Single()!;
        Assert.Equal((true, "三日内解决"), ((bool)done["recognised"]!, (string)done["instruction"]!));
    }

    [Fact]
    public async Task A_citizen_urges_adds_reopens_and_withdraws_by_number_and_code()
    {
        await using var host = await ApiHost.StartAsync();
        var (number, code) = await host.DispatchedAsync();
        string Path(string what) => $"reports/{number}/{what}?code={code}";
        Assert.Equal(404, (await host.PostAsync($"reports/{number}/urge?code={(code == "000000" ? "000001" : "000000")}", null)).Status);
        Assert.Equal(204, (await host.PostAsync(Path("urge"), null, new { text = "三天了" })).Status);
        var (status, refusal) = await host.PostAsync(Path("urge"), null);
        Assert.Equal((409, "urn:hotline:refused:urged-today"), (status, (string)refusal!["type"]!));
        Assert.Equal(400, (await host.PostAsync(Path("information"), null, new { text = "" })).Status);
        Assert.Equal(204, (await host.PostAsync(Path("information"), null, new { text = "三号楼也停了" })).Status);
        Assert.Equal(409, (await host.PostAsync(Path("reopen"), null, new { words = "没好" })).Status);
        Assert.Equal(number, (string)Assert.Single(await ListAsync(host, "urged", Sample.Supervisor))!["ticket"]!["number"]!);
        Assert.Empty(await ListAsync(host, "urged", Sample.PowerClerk));

        await host.StepAsync(number, "sign", Sample.WaterClerk);
        await host.ReplyAsync(number);
        await host.StepAsync(number, "follow-up", Sample.Caller, new { reached = true, solved = true, satisfaction = "satisfied" });
        var progress = (await host.GetAsync($"reports/{number}?code={code}", null)).Body!;
        Assert.Contains("reopen", progress["allowed"]!.AsArray().Select(s => (string)s!));
        Assert.Equal(204, (await host.PostAsync(Path("reopen"), null, new { words = "今早又停水了" })).Status);
        var redo = Assert.Single(await ListAsync(host, "redos", Sample.Supervisor))!;
        Assert.Equal((1, "今早又停水了"), ((int)redo["redos"]!, (string)redo["words"]!));
        Assert.Equal(204, (await host.PostAsync(Path("withdrawal"), null, new { reason = "来水了" })).Status);
        Assert.Empty(await ListAsync(host, "redos", Sample.Supervisor));
    }

    [Fact]
    public async Task Raised_tickets_and_hard_cases_are_listed()
    {
        await using var host = await ApiHost.StartAsync();
        var (number, _) = await host.DispatchedAsync();
        await host.StepAsync(number, "raise", Sample.Supervisor, new { level = 2, reason = "三区交界" });
        var raised = Assert.Single(await ListAsync(host, "raised", Sample.Supervisor))!;
        Assert.Equal((2, "三区交界"), ((int)raised["ticket"]!["level"]!, (string)raised["reason"]!));

        await host.StepAsync(number, "sign", Sample.WaterClerk);
        await host.StepAsync(number, "contact", Sample.WaterClerk, new { contacted = false, whyNot = "no-answer" });
        var promised = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(90).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await host.StepAsync(number, "reply", Sample.WaterClerk, new { finding = "true", result = "promised", publicText = "列入管网改造", promisedFor = promised });
        await host.StepAsync(number, "approve", Sample.Reviewer, new { });
        await host.StepAsync(number, "follow-up", Sample.Caller, new { reached = true, solved = false, satisfaction = "basically-satisfied" });
        var hard = Assert.Single(await ListAsync(host, "hard-cases", Sample.Supervisor))!;
        Assert.Equal(promised, (string)hard["promisedFor"]!);
        Assert.NotNull(hard["nextReview"]);
        Assert.Empty(await ListAsync(host, "cards", Sample.Supervisor));
        Assert.Equal(400, (await host.GetAsync("supervision/cards?day=yesterday", Sample.Supervisor)).Status);
        Assert.Equal(400, (await host.GetAsync("supervision/cards?card=green", Sample.Supervisor)).Status);
    }

    private static async Task<JsonArray> ListAsync(ApiHost host, string path, Actor by)
    {
        var (status, body) = await host.GetAsync($"supervision/{path}", by);
        Assert.True(status == 200, $"{path}: {status} {body}");
        return body!.AsArray();
    }
}
