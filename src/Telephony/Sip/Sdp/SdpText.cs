using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hotline.Telephony.Sip.Sdp;

/// <summary>Between the lines of RFC 8866 section 5 and a <see cref="SessionDescription"/>.</summary>
internal static class SdpText
{
    private const int MaxMedia = 16;
    private const int MaxCrypto = 16;

    internal static bool TryParse(string text, [NotNullWhen(true)] out SessionDescription? sdp, [NotNullWhen(false)] out string? reason)
    {
        sdp = null;
        var builder = new Builder();
        var number = 0;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            var line = raw.TrimEnd();
            number++;
            if (line.IsEmpty) continue;
            if (line.Length < 2 || line[1] != '=') return Fail($"SDP line {number} is not of the form x=value", out reason);
            if (number == 1 && !line.SequenceEqual("v=0")) return Fail("SDP must begin with v=0", out reason);
            if (!builder.Add(line[0], line[2..].Trim())) return Fail($"SDP line {number} ({line[0]}=) is malformed", out reason);
        }

        if (builder.Media.Count == 0) return Fail("SDP has no m= line", out reason);
        (sdp, reason) = (builder.Build(), null);
        return true;
    }

    private static bool Fail(string why, out string? reason)
    {
        reason = why;
        return false;
    }

    internal static string Write(SessionDescription sdp)
    {
        var text = new StringBuilder(320);
        text.Append(CultureInfo.InvariantCulture, $"v=0\r\no=- {sdp.SessionId} {sdp.Version} IN {Family(sdp.Origin)} {sdp.Origin}\r\ns=-\r\n");
        if (sdp.Connection is { } c) text.Append(CultureInfo.InvariantCulture, $"c=IN {Family(c)} {c}\r\n");
        text.Append("t=0 0\r\n");
        foreach (var media in sdp.Media) Write(text, media);
        return text.ToString();
    }

    private static void Write(StringBuilder text, MediaDescription media)
    {
        text.Append(CultureInfo.InvariantCulture, $"m={media.Kind} {media.Port} {media.Protocol} {string.Join(' ', media.Formats)}\r\n");
        if (media.Connection is { } c) text.Append(CultureInfo.InvariantCulture, $"c=IN {Family(c)} {c}\r\n");
        if (media.Port == 0) return;

        foreach (var (type, encoding) in media.Encodings) text.Append(CultureInfo.InvariantCulture, $"a=rtpmap:{type} {encoding}\r\n");
        foreach (var (type, parameters) in media.Parameters) text.Append(CultureInfo.InvariantCulture, $"a=fmtp:{type} {parameters}\r\n");
        foreach (var crypto in media.Crypto) text.Append(CultureInfo.InvariantCulture, $"a=crypto:{crypto}\r\n");
        if (media.PacketTime is { } ms) text.Append(CultureInfo.InvariantCulture, $"a=ptime:{ms}\r\n");
        text.Append("a=").Append(Word(media.Direction)).Append("\r\n");
    }

    private static string Family(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? "IP6" : "IP4";

    private static string Word(MediaDirection direction) => direction switch
    {
        MediaDirection.SendOnly => "sendonly",
        MediaDirection.ReceiveOnly => "recvonly",
        MediaDirection.Inactive => "inactive",
        _ => "sendrecv",
    };

    private sealed class Builder
    {
        private ulong _id;
        private ulong _version;
        private IPAddress _origin = IPAddress.Loopback;
        private IPAddress? _connection;
        private MediaDirection _direction;

        internal List<MediaDescription> Media { get; } = [];

        internal SessionDescription Build() => new()
        {
            SessionId = _id, Version = _version, Origin = _origin, Connection = _connection, Media = Media,
        };

        internal bool Add(char type, ReadOnlySpan<char> value) => type switch
        {
            'o' => AddOrigin(value),
            'c' => AddConnection(value),
            'm' => AddMedia(value),
            'a' => AddAttribute(value),
            _ => true,
        };

        private bool AddOrigin(ReadOnlySpan<char> value)
        {
            Span<Range> parts = stackalloc Range[7];
            if (value.Split(parts, ' ', StringSplitOptions.RemoveEmptyEntries) != 6) return false;
            // RFC 8866 section 5.2 has numeric strings; peers also send longer ones, and nothing of ours depends on them
            _ = ulong.TryParse(value[parts[1]], NumberStyles.None, CultureInfo.InvariantCulture, out _id);
            _ = ulong.TryParse(value[parts[2]], NumberStyles.None, CultureInfo.InvariantCulture, out _version);
            if (IPAddress.TryParse(value[parts[5]], out var address)) _origin = address;
            return true;
        }

        private bool AddConnection(ReadOnlySpan<char> value)
        {
            Span<Range> parts = stackalloc Range[4];
            if (value.Split(parts, ' ', StringSplitOptions.RemoveEmptyEntries) != 3) return false;

            var text = value[parts[2]];
            var slash = text.IndexOf('/');
            // A name instead of an address is legal but of no use without a look-up: the stream has no address then
            if (!IPAddress.TryParse(slash < 0 ? text : text[..slash], out var address)) return true;
            if (Media.Count == 0) _connection = address;
            else Media[^1] = Media[^1] with { Connection = address };
            return true;
        }

        private bool AddMedia(ReadOnlySpan<char> value)
        {
            var words = value.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 4 || Media.Count == MaxMedia) return false;
            if (!ushort.TryParse(words[1].Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return false;

            Media.Add(new()
            {
                Kind = words[0],
                Port = port,
                Protocol = words[2],
                Formats = words[3..],
                Direction = _direction,
                Encodings = new Dictionary<string, string>(),
                Parameters = new Dictionary<string, string>(),
            });
            return true;
        }

        private bool AddAttribute(ReadOnlySpan<char> value)
        {
            var colon = value.IndexOf(':');
            var name = colon < 0 ? value : value[..colon];
            var rest = colon < 0 ? default : value[(colon + 1)..].Trim();
            switch (name)
            {
                case "sendrecv": return SetDirection(MediaDirection.SendReceive);
                case "sendonly": return SetDirection(MediaDirection.SendOnly);
                case "recvonly": return SetDirection(MediaDirection.ReceiveOnly);
                case "inactive": return SetDirection(MediaDirection.Inactive);
                case "rtpmap" when Media.Count > 0: return AddTo(Media[^1].Encodings, rest);
                case "fmtp" when Media.Count > 0: return AddTo(Media[^1].Parameters, rest);
                case "crypto" when Media.Count > 0:
                    if (Media[^1].Crypto.Count < MaxCrypto) Media[^1] = Media[^1] with { Crypto = [.. Media[^1].Crypto, rest.ToString()] };
                    return true;
                case "ptime" when Media.Count > 0:
                    if (int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var ms)) Media[^1] = Media[^1] with { PacketTime = ms };
                    return true;
                case "rtcp" when Media.Count > 0: return AddReports(rest);
                default: return true;
            }
        }

        /// <summary>port, or port IN IP4 address; what cannot be read is as if it were not there.</summary>
        private bool AddReports(ReadOnlySpan<char> value)
        {
            Span<Range> parts = stackalloc Range[5];
            var count = value.Split(parts, ' ', StringSplitOptions.RemoveEmptyEntries);
            if (count is not (1 or 4) || !ushort.TryParse(value[parts[0]], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0) return true;
            Media[^1] = Media[^1] with { RtcpPort = port, RtcpAddress = count == 4 && IPAddress.TryParse(value[parts[3]], out var address) ? address : null };
            return true;
        }

        private bool SetDirection(MediaDirection direction)
        {
            if (Media.Count == 0) _direction = direction;
            else Media[^1] = Media[^1] with { Direction = direction };
            return true;
        }

        private static bool AddTo(IReadOnlyDictionary<string, string> map, ReadOnlySpan<char> value)
        {
            var space = value.IndexOf(' ');
            if (space <= 0) return false;
            ((Dictionary<string, string>)map)[value[..space].ToString()] = value[(space + 1)..].Trim().ToString();
            return true;
        }
    }
}
