using System.Text;

namespace Hotline.Telephony.Sip.Messages;

/// <summary>
/// Where a message's session description is: its whole body, or one part of several, as carriers send it beside their own signalling
/// (RFC 5621 section 3, RFC 3204). Pure.
/// </summary>
internal static class SessionBody
{
    private const string Sdp = "application/sdp";
    private const int MostParts = 16;

    /// <summary>False: the body is, or holds, something that must be understood and is not (415, RFC 3261 section 8.2.3).</summary>
    /// <param name="sdp">Empty where there is none.</param>
    internal static bool TryFind(SipMessage message, out ReadOnlyMemory<byte> sdp)
    {
        sdp = default;
        if (message.Body.IsEmpty) return true;
        if (IsEncoded(message)) return false;

        var type = message.BodyType;
        if (type == Sdp) sdp = message.Body;
        else if (type.StartsWith("multipart/", StringComparison.Ordinal)) return TryFindPart(message, out sdp);
        else return Handling(message.First(Header.ContentDisposition)) == "optional";
        return true;
    }

    /// <summary>Compressed or the like (RFC 3261 section 20.12): we read plain text only.</summary>
    internal static bool IsEncoded(SipMessage message) =>
        message.All(Header.ContentEncoding).Any(e => !e.Trim().Equals("identity", StringComparison.OrdinalIgnoreCase));

    /// <summary>Parts we do not know are passed over unless they say that they must not be.</summary>
    private static bool TryFindPart(SipMessage message, out ReadOnlyMemory<byte> sdp)
    {
        sdp = default;
        var type = message.First(Header.ContentType)!;
        if (Parameter(type, "boundary") is not { Length: > 0 } boundary) return false;

        var parts = Parts(message.Body, boundary);
        var found = parts.Find(p => p.Type == Sdp);
        if (found is null || parts.Exists(p => p.Type != Sdp && Handling(p.Disposition) == "required")) return false;
        sdp = found.Content;
        return true;
    }

    private static List<Part> Parts(ReadOnlyMemory<byte> body, string boundary)
    {
        var parts = new List<Part>();
        var delimiter = Encoding.Latin1.GetBytes($"--{boundary}");
        var start = body.Span.IndexOf(delimiter);
        while (start >= 0 && parts.Count < MostParts)
        {
            var rest = body[(start + delimiter.Length)..];
            var end = rest.Span.IndexOf(delimiter);
            if (rest.Span.StartsWith("--"u8) || end < 0) break;
            if (Part.Read(rest[..end]) is { } part) parts.Add(part);
            start += delimiter.Length + end;
        }

        return parts;
    }

    private static string? Handling(string? disposition) => disposition is null ? null : Parameter(disposition, "handling")?.ToLowerInvariant();

    private static string? Parameter(string field, string name) =>
        field.IndexOf(';', StringComparison.Ordinal) is >= 0 and var at ? ParameterList.Find(field.AsSpan(at), name) : null;

    /// <param name="Type">In lower case, without parameters.</param>
    private sealed record Part(string Type, string? Disposition, ReadOnlyMemory<byte> Content)
    {
        /// <summary>What stands between two delimiters: the rest of the first one's line, header fields, an empty line, content, a line break.</summary>
        internal static Part? Read(ReadOnlyMemory<byte> text)
        {
            var head = text.Span.IndexOf("\r\n\r\n"u8);
            if (head < 0) return null;
            var (type, disposition) = ("text/plain", (string?)null);
            foreach (var line in Encoding.UTF8.GetString(text.Span[..head]).Split("\r\n"))
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                var name = colon < 0 ? "" : line[..colon].Trim().ToLowerInvariant();
                if (name is "content-type" or "c") type = line[(colon + 1)..].Split(';')[0].Trim().ToLowerInvariant();
                if (name == "content-disposition") disposition = line[(colon + 1)..].Trim();
            }

            var content = text[(head + 4)..];
            return new(type, disposition, content.Span.EndsWith("\r\n"u8) ? content[..^2] : content);
        }
    }
}
