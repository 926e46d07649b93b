using System.Net;
using System.Net.Sockets;
using Hotline.Telephony.Sip.Messages;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Sip.Transport;

/// <summary>UDP, TCP and TLS on every address of ours. Nothing above touches a socket.</summary>
internal sealed class SipTransport : IAsyncDisposable
{
    private const int PortTrials = 20;

    private readonly List<ListenPoint> _points = [];

    internal int Port => _points[0].Port;

    internal int? TlsPort => _points[0].TlsPort;

    internal static async Task<SipTransport> BindAsync(SipStackOptions options, TransportSink sink, TimeProvider clock, ILogger log)
    {
        // A free UDP port may be taken on TCP or at another address: with port 0 try another one
        for (var trial = 1; ; trial++)
        {
            var transport = new SipTransport();
            try
            {
                transport.Open(options, sink, clock, log);
                return transport;
            }
            catch (SocketException e)
            {
                await transport.DisposeAsync();
                if (options.Port == 0 && trial < PortTrials) continue;
                throw new InvalidOperationException(
                    $"SIP cannot listen on {options.Address}:{options.Port}{Tls(options)} ({e.SocketErrorCode}): free the port or set another SIP port.", e);
            }
        }
    }

    private void Open(SipStackOptions options, TransportSink sink, TimeProvider clock, ILogger log)
    {
        foreach (var at in options.ListenAddresses)
            _points.Add(new(at, _points.Count == 0 ? options.Port : Port, options, sink, clock, log));
    }

    private static string Tls(SipStackOptions options) => options.TlsPort is { } port ? $" and TLS {port}" : "";

    internal void Start()
    {
        foreach (var point in _points) point.Start();
    }

    /// <summary>A way to that address; over TCP and TLS the open connection to it, or a new one.</summary>
    /// <exception cref="SocketException">We have no address of that family.</exception>
    internal Flow To(IPEndPoint remote, SipProtocol protocol, string? host = null) => PointFor(remote.Address).To(remote, protocol, host);

    internal bool Reaches(IPAddress address) => _points.Exists(p => p.Address.AddressFamily == address.AddressFamily);

    /// <summary>The flow of a call whose peer's address is not known yet.</summary>
    internal Flow Nowhere => _points[0].To(new(IPAddress.Any, 0), SipProtocol.Udp, null);

    /// <summary>What our Via and Contact say to that peer.</summary>
    internal IPEndPoint Announced(Flow flow) => PointFor(flow.Remote.Address).Announced(flow.Protocol);

    /// <summary>The way back for a response (RFC 3261 section 18.2.2, RFC 3581 section 4): never to an address that only a header names.</summary>
    internal Flow Back(SipMessage request, Flow from)
    {
        if (from.IsReliable) return from.IsOpen ? from : Reopening(request, from)!();
        return request.Via.WantsSourcePort || request.Via.Port == from.Remote.Port ? from : To(new(from.Remote.Address, request.Via.Port), SipProtocol.Udp);
    }

    /// <summary>A new connection for a response whose own has closed, to where the request's sender listens (RFC 3261 section 18.2.2).</summary>
    internal Func<Flow>? Reopening(SipMessage request, Flow from)
    {
        if (!from.IsReliable) return null;
        var listens = new IPEndPoint(from.Remote.Address, request.Via.Port); // the request itself need not be kept for that
        var protocol = from.Protocol;
        return () => To(listens, protocol);
    }

    private ListenPoint PointFor(IPAddress remote) =>
        _points.Find(p => p.Address.AddressFamily == remote.AddressFamily) ?? throw new SocketException((int)SocketError.AddressFamilyNotSupported);

    public async ValueTask DisposeAsync()
    {
        foreach (var point in _points) await point.DisposeAsync();
    }
}
