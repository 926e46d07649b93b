using System.Globalization;
using System.Text;

namespace Hotline.Telephony.Sip.Messages;

/// <summary>What came out of some bytes. Without a message they are no SIP and get no response.</summary>
/// <param name="Fault">Null where the message is good; else what is wrong with it, for the 400's reason phrase.</param>
/// <param name="Status">The response a faulty request deserves.</param>
internal sealed record Parsed(SipMessage? Message, string? Fault = null, int Status = 400)
{
    /// <summary>The stream it came from cannot be read any further: its connection closes after the response.</summary>
    internal bool IsLast { get; init; }

    internal bool IsGood => Message is not null && Fault is null;
}

/// <summary>Bytes to <see cref="SipMessage"/> (RFC 3261 sections 7 and 25). Pure, and no input makes it throw.</summary>
internal static class SipParser
{
    private const int MaxHeaders = 256;

    /// <param name="bytes">One datagram, or one message that a stream's framing cut out. The message keeps it.</param>
    internal static Parsed Parse(byte[] bytes)
    {
        var at = 0;
        while (at < bytes.Length && bytes[at] is (byte)'\r' or (byte)'\n') at++;
        if (!TryTakeLine(bytes, ref at, out var line)) return new(null, "no start line");

        var fields = new List<HeaderField>(16);
        var fault = ReadHeaders(bytes, ref at, fields);
        var (body, bodyFault) = ReadBody(bytes, at, fields);
        var start = StartLine.Parse(bytes.AsSpan(line.Start, line.Length));
        if (!start.IsSip) return new(null, "neither request nor response");

        var message = new SipMessage(bytes, [.. fields], body)
        {
            Method = start.Method, RequestUri = start.Uri, Status = start.Status, ReasonPhrase = start.Reason,
        };
        return Checked(message, start, fault ?? bodyFault);
    }

    private static Parsed Checked(SipMessage message, StartLine start, string? fault)
    {
        if (message.First(Header.Via) is not { } line || !Messages.Via.TryParse(line, out var via)) return new(null, "no readable Via");
        message.Via = via;
        if (start.Fault is not null) return new(message, start.Fault, start.FaultStatus);
        if (via.IsMalformed) return new(message, "Malformed Via");
        if (fault is not null) return new(message, fault);

        fault = MandatoryHeaders.Read(message);
        return new(message, fault);
    }

    private static string? ReadHeaders(byte[] bytes, ref int at, List<HeaderField> fields)
    {
        string? fault = null;
        while (TryTakeLine(bytes, ref at, out var line))
        {
            if (line.Length == 0) return fault;

            var folded = false;
            while (at < bytes.Length && bytes[at] is (byte)' ' or (byte)'\t' && TryTakeLine(bytes, ref at, out var more))
            {
                line = (line.Start, more.Start + more.Length - line.Start);
                folded = true;
            }

            if (fields.Count == MaxHeaders) return "too many header fields";
            if (!TryIndex(bytes, line, folded, fields)) fault ??= "malformed header field";
        }

        return fault ?? "header fields end without an empty line";
    }

    private static bool TryIndex(byte[] bytes, (int Start, int Length) line, bool folded, List<HeaderField> fields)
    {
        var text = bytes.AsSpan(line.Start, line.Length);
        var colon = text.IndexOf((byte)':');
        if (colon <= 0) return false;

        var name = text[..colon].TrimEnd(" \t"u8);
        if (!IsToken(name)) return false;

        var value = text[(colon + 1)..];
        var trimmed = value.TrimStart(" \t\r\n"u8);
        var start = line.Start + line.Length - trimmed.Length;
        trimmed = trimmed.TrimEnd(" \t\r\n"u8);
        fields.Add(new(HeaderNames.Find(name), start, trimmed.Length, folded && trimmed.Contains((byte)'\n')));
        return true;
    }

    /// <summary>RFC 3261 section 18.3: excess octets are ignored, too few are an error.</summary>
    private static (ReadOnlyMemory<byte> Body, string? Fault) ReadBody(byte[] bytes, int at, List<HeaderField> fields)
    {
        ReadOnlyMemory<byte> rest = bytes.AsMemory(Math.Min(at, bytes.Length));
        var lengths = fields.Where(f => f.Id == Header.ContentLength).ToList();
        if (lengths.Count == 0) return (rest, null);
        if (lengths.Count > 1) return (default, "several Content-Length fields");

        var value = bytes.AsSpan(lengths[0].Start, lengths[0].Length);
        if (!TryNumber(value, int.MaxValue, out var length)) return (default, "Content-Length is no number");
        return length > rest.Length ? (default, "Content-Length exceeds the message") : (rest[..(int)length], null);
    }

    internal static bool TryNumber(ReadOnlySpan<byte> digits, uint most, out uint number)
    {
        number = 0;
        return digits.Length > 0 && ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value <= most && (number = (uint)value) == value;
    }

    internal static bool IsToken(ReadOnlySpan<byte> text)
    {
        Span<char> chars = stackalloc char[128];
        return text.Length is > 0 and <= 128 && ParameterList.IsToken(chars[..Encoding.Latin1.GetChars(text, chars)]);
    }

    /// <summary>Lines end with CRLF; a bare LF is taken as well.</summary>
    private static bool TryTakeLine(byte[] bytes, ref int at, out (int Start, int Length) line)
    {
        line = default;
        if (at >= bytes.Length) return false;
        var length = bytes.AsSpan(at).IndexOf((byte)'\n');
        if (length < 0) return false;

        var end = length > 0 && bytes[at + length - 1] == '\r' ? length - 1 : length;
        line = (at, end);
        at += length + 1;
        return true;
    }
}
