using System.Buffers.Binary;
using System.Net.WebSockets;

namespace Hotline.Agent.Blazor.CommandLine.Demo;

/// <summary>An agent's headset without a browser: the same WebSocket and frames, a WAV file for a mouth.</summary>
internal sealed class Headset : IAsyncDisposable
{
    private const int Frame = 160, Header = 12;
    private const byte Silence = 0xD5, PayloadTypeAlaw = 8;

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private ReadOnlyMemory<byte> _speech;
    private Task _running = Task.CompletedTask;
    private int _heard;

    private Headset(TimeProvider clock) => _clock = clock;

    /// <summary>Frames (20 ms) of anything but silence that arrived.</summary>
    internal int FramesHeard => Volatile.Read(ref _heard);

    internal static async Task<Headset> PutOnAsync(Uri web, Desk agent, TimeProvider clock, CancellationToken ct)
    {
        var headset = new Headset(clock);
        headset._socket.Options.Cookies = agent.Cookies;
        await headset._socket.ConnectAsync(new UriBuilder(new Uri(web, "/api/v1/seat/audio")) { Scheme = "ws" }.Uri, ct);
        headset._running = Task.WhenAll(headset.SpeakAsync(headset._ending.Token), headset.ListenAsync(headset._ending.Token));
        return headset;
    }

    /// <param name="alaw">A-law, 8000 samples/s; replaces what is being said.</param>
    internal void Say(ReadOnlyMemory<byte> alaw)
    {
        lock (_gate) _speech = alaw;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        try { await _running; }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException) { /* that is how it ends */ }

        _socket.Dispose();
        _ending.Dispose();
    }

    private async Task SpeakAsync(CancellationToken ct)
    {
        using var every20Ms = new PeriodicTimer(TimeSpan.FromMilliseconds(20), _clock);
        var packet = new byte[Header + Frame];
        (packet[0], packet[1]) = (0x80, PayloadTypeAlaw);
        var started = _clock.GetTimestamp();
        for (uint sent = 0; ;)
        {
            await every20Ms.WaitForNextTickAsync(ct);
            // a late timer catches up, so that speech keeps its pace
            for (var due = (uint)(_clock.GetElapsedTime(started).TotalMilliseconds / 20); sent < due; sent++)
            {
                BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)sent);
                BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), sent * Frame);
                NextFrame(packet.AsSpan(Header));
                await _socket.SendAsync(packet, WebSocketMessageType.Binary, endOfMessage: true, ct);
            }
        }
    }

    private void NextFrame(Span<byte> frame)
    {
        frame.Fill(Silence);
        lock (_gate)
        {
            var now = _speech[..Math.Min(Frame, _speech.Length)];
            now.Span.CopyTo(frame);
            _speech = _speech[now.Length..];
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        var packet = new byte[2048];
        while (await _socket.ReceiveAsync(packet.AsMemory(), ct) is { MessageType: not WebSocketMessageType.Close } message)
        {
            if (message.Count > Header && packet.AsSpan(Header, message.Count - Header).ContainsAnyExcept(Silence, (byte)(Silence ^ 0x80))) Interlocked.Increment(ref _heard);
        }
    }
}
