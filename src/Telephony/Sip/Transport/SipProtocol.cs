using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Sip.Transport;

/// <summary>What carries SIP messages (RFC 3261 section 18).</summary>
public enum SipProtocol
{
    Udp,
    Tcp,
    /// <summary>TLS over TCP, 1.2 or newer (RFC 3261 section 26.3, RFC 8446).</summary>
    Tls,
}

/// <summary>How a protocol is written down.</summary>
internal static class SipProtocols
{
    /// <summary>The name in Via.</summary>
    internal static string ViaName(this SipProtocol protocol) => protocol switch { SipProtocol.Udp => "UDP", SipProtocol.Tcp => "TCP", _ => "TLS" };

    /// <summary>The URI parameter that asks for it; UDP needs none.</summary>
    internal static string UriParameter(this SipProtocol protocol) =>
        protocol switch { SipProtocol.Udp => "", SipProtocol.Tcp => ";transport=tcp", _ => ";transport=tls" };

    /// <summary>Where a URI names no port (RFC 3261 section 19.1.2).</summary>
    internal static int DefaultPort(this SipProtocol protocol) => protocol == SipProtocol.Tls ? 5061 : 5060;

    /// <summary>What a URI asks for: sips is TLS whatever its transport parameter says (RFC 3261 section 26.2.2).</summary>
    internal static SipProtocol Protocol(this SipUri uri) => uri switch
    {
        { Scheme: "sips" } => SipProtocol.Tls,
        { IsTcp: true } => SipProtocol.Tcp,
        _ when string.Equals(uri.Parameter("transport"), "tls", StringComparison.OrdinalIgnoreCase) => SipProtocol.Tls,
        _ => SipProtocol.Udp,
    };

    internal static int PortOrDefault(this SipUri uri) => uri.Port == 0 ? uri.Protocol().DefaultPort() : uri.Port;
}
