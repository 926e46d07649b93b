using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Sip.Transport;

/// <summary>One TCP connection, either side's. Messages queue here, so that the signalling loop never waits for a slow peer.</summary>
internal sealed class TcpConnection : Flow
{
    private const int MaxQueued = 4096;
    private static readonly byte[] Pong = "\r\n"u8.ToArray();

    private readonly Socket _socket;
    private readonly TcpTransport _owner;
    private readonly Channel<byte[]> _outbox = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MaxQueued) { SingleReader = true });
    private readonly StreamFramer _framer = new();
    private volatile bool _closed;

    internal TcpConnection(TcpTransport owner, Socket socket, IPEndPoint remote) : base(remote)
    {
        (_owner, _socket) = (owner, socket);
        socket.NoDelay = true;
        Touch();
    }

    /// <summary>The clock's timestamp of the last traffic.</summary>
    internal long LastUsed { get; private set; }

    internal override bool IsReliable => true;

    internal override bool IsOpen => !_closed;

    internal override void Send(byte[] message)
    {
        // A peer that takes nothing for thousands of messages is gone
        if (!_outbox.Writer.TryWrite(message)) Close();
    }

    /// <summary>Receives and sends until the connection ends, whoever ends it.</summary>
    /// <param name="connect">The connection is ours to open first.</param>
    internal async Task RunAsync(bool connect, CancellationToken ct)
    {
        try
        {
            if (connect) await _socket.ConnectAsync(Remote, ct);
            var sending = SendAllAsync(ct);
            // What cannot be read on is answered first: then the signalling loop closes
            if (await ReceiveAllAsync(ct)) CloseWhenSent();
            await sending;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
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

    /// <summary>True when the peer closed, false when its stream is broken.</summary>
    private async Task<bool> ReceiveAllAsync(CancellationToken ct)
    {
        while (await _socket.ReceiveAsync(_framer.Free(), ct) is > 0 and var count)
        {
            Touch();
            _framer.Received(count);
            if (!TakeAll()) return false;
        }

        return true;
    }

    private bool TakeAll()
    {
        while (true)
        {
            switch (_framer.TryTake(out var message))
            {
                case StreamFramer.Kind.Nothing: return true;
                case StreamFramer.Kind.Ping: Send(Pong); break;
                case StreamFramer.Kind.Message: _owner.Deliver(SipParser.Parse(message), this); break;
                default:
                    _owner.Deliver(SipParser.Parse(message) with { Fault = "Content-Length Missing Or Malformed", IsLast = true }, this);
                    return false;
            }
        }
    }

    private async Task SendAllAsync(CancellationToken ct)
    {
        await foreach (var message in _outbox.Reader.ReadAllAsync(ct))
        {
            for (var sent = 0; sent < message.Length;) sent += await _socket.SendAsync(message.AsMemory(sent), ct);
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
