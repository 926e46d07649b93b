using System.Text.Json.Nodes;
using Hotline.Tickets.Tests.Http;

namespace Hotline.Tickets.Tests.FollowingUp;

public sealed class FollowUpApiTests
{
    [Fact]
    public async Task The_unit_that_handled_it_neither_sees_nor_chooses_the_sample()
    {
        await using var host = await ApiHost.StartAsync();
        var number = await ComplaintAsync(host);
        var line = Assert.Single(await ListAsync(host))!;
        Assert.Equal((number, "投诉举报", 1), ((string)line["number"]!, (string)line["why"]!, (int)line["round"]!));
        foreach (var by in new[] { Sample.WaterClerk, Sample.WaterLead, Sample.Agent, Sample.Reviewer }) Assert.Equal(403, (await host.GetAsync("follow-ups", by)).Status);
        Assert.Equal(403, (await host.GetAsync($"tickets/{number}/surveys", Sample.WaterClerk)).Status);
        foreach (var path in new[] { $"tickets/{number}", $"tickets/{number}/events", "tickets", "departments/mine/inbox" })
        {
            var seen = (await host.GetAsync(path, Sample.WaterClerk)).Body!.ToJsonString();
            Assert.DoesNotContain("sampled", seen, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("complaint-or-report", seen, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Not_solved_on_the_phone_is_a_redo_at_once_and_the_supervisor_reads_the_words()
    {
        await using var host = await ApiHost.StartAsync();
        var number = await ComplaintAsync(host);
        Assert.Equal(403, (await host.PostAsync($"tickets/{number}/follow-up", Sample.WaterClerk, new { reached = true, solved = true })).Status);
        var (status, problem) = await host.PostAsync($"tickets/{number}/follow-up", Sample.Caller, new { result = "refused", solved = true });
        Assert.Equal((400, true), (status, problem!["errors"]!.AsObject().ContainsKey("solved")));
        Assert.Equal(400, (await host.PostAsync($"tickets/{number}/follow-up", Sample.Caller, new { result = "vanished" })).Status);
        await host.StepAsync(number, "follow-up", Sample.Caller, new { result = "reached", solved = false, satisfaction = "dissatisfied", service = "satisfied", reason = "not-solved", comment = "第二天又坏了" });
        Assert.Equal("in-redo", (string)(await host.GetAsync($"tickets/{number}", Sample.Supervisor)).Body!["stateName"]!);
        var redo = Assert.Single((await host.GetAsync("supervision/redos", Sample.Supervisor)).Body!.AsArray())!;
        Assert.Equal((1, "第二天又坏了"), ((int)redo["redos"]!, (string)redo["words"]!));
        Assert.Equal(409, (await host.PostAsync($"tickets/{number}/follow-up", Sample.Caller, new { reached = true, solved = true })).Status);
    }

    [Fact]
    public async Task An_agent_reopens_for_a_citizen_on_the_phone()
    {
        await using var host = await ApiHost.StartAsync();
        var number = await host.ClosedAsync();
        Assert.Equal(403, (await host.PostAsync($"tickets/{number}/reopen", Sample.WaterClerk, new { words = "又坏了" })).Status);
        Assert.Equal(400, (await host.PostAsync($"tickets/{number}/reopen", Sample.Agent, new { })).Status);
        await host.StepAsync(number, "reopen", Sample.Agent, new { words = "又坏了" });
        Assert.Equal(409, (await host.PostAsync($"tickets/{number}/reopen", Sample.Agent, new { words = "又坏了" })).Status);
        Assert.Equal("in-redo", (string)(await host.GetAsync($"tickets/{number}", Sample.Supervisor)).Body!["stateName"]!);
    }

    private static async Task<string> ComplaintAsync(ApiHost host)
    {
        var (number, _) = await host.AcceptedAsync(new { type = "complaint", title = "水压不足", text = "五楼没水", phone = "13900001234" });
        await host.StepAsync(number, "dispatch", Sample.Dispatcher, new { department = "water" });
        await host.StepAsync(number, "sign", Sample.WaterClerk);
        await host.ReplyAsync(number);
        return number;
    }

    /// <summary>The feed brings it within about a second; other tests' transactions may hold it back a little.</summary>
    private static async Task<JsonArray> ListAsync(ApiHost host)
    {
        while (true)
        {
            var (status, list) = await host.GetAsync("follow-ups", Sample.Caller);
            Assert.Equal(200, status);
            if (list!.AsArray().Count > 0) return list.AsArray();
            await Task.Delay(TimeSpan.FromMilliseconds(100), Ct);
        }
    }
}
