using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hotline.Tickets;
using Hotline.Tickets.Accepting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Hotline.Search.Tests.Elasticsearch;

/// <summary>Search on Elasticsearch as the host runs it: with the real ticket module and PostgreSQL, through starts, losses and silences of the server.</summary>
public sealed class ElasticsearchModuleTests : IAsyncLifetime
{
    private NpgsqlDataSource _db = null!;
    private SmallElasticsearch _server = null!;
    private WebApplication _host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _db = await TestDatabase.CreateAsync("search", _ => Task.CompletedTask);
        _server = await SmallElasticsearch.StartAsync();
        _host = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _server.DisposeAsync();
        await _db.DisposeAsync();
    }

    [Fact]
    public async Task Another_host_finds_what_the_first_wrote_and_writes_nothing_again_until_the_first_is_gone()
    {
        var first = await AcceptAsync();
        await using var another = await StartAsync();
        Assert.Equal(first, await FoundAsync(another, first));
        Assert.Equal(1, Written);

        await _host.StopAsync(Ct);
        var second = await AcceptAsync(another);

        Assert.Equal(second, await FoundAsync(another, second));
        Assert.Equal(2, Written);
    }

    [Fact]
    public async Task A_silent_server_harms_nothing_else_and_is_caught_up_with_when_it_is_back()
    {
        await _server.DieAsync();
        var number = await AcceptAsync();
        var answer = await SearchModuleTests.AskAsync(_host, "?text=路灯", "agent");
        var health = await HealthAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("search-away", (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString());
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains("optional", health.Tags);

        await _server.RiseAsync();
        Assert.Equal(number, await FoundAsync(_host, number));
        while ((await HealthAsync()).Status != HealthStatus.Healthy) await SearchModuleTests.SoonAsync();
    }

    [Fact]
    public async Task A_lost_index_is_built_anew_from_the_first_event()
    {
        var number = await AcceptAsync();
        await FoundAsync(_host, number);

        _server.Lose();

        Assert.Equal(number, await FoundAsync(_host, number));
        Assert.Equal(2, Written);
    }

    [Fact]
    public async Task The_index_of_another_log_is_thrown_away()
    {
        var old = await AcceptAsync();
        await FoundAsync(_host, old);
        await _host.StopAsync(Ct);
        await using var db = await TestDatabase.CreateAsync("search", _ => Task.CompletedTask); // as after a backup of before the ticket was restored

        await using var host = await SearchModuleTests.StartAsync(db, Settings);
        var number = await AcceptAsync(host);
        await FoundAsync(host, number);

        Assert.Single(_server.Documents, document => document.Contains("title", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_engine_that_there_is_not_stops_the_start()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => SearchModuleTests.StartAsync(_db, ("Search:Engine", "solr")));

        Assert.Contains("Search:Engine", refused.Message, StringComparison.Ordinal);
    }

    private (string, string)[] Settings => [("Search:Engine", "elasticsearch"), ("Search:Elasticsearch:Address", _server.Address.ToString())];

    /// <summary>How often a whole case was sent.</summary>
    private int Written => _server.Requests.Where(request => request.Contains("/_bulk", StringComparison.Ordinal)).Sum(request => request.Split("\"index\":{").Length - 1);

    private Task<WebApplication> StartAsync() => SearchModuleTests.StartAsync(_db, Settings);

    private async Task<string> AcceptAsync(WebApplication? host = null) =>
        (await (host ?? _host).Services.GetRequiredService<Reception>().AcceptAsync(SearchModuleTests.Lamps, SearchModuleTests.Agent, Ct)).Number.Digits;

    private async Task<HealthReportEntry> HealthAsync() => (await _host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Name == "search", Ct)).Entries["search"];

    private static async Task<string?> FoundAsync(WebApplication host, string number)
    {
        while (true)
        {
            var answer = await SearchModuleTests.AskAsync(host, "?text=金水路晚上路灯不亮&place=金水路18号", "agent");
            if (answer.IsSuccessStatusCode && (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).EnumerateArray().Any(hit => hit.GetProperty("number").GetString() == number)) return number;
            await SearchModuleTests.SoonAsync();
        }
    }
}
