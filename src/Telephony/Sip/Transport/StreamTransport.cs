using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Hotline.Telephony.Sip.Messages;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Sip.Transport;

/// <summary>Listens on TCP or TLS and keeps the open connections, to be used again by the peer's address (RFC 3261 section 18, RFC 5923).</summary>
internal sealed partial class StreamTransport(SipProtocol protocol, SipStackOptions options, TransportSink sink, TimeProvider clock, ILogger log) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<IPEndPoint, StreamConnection> _connections = new();
    private readonly ConcurrentDictionary<IPEndPoint, StreamConnection> _aliases = new();
    private readonly CancellationTokenSource _stopping = new();
    private Socket? _listener;
    private Task _working = Task.CompletedTask;

    internal SipProtocol Protocol => protocol;

    internal TimeProvider Clock => clock;

    internal SipTls Tls => options.Tls;

    /// <summary>Null where it does not listen.</summary>
    internal int? Port { get; private set; }

    internal void Listen(IPEndPoint local)
    {
        _listener = new(local.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Bind(local);
        _listener.Listen(512);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
    }

    internal void Unlisten() => _listener?.Dispose();

    internal void Start() => _working = Task.WhenAll(_listener is { } listener ? AcceptAsync(listener) : Task.CompletedTask, CloseIdleAsync());

    /// <summary>The open connection to that address, or a new one that opens while messages queue.</summary>
    internal Flow To(IPEndPoint remote, string? host)
    {
        if (_connections.TryGetValue(remote, out var open) && open.IsOpen) return open;
        if (_aliases.TryGetValue(remote, out var alias) && alias.IsOpen) return alias;
        return Add(new(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp), remote, host ?? remote.Address.ToString());
    }

    /// <summary>What is to go back on this connection is known before the message is handled.</summary>
    internal void Deliver(byte[] bytes, StreamConnection from) => Turn.Run(() =>
    {
        if (sink.Take(bytes, from) is { IsRequest: true, Via: { IsAlias: true } via }) Reuse(from, via.Port);
    });

    internal void Broken(Parsed message, Flow from) => sink.Received(message, from);

    /// <summary>A peer that listens at its Via's port wants our requests on the connection it opened (RFC 5923). Only for its own address.</summary>
    private void Reuse(StreamConnection connection, int port)
    {
        if (port == connection.Remote.Port || connection.Alias is not null) return;
        connection.Alias = new(connection.Remote.Address, port);
        _aliases[connection.Alias] = connection;
    }

    internal void Forget(StreamConnection connection)
    {
        _connections.TryRemove(new(connection.Remote, connection));
        if (connection.Alias is { } alias) _aliases.TryRemove(new(alias, connection));
        sink.Closed(connection);
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(_stopping.Token);
                if (_connections.Count >= options.MaxConnections || socket.RemoteEndPoint is not IPEndPoint remote) socket.Dispose();
                else Add(socket, remote, host: null);
            }
            catch (SocketException)
            {
                // The peer left before it was accepted, or we are out of file handles for a moment
                await Task.Delay(TimeSpan.FromMilliseconds(50), clock);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private StreamConnection Add(Socket socket, IPEndPoint remote, string? host)
    {
        var connection = new StreamConnection(this, socket, remote, host);
        _connections[remote] = connection;
        _ = connection.RunAsync(_stopping.Token);
        return connection;
    }

    private async Task CloseIdleAsync()
    {
        using var timer = new PeriodicTimer(options.TcpIdle / 4, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                foreach (var (_, connection) in _connections)
                    if (!connection.IsHeld && clock.GetElapsedTime(connection.LastUsed) > options.TcpIdle) connection.Close();
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
        _listener?.Dispose();
        foreach (var (_, connection) in _connections) connection.Close();
        await _working; // not disposed of: an answer that is still on its way asks whether we are stopping
    }

    /// <summary>Scanners fail the handshake all day; that our own peers do matters.</summary>
    internal void Distrusted(IPEndPoint peer, AuthenticationException why) => HandshakeFailed(log, peer, why.Message);

    [LoggerMessage(LogLevel.Information, "TLS with {Peer} failed: {Why}")]
    private static partial void HandshakeFailed(ILogger log, IPEndPoint peer, string why);
}
