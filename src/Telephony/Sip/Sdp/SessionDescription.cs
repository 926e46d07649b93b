using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;

namespace Hotline.Telephony.Sip.Sdp;

/// <summary>A session description (RFC 8866), as far as telephone calls need it; the rest is read over.</summary>
public sealed record SessionDescription
{
    /// <summary>o=: one id per session, and a version that grows with every change (RFC 3264 section 8).</summary>
    public ulong SessionId { get; init; }

    /// <inheritdoc cref="SessionId"/>
    public ulong Version { get; init; }

    /// <summary>The address in o=.</summary>
    public IPAddress Origin { get; init; } = IPAddress.Loopback;

    /// <summary>c= at session level; a media line may have its own.</summary>
    public IPAddress? Connection { get; init; }

    public IReadOnlyList<MediaDescription> Media { get; init; } = [];

    /// <summary>The first audio stream that is not refused.</summary>
    public MediaDescription? Audio => Media.FirstOrDefault(m => m is { Kind: "audio", Port: > 0 });

    /// <summary>Where that stream wants its audio.</summary>
    public IPAddress? AudioAddress => Audio?.Connection ?? Connection;

    public static bool TryParse(ReadOnlySpan<byte> body, [NotNullWhen(true)] out SessionDescription? sdp, [NotNullWhen(false)] out string? reason) =>
        SdpText.TryParse(Encoding.UTF8.GetString(body), out sdp, out reason);

    /// <summary>The text that goes on the wire.</summary>
    public override string ToString() => SdpText.Write(this);
}

/// <summary>Which way audio flows, seen from the side that describes it (RFC 8866 section 6.7).</summary>
public enum MediaDirection
{
    SendReceive,
    SendOnly,
    ReceiveOnly,
    Inactive,
}

/// <summary>One m= line with what belongs to it (RFC 8866 section 5.14).</summary>
public sealed record MediaDescription
{
    public required string Kind { get; init; }

    /// <summary>0 refuses the stream.</summary>
    public required int Port { get; init; }

    public string Protocol { get; init; } = "RTP/AVP";

    /// <summary>Payload type numbers as written, in order of preference.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>a=rtpmap: number to "encoding/clock".</summary>
    public IReadOnlyDictionary<string, string> Encodings { get; init; } = new Dictionary<string, string>();

    /// <summary>a=fmtp: number to its parameters.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>a=crypto: the values as written (RFC 4568).</summary>
    public IReadOnlyList<string> Crypto { get; init; } = [];

    public IPAddress? Connection { get; init; }

    /// <summary>a=rtcp: where reports are wanted (RFC 3605); null for the next port.</summary>
    public int? RtcpPort { get; init; }

    /// <inheritdoc cref="RtcpPort"/>
    public IPAddress? RtcpAddress { get; init; }

    public MediaDirection Direction { get; init; }

    /// <summary>a=ptime in ms.</summary>
    public int? PacketTime { get; init; }
}
