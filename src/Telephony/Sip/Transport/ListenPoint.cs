using System.Net;
using Hotline.Telephony.Sip.Messages;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Sip.Transport;

/// <summary>One address of ours: UDP and TCP on one port, TLS on another.</summary>
internal sealed class ListenPoint : IAsyncDisposable
{
    private readonly IPAddress _announced;
    private readonly UdpTransport _udp;
    private readonly StreamTransport _tcp;
    private readonly StreamTransport _tls;

    internal ListenPoint(ListenAddress at, int port, SipStackOptions options, TransportSink sink, TimeProvider clock, ILogger log)
    {
        (Address, _announced) = (at.Bind, at.Reached);
        _udp = new(new(at.Bind, port), sink);
        try
        {
            _tcp = new(SipProtocol.Tcp, options, sink, clock, log);
            _tls = new(SipProtocol.Tls, options, sink, clock, log);
            _tcp.Listen(new(at.Bind, _udp.Port));
            if (options.TlsPort is { } tls) _tls.Listen(new(at.Bind, tls));
        }
        catch
        {
            _udp.Dispose();
            _tcp?.Unlisten();
            _tls?.Unlisten();
            throw;
        }
    }

    internal IPAddress Address { get; }

    internal int Port => _udp.Port;

    /// <summary>Null where TLS is only spoken, not listened for.</summary>
    internal int? TlsPort => _tls.Port;

    /// <summary>What Via and Contact say.</summary>
    internal IPEndPoint Announced(SipProtocol protocol) => new(_announced, protocol == SipProtocol.Tls ? TlsPort ?? Port : Port);

    internal void Start()
    {
        _udp.Start();
        _tcp.Start();
        _tls.Start();
    }

    /// <param name="host">Whose certificate TLS expects; the address where none is known.</param>
    internal Flow To(IPEndPoint remote, SipProtocol protocol, string? host) => protocol switch
    {
        SipProtocol.Udp => _udp.To(remote),
        SipProtocol.Tcp => _tcp.To(remote, host),
        _ => _tls.To(remote, host),
    };

    public async ValueTask DisposeAsync()
    {
        _udp.Dispose();
        await _tcp.DisposeAsync();
        await _tls.DisposeAsync();
    }
}
