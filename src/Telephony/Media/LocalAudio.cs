using System.Net;

namespace Hotline.Telephony.Media;

/// <summary>Our side of an offer or answer: where a leg listens, and whether and with which keys it encrypts. The keys stay the same for the leg's life, so that a re-INVITE changes nothing.</summary>
public sealed record LocalAudio(IPEndPoint EndPoint, MediaEncryption Encryption = MediaEncryption.Off)
{
    /// <summary>Without encryption.</summary>
    public LocalAudio(IPAddress address, int port)
        : this(new IPEndPoint(address, port))
    {
    }

    /// <summary>Without encryption.</summary>
    public static implicit operator LocalAudio(IPEndPoint endPoint) => new(endPoint);

    /// <summary>The forms that it speaks, best first.</summary>
    public IReadOnlyList<AudioCodec> Codecs { get; init; } = Usual;

    /// <summary>A-law first, μ-law, G.722 last: the mixer has 8000 samples/s, so that gains us nothing.</summary>
    public static IReadOnlyList<AudioCodec> Usual { get; } = [AudioCodec.Pcma, AudioCodec.Pcmu, AudioCodec.G722];

    /// <summary>One for each suite, in our order of preference.</summary>
    public IReadOnlyList<SrtpKey> Keys { get; } = Encryption == MediaEncryption.Off ? [] : [SrtpKey.New(SrtpSuite.Sha1Tag80), SrtpKey.New(SrtpSuite.Sha1Tag32)];
}
