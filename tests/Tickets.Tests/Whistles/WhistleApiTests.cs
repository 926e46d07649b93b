using System.Text.Json.Nodes;
using Hotline.Tickets.Reading;
using Hotline.Tickets.Tests.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Tickets.Tests.Whistles;

public sealed class WhistleApiTests
{
    private static readonly object Whistle = new
    {
        title = "燃气泄漏疏散", text = "沿街店铺燃气泄漏，需要联合处置", place = "康宁路12号", kind = "emergency",
        units = new[] { new { unit = "urban", question = "带执法队到场" }, new { unit = "water", question = "关阀" }, new { unit = "power", question = "断电" } },
    };

    [Fact]
    public async Task A_town_calls_three_units_they_arrive_by_code_and_both_sides_rate()
    {
        await using var host = await ApiHost.StartAsync();
        var (number, codes) = await WhistleAsync(host);
        Assert.Equal(3, codes.Distinct().Count());
        foreach (var (clerk, task) in new[] { (Sample.UrbanClerk, 1), (Sample.WaterClerk, 2), (Sample.PowerClerk, 3) })
        {
            await GoodAsync(host.PostAsync($"tickets/{number}/check-in", clerk, new { task, code = codes[task - 1] }));
            await GoodAsync(host.PostAsync($"tickets/{number}/answer-task", clerk, new { task, answer = "已到场处置" }));
            await GoodAsync(host.PostAsync($"tickets/{number}/rate-response", Sample.TownClerk, new { task, grade = 6 - task }));
            await GoodAsync(host.PostAsync($"tickets/{number}/rate-call", clerk, new { task, grade = 4 }));
            Assert.Equal(409, (await host.PostAsync($"tickets/{number}/rate-call", clerk, new { task, grade = 1, comment = "改" })).Status);
        }

        await GoodAsync(host.PostAsync($"tickets/{number}/reply", Sample.TownClerk, new { finding = "true", result = "solved", publicText = "险情已排除", internalNote = "三部门到场" }));
        await GoodAsync(host.PostAsync($"tickets/{number}/approve", Sample.Reviewer, new { }));
        var (_, report) = await host.GetAsync("whistles/report", Sample.Supervisor);
        var town = Assert.Single(report!["towns"]!.AsArray())!;
        Assert.Equal((1, 3, 3, 3, 3, 4.0, 4.0), (
            (int)town["tickets"]!, (int)town["calls"]!, (int)town["arrived"]!, (int)town["onTime"]!, (int)town["due"]!, (double)town["responseGrade"]!, (double)town["callGrade"]!));
        Assert.Equal([("power", 3.0), ("urban", 5.0), ("water", 4.0)], report["units"]!.AsArray().Select(u => ((string)u!["code"]!, (double)u["responseGrade"]!)));
        Assert.Equal(9, report["rates"]!.AsArray().Count);
        Assert.Equal(3, (int)Assert.Single(report["months"]!.AsArray())!["calls"]!);

        var (_, trend) = await host.GetAsync("whistles/trend?town=chengguan", Sample.Supervisor);
        var (empty, now) = (trend!.AsArray()[0]!, trend.AsArray()[^1]!);
        Assert.Equal((12, 0, null), (trend.AsArray().Count, (int)empty["calls"]!, (double?)empty["responseGrade"]));
        Assert.Equal((1, 3, 3, 3, 3, 4.0, 4.0), (
            (int)now["tickets"]!, (int)now["calls"]!, (int)now["arrived"]!, (int)now["onTime"]!, (int)now["responsesRated"]!, (double)now["responseGrade"]!, (double)now["callGrade"]!));
        Assert.Equal(5.0, (double)(await host.GetAsync("whistles/trend?unit=urban", Sample.Supervisor)).Body!.AsArray()[^1]!["responseGrade"]!);
        Assert.Equal(0, (int)(await host.GetAsync("whistles/trend?town=zhonglou", Sample.Supervisor)).Body!.AsArray()[^1]!["calls"]!);
        Assert.Equal(["from", "town", "unit"], await ErrorsAsync(host.GetAsync("whistles/trend?from=2026-13&town=water&unit=nobody", Sample.Supervisor)));

        var file = host.Services.GetRequiredService<TicketFile>();
        Assert.True(await file.IsUntouchedAsync((await file.FindAsync(TicketNumber.Parse(number, null), Ct))!.Value, Ct));
    }

