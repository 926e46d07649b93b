using System.Net.Http.Json;
using System.Reflection;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Hotline.Tickets.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hotline.Tickets.Tests.Http;

/// <summary>The module's API on a real Kestrel at a free port; the header X-Actor says who is signed in.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private static readonly Actor[] People =
    [
        .. typeof(Sample).GetFields(BindingFlags.Static | BindingFlags.NonPublic).Where(f => f.FieldType == typeof(Actor)).Select(f => (Actor)f.GetValue(null)!),
        .. Knowledge.KnowledgeHouse.People,
    ];

    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder;

    private ApiHost(WebApplication app, DirectoryInfo folder)
    {
        (_app, _folder) = (app, folder);
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single() + "/api/v1/") };
    }

    internal HttpClient Client { get; }

    internal IServiceProvider Services => _app.Services;

    /// <param name="jobs">Whether it plans and runs the recurring jobs.</param>
    /// <param name="clock">The host's time; null for that of the world.</param>
    internal static async Task<ApiHost> StartAsync(bool jobs = false, TimeProvider? clock = null, params IEnumerable<KeyValuePair<string, string?>> settings) => await StartAsync(
        Directory.CreateTempSubdirectory("hotline-api-"), await TestDatabase.CreateAsync("tickets", db => TicketsStartup.MigrateAsync(db, default)), jobs, clock, settings);

    /// <summary>Another host with the same key on the same database, with connections of its own.</summary>
    internal Task<ApiHost> BesideAsync()
    {
        var folder = Directory.CreateTempSubdirectory("hotline-api-");
        File.Copy(Path.Combine(_folder.FullName, "key"), Path.Combine(folder.FullName, "key"));
        var builder = new Npgsql.NpgsqlDataSourceBuilder(TestDatabase.Again(Services.GetRequiredService<Npgsql.NpgsqlDataSource>()));
        return StartAsync(folder, builder.Build(), jobs: false);
    }

    private static async Task<ApiHost> StartAsync(DirectoryInfo folder, Npgsql.NpgsqlDataSource db, bool jobs, TimeProvider? clock = null, params IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([new("Tickets:KeyFile", Path.Combine(folder.FullName, "key")), new("Tickets:SampleTickets", "false"), new("Delivery:Folder", Path.Combine(folder.FullName, "outbox")), new("Tickets:Jobs", jobs ? "true" : "false"), new("Tickets:Attachments:Folder", Path.Combine(folder.FullName, "attachments")), new("Tickets:Anchors", Path.Combine(folder.FullName, "anchors"))]);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton(db).AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddTickets(builder.Configuration);
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>("test", null);
        builder.Services.AddAuthorization();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapTickets();
        await app.StartAsync();
        return new(app, folder);
    }

    internal async Task<(int Status, JsonNode? Body)> SendAsync(HttpMethod method, string path, Actor? by, object? body = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = body is string json ? new StringContent(json, System.Text.Encoding.UTF8, "application/json") : JsonContent.Create(body);
        if (by is not null) request.Headers.Add("X-Actor", by.Id);
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await Client.SendAsync(request, Ct);
        var text = await response.Content.ReadAsStringAsync(Ct);
        return ((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    internal Task<(int Status, JsonNode? Body)> GetAsync(string path, Actor? by) => SendAsync(HttpMethod.Get, path, by);

    internal Task<(int Status, JsonNode? Body)> PostAsync(string path, Actor? by, object? body = null) => SendAsync(HttpMethod.Post, path, by, body);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.Services.GetRequiredService<Npgsql.NpgsqlDataSource>().DisposeAsync(); // the container disposes no instance it was given, and a hundred connections are all there are
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private sealed class HeaderAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var actor = Array.Find(People, p => p.Id == Request.Headers["X-Actor"]);
            return Task.FromResult(actor is null
                ? AuthenticateResult.NoResult()
                : AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity(actor.ToClaims(), "test")), "test")));
        }
    }
}
