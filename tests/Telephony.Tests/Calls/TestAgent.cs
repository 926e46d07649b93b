using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net.WebSockets;
using Hotline.Telephony.Media;

namespace Hotline.Telephony.Tests.Calls;

/// <summary>An agent's browser: a real WebSocket over a pipe, A-law frames every 20 ms both ways.</summary>
internal sealed class TestAgent : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly WebSocket _browser;
    private readonly Task _running;
    private int _closed;

    internal TestAgent(RunningHotline hotline, AgentId id, int tone)
    {
        Id = id;
        var (toServer, toBrowser) = (new Pipe(), new Pipe());
        var server = WebSocket.CreateFromStream(new DuplexPipeStream(toServer.Reader, toBrowser.Writer), new WebSocketCreationOptions { IsServer = true });
        _browser = WebSocket.CreateFromStream(new DuplexPipeStream(toBrowser.Reader, toServer.Writer), new WebSocketCreationOptions { IsServer = false });
        _running = Task.WhenAll(
            hotline.Board.ConnectAudio(id).RunAsync(server, _closing.Token), Quietly(() => SpeakAsync(_browser, tone)), Quietly(() => ListenAsync(_browser)));
    }

    internal AgentId Id { get; }

    /// <summary>What the agent hears.</summary>
    internal AudioTap Ear { get; } = new();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 1) return;
        _browser.Dispose(); // the page is closed
        await _closing.CancelAsync();
        await _running;
        _closing.Dispose();
    }

    private async Task SpeakAsync(WebSocket browser, int tone)
    {
        var alaw = new byte[8000];
        G711.Encode(RunningHotline.Tone(tone, 1).Samples, alaw, AudioCodec.Pcma);
        var message = new byte[172];
        using var every = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var n = 0; await every.WaitForNextTickAsync(_closing.Token); n++)
        {
            (message[0], message[1]) = (0x80, 8);
            BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), (ushort)n);
            BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(4), (uint)(n * 160));
            BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(8), 0x1234);
            alaw.AsSpan(n % 50 * 160, 160).CopyTo(message.AsSpan(12));
            await browser.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, _closing.Token);
        }
    }

    private async Task ListenAsync(WebSocket browser)
    {
        var message = new byte[172];
        for (var at = 0L; (await browser.ReceiveAsync(message.AsMemory(), _closing.Token)).Count == message.Length; at += 160)
            Ear.Write(message.AsSpan(12), AudioCodec.Pcma, at);
    }

    private static async Task Quietly(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or InvalidOperationException or IOException)
        {
            // the test is over
        }
    }

    private sealed class DuplexPipeStream(PipeReader reader, PipeWriter writer) : Stream
    {
        private readonly Stream _in = reader.AsStream();
        private readonly Stream _out = writer.AsStream();

        public override bool CanRead => true;
        public override bool CanWrite => true;
        public override bool CanSeek => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => _out.Flush();
        public override Task FlushAsync(CancellationToken cancellationToken) => _out.FlushAsync(cancellationToken);
        public override int Read(byte[] buffer, int offset, int count) => _in.Read(buffer, offset, count);
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _in.ReadAsync(buffer, cancellationToken);
        public override void Write(byte[] buffer, int offset, int count) => _out.Write(buffer, offset, count);
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _out.WriteAsync(buffer, cancellationToken);
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _in.Dispose();
            _out.Dispose();
            base.Dispose(disposing);
        }
    }
}
