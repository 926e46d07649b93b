using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Partners;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hotline.Tickets.Tests.Partners;

/// <summary>What becomes of one packet on a bad line.</summary>
internal enum Fate
{
    Arrives,
    /// <summary>Nobody ever sees it.</summary>
    Lost,
    /// <summary>It is taken, and the receipt is lost.</summary>
    ReceiptLost,
    /// <summary>A gateway sends the way elsewhere, where a page says 200 to whoever only looks.</summary>
    Redirected,
}

/// <summary>The other side of the data link, over real HTTP: it keeps a ledger, and knows a repetition by kind, number and step.</summary>
internal sealed class PoliceSide : IAsyncDisposable
{
    private readonly WebApplication _web;
    private int _arrivals;

    private PoliceSide(WebApplication web)
    {
        _web = web;
        web.MapPost("/packets", (Delegate)TakeAsync);
        web.MapGet("/sign-in", () => Results.Ok());
        web.MapGet("/ledger", (HttpContext http) => { Keys.Enqueue(http.Request.Headers.Authorization.ToString()); return Results.Text(EventJson.Write(Ledger().ToList()), "application/json"); });
        web.MapMethods("/packets", ["HEAD"], (HttpContext http) => Keys.Enqueue(http.Request.Headers.Authorization.ToString()));
    }

    internal Uri Endpoint => new($"{_web.Urls.Single()}/packets");

    internal Uri LedgerAddress => new($"{_web.Urls.Single()}/ledger");

    /// <summary>Authorization as it was shown, request by request.</summary>
    internal ConcurrentQueue<string> Keys { get; } = new();

    internal Func<Fate> Line { get; set; } = () => Fate.Arrives;

    /// <summary>By kind and number; each once.</summary>
    internal ConcurrentDictionary<(string Kind, string Number), JsonObject> Packets { get; } = new();

    /// <summary>With repetitions.</summary>
    internal int Arrivals => _arrivals;

    internal static async Task<PoliceSide> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var side = new PoliceSide(builder.Build());
        await side._web.StartAsync();
        return side;
    }

    internal IEnumerable<JsonObject> Of(string kind) => Packets.Where(p => p.Key.Kind == kind).Select(p => p.Value);

    /// <summary>Its ledger of what it received; what it sent is the caller's to add.</summary>
    internal IEnumerable<LedgerEntry> Ledger() => Packets.Keys.Select(k => new LedgerEntry("12345", k.Kind == "outcome" ? ExchangeKind.Outcome : k.Kind == "police" ? ExchangeKind.Call : ExchangeKind.Case, k.Number, ExchangeState.Acked));

    private async Task<IResult> TakeAsync(HttpContext http)
    {
        Keys.Enqueue(http.Request.Headers.Authorization.ToString());
        var fate = Line();
        if (fate == Fate.Lost) return Results.StatusCode(503);
        if (fate == Fate.Redirected) return Results.Redirect("/sign-in");
        var packet = (await JsonNode.ParseAsync(http.Request.Body))!.AsObject();
        var number = (string)packet["correlation"]! + (packet["step"] is { } step ? $"#{(int)step}" : "");
        Packets.TryAdd(((string)packet["kind"]!, number), packet);
        Interlocked.Increment(ref _arrivals);
        return fate == Fate.ReceiptLost ? Results.StatusCode(504) : Results.NoContent();
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();
}
