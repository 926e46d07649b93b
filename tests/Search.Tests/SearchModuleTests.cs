using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hotline.Tickets;
using Hotline.Tickets.Accepting;
using Hotline.Tickets.Dispatching;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Hotline.Search.Tests;

/// <summary>Search as the host runs it: the real ticket module, PostgreSQL, and HTTP.</summary>
public sealed class SearchModuleTests : IAsyncLifetime
{
    internal static readonly Actor Agent = new("1001", "话务员", Role.Agent, null), Dispatcher = new("2001", "派单员", Role.Dispatcher, null);
    internal static readonly Request Lamps = new()
    {
        Type = RequestType.Complaint, Title = "金水路路灯不亮", Text = "金水路从桥头到医院的路灯坏了半个月，晚上一片漆黑，我的电话13800138000", Place = "金水路18号", District = "laocheng", RequesterName = "王芳", Phone = "13912345678",
    };

    private NpgsqlDataSource _db = null!;
    private WebApplication _host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _db = await TestDatabase.CreateAsync("search", _ => Task.CompletedTask);
        _host = await StartAsync(_db);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _db.DisposeAsync();
    }

    [Fact]
    public async Task A_ticket_is_found_over_http_once_it_is_accepted_and_as_it_stands_now()
    {
        var receipt = await Of<Reception>().AcceptAsync(Lamps, Agent, Ct);
        await Of<ITicketDesk>().HandleAsync(receipt.Id, new DispatchTicket(new("urban")), Dispatcher, Ct);

        var hit = await FindAsync(_host, hit => hit.GetProperty("department").GetString() == "urban");

        Assert.Equal(receipt.Number.Digits, hit.GetProperty("number").GetString());
        Assert.Equal("待签收", hit.GetProperty("state").GetString());
        Assert.Contains("金水路", hit.GetProperty("reasons").GetProperty("places").EnumerateArray().Select(place => place.GetString()));
        Assert.DoesNotContain("王芳", hit.GetRawText());
    }

    [Fact]
    public async Task A_host_that_starts_anew_learns_everything_from_the_events()
    {
        var receipt = await Of<Reception>().AcceptAsync(Lamps, Agent, Ct);
        await using var another = await StartAsync(_db);

        Assert.Equal(receipt.Number.Digits, (await FindAsync(another, _ => true)).GetProperty("number").GetString());
    }

    [Fact]
    public async Task Only_agents_and_dispatchers_may_ask()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(_host, "?text=路灯", "department")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(_host, "?text=路灯", "dispatcher")).StatusCode);
    }

    [Theory]
    [InlineData("", "text")]
    [InlineData("?text=%20", "text")]
    [InlineData("?text=路灯&k=0", "k")]
    [InlineData("?text=路灯&k=101", "k")]
    public async Task A_wrong_question_names_the_field(string query, string field)
    {
        var answer = await AskAsync(_host, query, "agent");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True((await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task A_whole_complaint_may_be_posted()
    {
        using var http = new HttpClient { BaseAddress = new Uri(_host.Urls.First()), DefaultRequestHeaders = { { "role", "agent" } } };

        var answer = await http.PostAsJsonAsync("/api/v1/similar", new { text = new string('路', 9_999), k = 3 }, Ct);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsJsonAsync("/api/v1/similar", new { text = new string('路', 10_001) }, Ct)).StatusCode);
    }

    [Fact]
    public async Task It_is_ready_when_all_there_was_has_been_read()
    {
        var health = Of<HealthCheckService>();
        HealthReportEntry entry;
        do entry = (await health.CheckHealthAsync(check => check.Name == "search", Ct)).Entries["search"];
        while (entry.Status != HealthStatus.Healthy && await SoonAsync());

        Assert.Equal(0, entry.Data["count"]);
        Assert.True((long)entry.Data["lagMilliseconds"] >= 0);
    }

    internal static async Task<WebApplication> StartAsync(NpgsqlDataSource db, params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.Configuration["Tickets:City"] = Sample("samples/city/city.json");
        builder.Configuration["Tickets:KeyFile"] = Path.Combine(Path.GetTempPath(), $"hotline-search-{Environment.ProcessId}.key");
        builder.Configuration["Tickets:SampleTickets"] = "false";
        foreach (var (name, value) in settings) builder.Configuration[name] = value;
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(db).AddTickets(builder.Configuration).AddSearch(builder.Configuration);
        builder.Services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, RoleFromHeader>("header", null);
        builder.Services.AddAuthorization();
        var host = builder.Build();
        host.MapSearch();
        await host.StartAsync(Ct);
        return host;
    }

    internal static async Task<JsonElement> FindAsync(WebApplication host, Func<JsonElement, bool> wanted)
    {
        do
        {
            var answer = await AskAsync(host, "?text=金水路晚上路灯不亮&place=金水路18号", "agent");
            foreach (var hit in (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Ct)).EnumerateArray())
                if (wanted(hit)) return hit;
        }
        while (await SoonAsync());
        throw new InvalidOperationException("Never reached: the wait is ended by the test's cancellation.");
    }

    internal static async Task<HttpResponseMessage> AskAsync(WebApplication host, string query, string role)
    {
        using var http = new HttpClient { BaseAddress = new Uri(host.Urls.First()) };
        http.DefaultRequestHeaders.Add("role", role);
        return await http.GetAsync("/api/v1/similar" + query, Ct);
    }

    internal static async Task<bool> SoonAsync()
    {
        await Task.Delay(20, Ct);
        return true;
    }

    private T Of<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    private static string Sample(string path)
    {
        var up = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(up.FullName, path))) up = up.Parent ?? throw new FileNotFoundException(path);
        return Path.Combine(up.FullName, path);
    }

    private sealed class RoleFromHeader(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.Success(new(
            new(new ClaimsIdentity([new(ClaimTypes.Role, Request.Headers["role"].ToString())], Scheme.Name)), Scheme.Name)));
    }
}
