using Hotline.Telephony.Media;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hotline.Media.Bench;

/// <summary>Kestrel in this process, as the host has it: the address /N is the WebSocket of leg N.</summary>
internal sealed class BrowserHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BrowserHost(WebApplication app) => _app = app;

    internal int Port => new Uri(_app.Urls.First()).Port;

    internal static async Task<BrowserHost> StartAsync(BrowserLeg[] legs)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseWebSockets();
        app.Map("/{leg:int}", async (HttpContext http, int leg) =>
        {
            using var socket = await http.WebSockets.AcceptWebSocketAsync();
            await legs[leg].RunAsync(socket, http.RequestAborted);
        });
        await app.StartAsync();
        return new(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
