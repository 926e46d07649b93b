using System.Net;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Sip.Transport;

/// <summary>What may become of an INVITE before it costs anything.</summary>
internal enum Gate
{
    Open,
    /// <summary>Answered 503 without memory of it.</summary>
    Shed,
    /// <summary>Not even parsed: an answer to each would help the flood.</summary>
    Drop,
}

/// <summary>Where the transport hands things on. Called on the receive threads; each returns at once.</summary>
/// <param name="Received">A message, good or malformed.</param>
/// <param name="Shed">An INVITE over its source's rate.</param>
/// <param name="Closed">A connection ended.</param>
/// <param name="Gate">Asked for each INVITE, by its source.</param>
internal sealed record TransportSink(Action<Parsed, Flow> Received, Action<Parsed, Flow> Shed, Action<Flow> Closed, Func<IPAddress, Gate> Gate)
{
    /// <summary>Null where it was dropped unread.</summary>
    internal SipMessage? Take(byte[] bytes, Flow from)
    {
        var gate = bytes.AsSpan().StartsWith("INVITE "u8) ? Gate(from.Remote.Address) : Transport.Gate.Open;
        if (gate == Transport.Gate.Drop) return null;

        var parsed = SipParser.Parse(bytes);
        if (gate == Transport.Gate.Open) Received(parsed, from);
        else Shed(parsed, from);
        return parsed.Message;
    }
}
