using System.Net;

namespace Hotline.Telephony.Sip.Transport;

/// <summary>A way to one peer: a UDP address, or a TCP or TLS connection. Sending never waits.</summary>
internal abstract class Flow(IPEndPoint remote, SipProtocol protocol)
{
    private int _holds;

    internal IPEndPoint Remote { get; } = remote;

    internal SipProtocol Protocol { get; } = protocol;

    /// <summary>The transport retransmits by itself (RFC 3261 section 17.1.1.2).</summary>
    internal bool IsReliable => Protocol != SipProtocol.Udp;

    internal virtual bool IsOpen => true;

    /// <summary>A call or a registration needs this flow: it is not idle.</summary>
    internal bool IsHeld => Volatile.Read(ref _holds) > 0;

    internal void Hold() => Interlocked.Increment(ref _holds);

    internal void Release() => Interlocked.Decrement(ref _holds);

    /// <summary>Ends a connection once everything in its queue is sent.</summary>
    internal virtual void CloseWhenSent() { }

    /// <summary>What cannot be sent is lost, as any datagram may be; the transaction's timers find out.</summary>
    internal abstract void Send(byte[] message);
}
