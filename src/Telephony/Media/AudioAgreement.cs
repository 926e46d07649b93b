using System.Net;

namespace Hotline.Telephony.Media;

/// <summary>The forms of audio that we speak; the values are their static RTP payload types (RFC 3551 section 6).</summary>
public enum AudioCodec
{
    /// <summary>G.711 μ-law, 8000 samples/s.</summary>
    Pcmu = 0,
    /// <summary>G.711 A-law, 8000 samples/s.</summary>
    Pcma = 8,
    /// <summary>G.722 at 64 kbit/s; 16000 samples/s of which we use the lower band, on an RTP clock of 8000 (RFC 3551 section 4.5.2).</summary>
    G722 = 9,
}

/// <summary>What an offer and its answer agreed on for one leg (RFC 3264 section 6): where the audio goes and in which form.</summary>
/// <param name="Remote">Where the peer wants RTP; a symmetric peer's true source replaces it (RFC 4961).</param>
/// <param name="PayloadType">The number the peer expects for <paramref name="Codec"/>.</param>
/// <param name="EventPayloadType">The number for RFC 4733 telephone-event; null where the peer has none.</param>
/// <param name="Send">We may send to the peer (the peer's direction allows it).</param>
/// <param name="Receive">The peer sends to us.</param>
public sealed record AudioAgreement(IPEndPoint Remote, AudioCodec Codec, byte PayloadType, byte? EventPayloadType, bool Send, bool Receive)
{
    /// <summary>Where the peer wants RTCP; null for the port after <see cref="Remote"/>'s.</summary>
    public IPEndPoint? Reports { get; init; }

    /// <summary>The keys of both sides; null where the audio is not encrypted.</summary>
    public SrtpAgreement? Srtp { get; init; }
}
