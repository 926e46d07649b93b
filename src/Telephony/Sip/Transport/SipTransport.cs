using System.Net;
using System.Net.Sockets;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Sip.Transport;

/// <summary>UDP and TCP on one port. Nothing above touches a socket.</summary>
internal sealed class SipTransport : IAsyncDisposable
{
    private const int PortTrials = 20;

    private readonly UdpTransport _udp;
    private readonly TcpTransport _tcp;

    private SipTransport(UdpTransport udp, TcpTransport tcp) => (_udp, _tcp) = (udp, tcp);

    internal int Port => _udp.Port;

    /// <param name="received">Called on the receive threads; must return at once.</param>
    /// <param name="closed">A TCP connection ended.</param>
    internal static SipTransport Bind(SipStackOptions options, TimeProvider clock, Action<Parsed, Flow> received, Action<Flow> closed)
    {
        // A free UDP port may be taken on TCP: with port 0 try another one
        for (var trial = 1; ; trial++)
        {
            UdpTransport? udp = null;
            try
            {
                udp = new UdpTransport(new(options.Address, options.Port), received);
                var tcp = new TcpTransport(new(options.Address, udp.Port), options, clock, received, closed);
                return new(udp, tcp);
            }
            catch (SocketException e)
            {
                udp?.Dispose();
                if (options.Port == 0 && trial < PortTrials) continue;
                throw new InvalidOperationException(
                    $"SIP cannot listen on {options.Address}:{options.Port} ({e.SocketErrorCode}): free the port or set another SIP port.", e);
            }
        }
    }

    internal void Start()
    {
        _udp.Start();
        _tcp.Start();
    }

    internal Flow To(IPEndPoint remote, bool tcp) => tcp ? _tcp.To(remote) : _udp.To(remote);

    /// <summary>The way back for a response (RFC 3261 section 18.2.2, RFC 3581 section 4): never to an address that only a header names.</summary>
    internal Flow Back(SipMessage request, Flow from)
    {
        if (from.IsReliable) return from.IsOpen ? from : _tcp.To(new(from.Remote.Address, request.Via.Port));
        return request.Via.WantsSourcePort || request.Via.Port == from.Remote.Port ? from : _udp.To(new(from.Remote.Address, request.Via.Port));
    }

    public async ValueTask DisposeAsync()
    {
        _udp.Dispose();
        await _tcp.DisposeAsync();
    }
}
