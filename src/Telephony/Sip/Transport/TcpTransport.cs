using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Sip.Transport;

/// <summary>Listens on TCP and keeps the open connections, to be used again by the peer's address (RFC 3261 section 18).</summary>
internal sealed class TcpTransport : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly SipStackOptions _options;
    private readonly Action<Parsed, Flow> _received;
    private readonly Action<Flow> _closed;
    private readonly ConcurrentDictionary<IPEndPoint, TcpConnection> _connections = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task _working = Task.CompletedTask;

    internal TcpTransport(IPEndPoint local, SipStackOptions options, TimeProvider clock, Action<Parsed, Flow> received, Action<Flow> closed)
    {
        (_options, Clock, _received, _closed) = (options, clock, received, closed);
        _listener = new(local.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        try
        {
            _listener.Bind(local);
            _listener.Listen(512);
        }
        catch
        {
            _listener.Dispose();
            throw;
        }
    }

    internal TimeProvider Clock { get; }

    internal void Start() => _working = Task.WhenAll(AcceptAsync(), CloseIdleAsync());

    /// <summary>The open connection to that address, or a new one that opens while messages queue.</summary>
    internal Flow To(IPEndPoint remote)
    {
        if (_connections.TryGetValue(remote, out var open) && open.IsOpen) return open;
        return Add(new(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp), remote, connect: true);
    }

    internal void Deliver(Parsed message, Flow from) => _received(message, from);

    internal void Forget(TcpConnection connection)
    {
        _connections.TryRemove(new(connection.Remote, connection));
        _closed(connection);
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptAsync(_stopping.Token);
                if (_connections.Count >= _options.MaxConnections || socket.RemoteEndPoint is not IPEndPoint remote) socket.Dispose();
                else Add(socket, remote, connect: false);
            }
            catch (SocketException)
            {
                // The peer left before it was accepted, or we are out of file handles for a moment
                await Task.Delay(TimeSpan.FromMilliseconds(50), Clock);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private TcpConnection Add(Socket socket, IPEndPoint remote, bool connect)
    {
        var connection = new TcpConnection(this, socket, remote);
        _connections[remote] = connection;
        _ = connection.RunAsync(connect, _stopping.Token);
        return connection;
    }

    private async Task CloseIdleAsync()
    {
        using var timer = new PeriodicTimer(_options.TcpIdle / 4, Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                foreach (var (_, connection) in _connections)
                    if (!connection.IsHeld && Clock.GetElapsedTime(connection.LastUsed) > _options.TcpIdle) connection.Close();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        foreach (var (_, connection) in _connections) connection.Close();
        await _working;
        _stopping.Dispose();
    }
}
