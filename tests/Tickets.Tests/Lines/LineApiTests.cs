using System.Text.Json.Nodes;
using Hotline.Tickets.Lines;
using Hotline.Tickets.Tests.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Tickets.Tests.Lines;

public sealed class LineApiTests
{
    private const string NewYear = """[{"code":"one","number":"12345","name":"一号接听","department":"affairs","mode":"main","from":"2012-06-01"}]""";

    [Fact]
    public async Task Lines_are_read_resolved_and_replaced()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal(6, (await host.GetAsync("lines", Sample.Agent)).Body!.AsArray().Count);
        Assert.Equal("enterprise", (string)(await host.GetAsync("lines/resolve?number=8112345", Sample.Agent)).Body!["line"]!["code"]!);
        Assert.Equal("urban", (string)(await host.GetAsync("lines/12319/history", Sample.Agent)).Body![0]!["code"]!);
        Assert.Equal(404, (await host.GetAsync("lines/resolve?number=99999", Sample.Agent)).Status);
        Assert.Equal(400, (await host.GetAsync("lines/resolve", Sample.Agent)).Status);
        Assert.Equal(403, (await host.SendAsync(HttpMethod.Put, "lines", Sample.Supervisor, NewYear)).Status);

        var (bad, problem) = await host.SendAsync(HttpMethod.Put, "lines", Sample.Administrator, """[{"code":"one","number":"x"}]""");
        Assert.Equal((400, "lines"), (bad, problem!["errors"]!.AsObject().Single().Key));
        var (status, done) = await host.SendAsync(HttpMethod.Put, "lines", Sample.Administrator, NewYear);
        Assert.Equal((200, 2), (status, (int)done!["version"]!));
        Assert.Equal("one", (string)(await host.GetAsync("lines/resolve?number=12345", Sample.Agent)).Body!["line"]!["code"]!);
        Assert.Equal(404, (await host.GetAsync("lines/resolve?number=12319", Sample.Agent)).Status);
    }

    [Fact]
    public async Task One_ticket_store_is_reported_per_line()
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var line in new[] { "12345", "urban", "urban", "enterprise", null }) await AcceptAsync(host, line);
        var report = host.Services.GetRequiredService<LineReport>();
        var today = Sample.Rules.DayOf(TimeProvider.System.GetUtcNow());
        var scores = await report.ReadAsync(today.AddDays(-1), today, (_, _) => Task.FromResult<IReadOnlyList<NumberCalls>>(
            [new("12345", 7, 6), new("12319", 3, 3), new("8112345", 2, 1), new("99999", 4, 0)]), Ct);
        Assert.Equal((1, 4), (scores.OtherTickets, scores.OtherCalls));
        Assert.Equal((1, 2, 1), (Of("12345").Tickets, Of("urban").Tickets, Of("enterprise").Tickets));
        Assert.Equal((7, 3, 2, 1), (Of("12345").Calls, Of("urban").Calls, Of("enterprise").Calls, Of("enterprise").Talked));
        Assert.Equal((0, 0), (Of("tax").Tickets, Of("tax").Calls));

        LineScore Of(string code) => scores.Lines.Single(l => l.Code == code);
    }

    private static async Task AcceptAsync(ApiHost host, string? line)
    {
        var (status, body) = await host.PostAsync("tickets", Sample.Agent, new JsonObject { ["type"] = "help", ["title"] = "停水", ["text"] = "院里停水两天", ["line"] = line }.ToJsonString());
        Assert.True(status == 201, body?.ToJsonString());
    }
}
