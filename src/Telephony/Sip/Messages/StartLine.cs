using System.Text;

namespace Hotline.Telephony.Sip.Messages;

/// <summary>Request-Line or Status-Line (RFC 3261 sections 7.1 and 7.2).</summary>
internal sealed record StartLine
{
    private static readonly string[] Known =
        ["INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "INFO", "UPDATE", "REFER", "REGISTER", "SUBSCRIBE", "NOTIFY", "MESSAGE", "PUBLISH", "PRACK"];

    internal bool IsSip { get; private init; } = true;

    internal string Method { get; private init; } = "";

    internal string Uri { get; private init; } = "";

    internal int Status { get; private init; }

    internal string Reason { get; private init; } = "";

    internal string? Fault { get; private init; }

    internal int FaultStatus { get; private init; } = 400;

    internal static StartLine Parse(ReadOnlySpan<byte> line) =>
        line.StartsWith("SIP/2.0 "u8) ? Response(line[8..]) : Request(line);

    private static StartLine Response(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 3 || (rest.Length > 3 && rest[3] != ' ')) return NotSip;
        if (!SipParser.TryNumber(rest[..3], 699, out var status) || status < 100) return NotSip;
        return new() { Status = (int)status, Reason = rest.Length > 4 ? Encoding.UTF8.GetString(rest[4..]) : "" };
    }

    private static StartLine Request(ReadOnlySpan<byte> line)
    {
        var trimmed = line.TrimEnd((byte)' ');
        var (first, last) = (trimmed.IndexOf((byte)' '), trimmed.LastIndexOf((byte)' '));
        if (first <= 0 || last <= first || !SipParser.IsToken(trimmed[..first])) return NotSip;

        var version = trimmed[(last + 1)..];
        if (version.Length < 5 || !Ascii.EqualsIgnoreCase(version[..4], "SIP/"u8)) return NotSip;

        var uri = trimmed[(first + 1)..last];
        var request = new StartLine { Method = Interned(trimmed[..first]), Uri = Encoding.UTF8.GetString(uri) };
        if (!Ascii.EqualsIgnoreCase(version, "SIP/2.0"u8)) return request with { Fault = "Version Not Supported", FaultStatus = 505 };
        return trimmed.Length != line.Length || uri.IndexOfAny(" \t<>"u8) >= 0 ? request with { Fault = "Malformed Request-Line" } : Checked(request);
    }

    private static StartLine Checked(StartLine request)
    {
        if (!SipUri.TryParse(request.Uri, out var uri)) return request with { Fault = "Malformed Request-URI" };
        if (uri.Scheme is not ("sip" or "sips" or "tel")) return request with { Fault = "Unsupported URI Scheme", FaultStatus = 416 };
        return uri.HasHeaders ? request with { Fault = "Request-URI With Header Fields" } : request;
    }

    private static StartLine NotSip => new() { IsSip = false };

    private static string Interned(ReadOnlySpan<byte> method)
    {
        foreach (var known in Known)
            if (Ascii.Equals(method, known)) return known;
        return Encoding.Latin1.GetString(method);
    }
}
