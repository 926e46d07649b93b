using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Police;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Phones;

/// <summary>A packet as it reached the desk.</summary>
public sealed record ArrivedPacket(DateTimeOffset At, PartnerPacket Packet);

/// <summary>The 110 desk's letter box for packets (随转信息), over HTTP.</summary>
internal sealed class PoliceInbox : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ArrivedPacket> _packets = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;
    private readonly WebApplication _web;

    private PoliceInbox(WebApplication web, TimeProvider clock)
    {
        (_web, _clock) = (web, clock);
        web.MapPost("/packets", ReceiveAsync);
    }

    internal Uri Endpoint => new($"{_web.Urls.First()}/packets");

    /// <param name="port">0 takes any free one.</param>
    internal static async Task<PoliceInbox> StartAsync(IPAddress address, int port, TimeProvider clock, CancellationToken ct)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls($"http://{new IPEndPoint(address, port)}");
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        var inbox = new PoliceInbox(builder.Build(), clock);
        await inbox._web.StartAsync(ct);
        return inbox;
    }

    /// <summary>Null where none came for this call.</summary>
    internal ArrivedPacket? Find(string? correlation) => correlation is not null && _packets.TryGetValue(correlation, out var packet) ? packet : null;

    private async Task ReceiveAsync(HttpContext http)
    {
        try
        {
            var packet = await JsonSerializer.DeserializeAsync<PartnerPacket>(http.Request.Body, CallJson.Options, http.RequestAborted);
            if (packet is not null) _packets[packet.Correlation] = new(_clock.GetUtcNow(), packet);
            http.Response.StatusCode = packet is null ? StatusCodes.Status400BadRequest : StatusCodes.Status204NoContent;
        }
        catch (JsonException)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();
}
