using System.Security.Cryptography;

namespace Hotline.Telephony.Media;

/// <summary>媒体加密: whether a leg's audio is encrypted (SRTP with keys in the session description, RFC 4568). Worth its name only where the signalling is TLS.</summary>
public enum MediaEncryption
{
    /// <summary>Never: an offer that insists on it is refused (488).</summary>
    Off,
    /// <summary>Where the peer has it too: we offer RTP/AVP with keys (RFC 8643) and take whichever the peer offers.</summary>
    Optional,
    /// <summary>Always: we offer RTP/SAVP, and a peer without keys is refused (488).</summary>
    Required,
}

/// <summary>Ciphers of SRTP (RFC 4568 section 6.2): AES-128 in counter mode, and how many bits of HMAC-SHA1 a packet carries.</summary>
public enum SrtpSuite
{
    /// <summary>AES_CM_128_HMAC_SHA1_80</summary>
    Sha1Tag80,
    /// <summary>AES_CM_128_HMAC_SHA1_32; SRTCP has 80 bits all the same.</summary>
    Sha1Tag32,
}

/// <summary>One side's master key and salt.</summary>
public sealed record SrtpKey
{
    internal const int MasterLength = 16;
    internal const int Length = MasterLength + 14;

    /// <param name="base64">16 bytes of key and 14 of salt, as they stand in a=crypto.</param>
    /// <exception cref="ArgumentException">It is not that.</exception>
    public SrtpKey(SrtpSuite suite, string base64)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length) || length != Length) throw new ArgumentException("An SRTP key is 30 bytes in base64.", nameof(base64));
        (Suite, Base64) = (suite, base64);
    }

    public SrtpSuite Suite { get; }

    /// <summary>A secret: for the wire only.</summary>
    public string Base64 { get; }

    public static SrtpKey New(SrtpSuite suite) => new(suite, Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)));

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{Suite}";
}

/// <summary>The keys of a leg: each side encrypts with its own.</summary>
public sealed record SrtpAgreement(SrtpKey Ours, SrtpKey Theirs);
