using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading.Channels;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Sip.Transport;

/// <summary>One TCP or TLS connection, either side's. Messages queue here, so that the signalling loop never waits for a slow peer.</summary>
internal sealed class StreamConnection : Flow
{
    private const int MaxQueued = 4096;
    private static readonly TimeSpan SetUpPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RestPatience = TimeSpan.FromSeconds(5);
    private static readonly byte[] Pong = "\r\n"u8.ToArray();

    private readonly Socket _socket;
    private readonly StreamTransport _owner;
    private readonly string? _host;
    private readonly Channel<byte[]> _outbox = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MaxQueued) { SingleReader = true });
    private readonly StreamFramer _framer = new();
    private volatile bool _closed;

    /// <param name="host">Ours to open: whose certificate is expected. Null where the peer opened it.</param>
    internal StreamConnection(StreamTransport owner, Socket socket, IPEndPoint remote, string? host) : base(remote, owner.Protocol)
    {
        (_owner, _socket, _host) = (owner, socket, host);
        socket.NoDelay = true;
        Touch();
    }

    /// <summary>The clock's timestamp of the last traffic.</summary>
    internal long LastUsed { get; private set; }

    internal override bool IsOpen => !_closed;

    /// <summary>The peer's address and the port it listens at, by which later requests find this connection (RFC 5923).</summary>
    internal IPEndPoint? Alias { get; set; }

    internal override void Send(byte[] message)
    {
        // A peer that takes nothing for thousands of messages is gone
        if (!_outbox.Writer.TryWrite(message)) Close();
    }

    /// <summary>Receives and sends until the connection ends, whoever ends it.</summary>
    internal async Task RunAsync(CancellationToken ct)
    {
        try
        {
            await using var stream = await OpenAsync(ct);
            var sending = SendAllAsync(stream, ct);
            // What cannot be read on is answered first: then the signalling loop closes
            if (await ReceiveAllAsync(stream, ct)) CloseWhenSent();
            await sending;
        }
        catch (AuthenticationException e)
        {
            _owner.Distrusted(Remote, e);
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The peer reset it, it could not be reached, or we closed it
        }
        finally
        {
            Close();
            _owner.Forget(this);
        }
    }

    internal override void CloseWhenSent() => _outbox.Writer.TryComplete();

    /// <summary>Connects where it is ours to, and shakes hands; a peer that says nothing holds us up for a moment only.</summary>
    private async Task<Stream> OpenAsync(CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(SetUpPatience, _owner.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        if (_host is not null) await _socket.ConnectAsync(Remote, either.Token);
        var stream = new NetworkStream(_socket, ownsSocket: false);
        if (Protocol != SipProtocol.Tls) return stream;

        var tls = new SslStream(stream);
        if (_host is not null) await tls.AuthenticateAsClientAsync(_owner.Tls.Client(_host), either.Token);
        else await tls.AuthenticateAsServerAsync(_owner.Tls.Server(), either.Token);
        return tls;
    }

    /// <summary>True when the peer closed, false when its stream is broken.</summary>
    private async Task<bool> ReceiveAllAsync(Stream stream, CancellationToken ct)
    {
        while (await ReadAsync(stream, ct) is { } count)
        {
            if (count == 0) return true;
            Touch();
            _framer.Received(count);
            if (!TakeAll()) return false;
        }

        return false;
    }

    /// <summary>Null: the rest of a message did not come, because it was cut off or its Content-Length is too great (RFC 3261 section 18.3).</summary>
    private async Task<int?> ReadAsync(Stream stream, CancellationToken ct)
    {
        if (_framer.Rest.IsEmpty) return await stream.ReadAsync(_framer.Free(), ct);

        using var patience = new CancellationTokenSource(RestPatience, _owner.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            return await stream.ReadAsync(_framer.Free(), either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            _owner.Broken(SipParser.Parse(_framer.Rest.ToArray()) with { Fault = "Incomplete Message", IsLast = true }, this);
            return null;
        }
    }

    private bool TakeAll()
    {
        while (true)
        {
            switch (_framer.TryTake(out var message))
            {
                case StreamFramer.Kind.Nothing: return true;
                case StreamFramer.Kind.Ping: Send(Pong); break;
                case StreamFramer.Kind.Message: _owner.Deliver(message, this); break;
                default:
                    _owner.Broken(SipParser.Parse(message) with { Fault = "Content-Length Missing Or Malformed", IsLast = true }, this);
                    return false;
            }
        }
    }

    private async Task SendAllAsync(Stream stream, CancellationToken ct)
    {
        await foreach (var message in _outbox.Reader.ReadAllAsync(ct))
        {
            await stream.WriteAsync(message, ct);
            Touch();
        }
    }

    private void Touch() => LastUsed = _owner.Clock.GetTimestamp();

    internal void Close()
    {
        _closed = true;
        _outbox.Writer.TryComplete();
        _socket.Dispose();
    }
}
