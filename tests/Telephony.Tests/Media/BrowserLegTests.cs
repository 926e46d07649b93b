using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using Hotline.Telephony.Media;

namespace Hotline.Telephony.Tests.Media;

public sealed class BrowserLegTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Studio _studio = new();
    private readonly CancellationTokenSource _givingUp = new(Patience);

    public async ValueTask DisposeAsync()
    {
        await _studio.DisposeAsync();
        _givingUp.Dispose();
    }

    /// <summary>The two ends of a WebSocket over a real TCP connection.</summary>
    private async Task<(WebSocket Server, WebSocket Page)> ConnectAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var page = new TcpClient();
        await page.ConnectAsync((IPEndPoint)listener.LocalEndpoint, _givingUp.Token);
        var server = await listener.AcceptTcpClientAsync(_givingUp.Token);
        return (WebSocket.CreateFromStream(server.GetStream(), new WebSocketCreationOptions { IsServer = true }),
            WebSocket.CreateFromStream(page.GetStream(), new WebSocketCreationOptions { IsServer = false }));
    }

    private Task SayAsync(WebSocket page, int n, byte code)
    {
        var frame = new byte[172];
        RtpPacket.WriteHeader(frame, marker: false, 8, (ushort)n, (uint)n * 160, ssrc: 5);
        frame.AsSpan(12).Fill(code);
        return page.SendAsync(frame, WebSocketMessageType.Binary, endOfMessage: true, _givingUp.Token);
    }

    private async Task<byte[]> HearAsync(WebSocket page)
    {
        var frame = new byte[500];
        var received = await page.ReceiveAsync(frame, _givingUp.Token);
        return frame[..received.Count];
    }

    /// <summary>Ticks until the loops outside have done their part.</summary>
    private async Task TickUntilAsync(Func<bool> done)
    {
        while (!done())
        {
            _studio.Tick();
            await Task.Delay(1, _givingUp.Token);
        }
    }

    [Fact]
    public async Task A_browser_and_a_phone_hear_each_other()
    {
        var (server, page) = await ConnectAsync();
        var agent = _studio.Engine.OpenBrowserLeg();
        var (citizen, phone, _) = _studio.Connect();
        var conversation = _studio.Engine.OpenConversation(CallId.New());
        conversation.Join(agent, Party.Agent);
        conversation.Join(citizen, Party.Citizen);
        var running = agent.RunAsync(server, _givingUp.Token);

        for (var n = 0; n < 5; n++) await SayAsync(page, n, 42);
        await TickUntilAsync(() => phone.Hear().Exists(packet => packet.Payload[0] == 42));
        Assert.Equal(5, agent.Statistics.PacketsIn);

        for (var n = 0; n < 10; n++)
        {
            phone.Say(99);
            _studio.Tick();
        }

        byte[] heard;
        do heard = await HearAsync(page);
        while (heard[12] != 99);
        Assert.Equal((172, 0x80, 8), (heard.Length, heard[0], heard[1]));

        agent.Close();
        _studio.Tick();
        await page.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _givingUp.Token);
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_page_that_is_loaded_again_takes_the_leg_over()
    {
        var (firstServer, firstPage) = await ConnectAsync();
        var (secondServer, secondPage) = await ConnectAsync();
        var agent = _studio.Engine.OpenBrowserLeg();
        var first = agent.RunAsync(firstServer, _givingUp.Token);
        await SayAsync(firstPage, 0, 1);
        await TickUntilAsync(() => agent.Statistics.PacketsIn == 1);
        firstPage.Dispose();

        var second = agent.RunAsync(secondServer, _givingUp.Token);
        await first.WaitAsync(Patience, TestContext.Current.CancellationToken);
        for (var n = 0; n < 3; n++) await SayAsync(secondPage, n + 40_000, 2);
        await TickUntilAsync(() => agent.Heard[0] == 2);
        Assert.Equal(4, agent.Statistics.PacketsIn);

        await secondPage.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _givingUp.Token);
        await second.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Messages_that_are_no_frames_are_passed_over()
    {
        var (server, page) = await ConnectAsync();
        var agent = _studio.Engine.OpenBrowserLeg();
        var running = agent.RunAsync(server, _givingUp.Token);
        await page.SendAsync(new byte[5000], WebSocketMessageType.Binary, endOfMessage: true, _givingUp.Token);
        await page.SendAsync(new byte[3], WebSocketMessageType.Binary, endOfMessage: true, _givingUp.Token);
        await page.SendAsync(new byte[172], WebSocketMessageType.Binary, endOfMessage: true, _givingUp.Token);
        await SayAsync(page, 0, 7);
        await TickUntilAsync(() => agent.Heard[0] == 7);
        Assert.Equal(1, agent.Statistics.PacketsIn);
        await page.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _givingUp.Token);
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_ring_that_lags_goes_back_to_live()
    {
        var ring = new FrameRing(1);
        for (byte n = 0; n < 30; n++) Assert.True(ring.TryAdd([n]));
        ring.Skip(toNewest: 2);
        var frame = new byte[1];
        Assert.True(ring.TryTake(frame));
        Assert.Equal(28, frame[0]);
        for (var n = 0; n < 63; n++) ring.TryAdd([1]);
        Assert.False(ring.TryAdd([2]));
    }

    [Fact]
    public async Task A_signal_wakes_the_one_who_waits_and_is_kept_for_one_who_comes_later()
    {
        var signal = new AsyncSignal();
        for (var n = 0; n < 1000; n++)
        {
            var waiting = signal.WaitAsync().AsTask();
            signal.Set();
            await waiting.WaitAsync(Patience, TestContext.Current.CancellationToken);
            signal.Set();
            signal.Set();
            await signal.WaitAsync();
        }
    }
}
