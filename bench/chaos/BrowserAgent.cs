using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using Hotline.Telephony;
using Hotline.Telephony.Calls;

namespace Hotline.Bench.Chaos;

/// <summary>An agent's page: a WebSocket on a real TCP connection, an A-law frame every 20 ms. Its connection can be torn and made anew.</summary>
internal sealed class BrowserAgent(Switchboard board, AgentId id) : IAsyncDisposable
{
    private readonly List<Task> _running = [];
    private CancellationTokenSource _closing = new();
    private Socket? _browser;

    internal async Task ConnectAsync()
    {
        var (server, browser) = await PairAsync();
        (_browser, _closing) = (browser, new());
        var page = WebSocket.CreateFromStream(new NetworkStream(browser, ownsSocket: true), new WebSocketCreationOptions { IsServer = false });
        var host = WebSocket.CreateFromStream(new NetworkStream(server, ownsSocket: true), new WebSocketCreationOptions { IsServer = true });
        _running.Add(Quietly(() => board.ConnectAudio(id).RunAsync(host, _closing.Token)));
        _running.Add(Quietly(() => SpeakAsync(page, _closing.Token)));
        _running.Add(Quietly(() => ListenAsync(page, _closing.Token)));
    }

    /// <summary>断网: no close frame, the connection is reset.</summary>
    internal void Tear()
    {
        _browser?.Close(0);
        _closing.Cancel();
    }

    private static async Task SpeakAsync(WebSocket page, CancellationToken ct)
    {
        var frame = new byte[172];
        (frame[0], frame[1]) = (0x80, 8);
        frame.AsSpan(12).Fill(0x35); // a steady hum
        using var every = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var n = 0; await every.WaitForNextTickAsync(ct); n++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)n);
            BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), (uint)(n * 160));
            await page.SendAsync(frame, WebSocketMessageType.Binary, endOfMessage: true, ct);
        }
    }

    private static async Task ListenAsync(WebSocket page, CancellationToken ct)
    {
        var frame = new byte[256];
        while ((await page.ReceiveAsync(frame.AsMemory(), ct)).Count > 0) { }
    }

    private static async Task<(Socket Server, Socket Browser)> PairAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(1);
        var browser = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await browser.ConnectAsync(listener.LocalEndpoint);
        return (await listener.AcceptSocketAsync(), browser);
    }

    private static async Task Quietly(Func<Task> work)
    {
        await Task.Yield();
        try
        {
            await work();
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // torn
        }
    }

    public async ValueTask DisposeAsync()
    {
        Tear();
        await Task.WhenAll(_running);
        _closing.Dispose();
    }
}