    [Fact]
    public async Task What_happens_in_one_breath_stands_in_the_tickets_row_as_its_events_add_up()
    {
        await using var host = await ApiHost.StartAsync();
        await WhistleAsync(host);
        Assert.Empty((await host.Services.GetRequiredService<Hotline.Tickets.EventStore.Rebuild>().CompareAsync(Ct)).Differences);
    }

    [Fact]
    public async Task The_codes_are_the_towns_alone_and_are_kept_nowhere()
    {
        await using var host = await ApiHost.StartAsync();
        var (number, codes) = await WhistleAsync(host);
        var (_, again) = await host.GetAsync($"tickets/{number}/arrival-codes", Sample.TownClerk);
        Assert.Equal(codes, again!.AsArray().Select(c => (string)c!["code"]!));
        Assert.Equal(404, (await host.GetAsync($"tickets/{number}/arrival-codes", Sample.WaterClerk)).Status);
        Assert.Equal(403, (await host.GetAsync($"tickets/{number}/arrival-codes", Sample.Supervisor)).Status);
        var (_, events) = await host.GetAsync($"tickets/{number}/events", Sample.Supervisor);
        Assert.All(codes, c => Assert.DoesNotContain($"\"{c}\"", events!.ToJsonString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_guesses_is_stopped_after_five_tries_even_with_the_right_code()
    {
        await using var host = await ApiHost.StartAsync();
        var (number, codes) = await WhistleAsync(host);
        var wrong = codes[1] == "000000" ? "000001" : "000000";
        for (var i = 0; i < 5; i++)
        {
            var (status, problem) = await host.PostAsync($"tickets/{number}/check-in", Sample.WaterClerk, new { task = 2, code = wrong });
            Assert.Equal((409, "urn:hotline:refused:wrong-arrival-code"), (status, (string)problem!["type"]!));
        }

        Assert.Equal(429, (await host.PostAsync($"tickets/{number}/check-in", Sample.WaterClerk, new { task = 2, code = codes[1] })).Status);
        await GoodAsync(host.PostAsync($"tickets/{number}/check-in", Sample.PowerClerk, new { task = 3, code = codes[2] })); // another unit is not stopped with it
    }

    [Fact]
    public async Task Only_a_town_whistles_and_bad_input_names_its_field()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal(403, (await host.PostAsync("whistles", Sample.WaterClerk, Whistle)).Status);
        Assert.Equal(403, (await host.PostAsync("whistles", Sample.Agent, Whistle)).Status);
        Assert.Equal(["kind", "place", "text", "title", "units"], await ErrorsAsync(host.PostAsync("whistles", Sample.TownClerk, new { })));
        var (number, _) = await WhistleAsync(host);
        Assert.Equal(["code", "task"], await ErrorsAsync(host.PostAsync($"tickets/{number}/check-in", Sample.WaterClerk, new { code = "12" })));
        Assert.Equal(["from"], await ErrorsAsync(host.GetAsync("whistles/report?from=monday", Sample.Supervisor)));
        Assert.Equal(404, (await host.PostAsync($"tickets/{TicketNumber.Create(new DateOnly(2020, 1, 1), 1)}/check-in", Sample.WaterClerk, new { task = 1, code = "123456" })).Status);
        var (status, more) = await host.PostAsync($"tickets/{number}/whistle-calls", Sample.TownClerk, new { kind = "hard-case", units = new[] { new { unit = "gas", question = "关气" } } });
        Assert.Equal((200, 4), (status, (int)more![0]!["task"]!));
        Assert.Equal(409, (await host.PostAsync($"tickets/{number}/whistle-calls", Sample.WaterClerk, new { kind = "hard-case", units = new[] { new { unit = "health", question = "来" } } })).Status);
    }

    private static async Task<(string Number, IReadOnlyList<string> Codes)> WhistleAsync(ApiHost host)
    {
        var (status, receipt) = await host.PostAsync("whistles", Sample.TownClerk, Whistle);
        Assert.True(status == 201, receipt?.ToJsonString());
        return ((string)receipt!["number"]!, [.. receipt["calls"]!.AsArray().Select(c => (string)c!["code"]!)]);
    }

    private static async Task GoodAsync(Task<(int Status, JsonNode? Body)> answer)
    {
        var (status, body) = await answer;
        Assert.True(status == 204, $"{status} {body?.ToJsonString()}");
    }

    private static async Task<IEnumerable<string>> ErrorsAsync(Task<(int Status, JsonNode? Body)> answer)
    {
        var (status, body) = await answer;
        Assert.True(status == 400, $"{status} {body?.ToJsonString()}");
        return body!["errors"]!.AsObject().Select(e => e.Key).Order(StringComparer.Ordinal);
    }
}
