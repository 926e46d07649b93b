using System.Text;

namespace Hotline.Telephony.Sip.Messages;

/// <summary>
/// A received request or response. It keeps the bytes and an index of the header fields; what every message is routed by is read
/// at once, everything else when it is asked for.
/// </summary>
internal sealed class SipMessage
{
    private readonly byte[] _bytes;
    private readonly HeaderField[] _fields;

    internal SipMessage(byte[] bytes, HeaderField[] fields, ReadOnlyMemory<byte> body) => (_bytes, _fields, Body) = (bytes, fields, body);

    /// <summary>As it came.</summary>
    internal ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Empty for a response.</summary>
    internal string Method { get; init; } = "";

    internal string RequestUri { get; init; } = "";

    /// <summary>0 for a request.</summary>
    internal int Status { get; init; }

    internal string ReasonPhrase { get; init; } = "";

    internal bool IsRequest => Status == 0;

    internal ReadOnlyMemory<byte> Body { get; }

    // Set by the parser. A message that is only good for a 400 may lack all of them but Via.
    internal Via Via { get; set; } = null!;

    internal NameAddress From { get; set; } = null!;

    internal NameAddress To { get; set; } = null!;

    internal string CallId { get; set; } = "";

    internal uint CSeq { get; set; }

    internal string CSeqMethod { get; set; } = "";

    internal ReadOnlySpan<HeaderField> Fields => _fields;

    internal int Count(Header header)
    {
        var n = 0;
        foreach (var field in _fields) if (field.Id == header) n++;
        return n;
    }

    /// <summary>The first field of that name, unfolded; null where there is none.</summary>
    internal string? First(Header header)
    {
        foreach (var field in _fields) if (field.Id == header) return Text(field);
        return null;
    }

    internal IEnumerable<string> All(Header header)
    {
        foreach (var field in _fields) if (field.Id == header) yield return Text(field);
    }

    /// <summary>A comma-separated list, over all its lines, names this token.</summary>
    internal bool Lists(Header header, string token)
    {
        foreach (var line in All(header))
            foreach (var item in line.AsSpan().Split(','))
                if (line.AsSpan()[item].Trim().Equals(token, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    internal ReadOnlySpan<byte> Raw(HeaderField field) => _bytes.AsSpan(field.Start, field.Length);

    internal string Text(HeaderField field)
    {
        var raw = Raw(field);
        return field.IsFolded ? Unfold(Encoding.UTF8.GetString(raw)) : Encoding.UTF8.GetString(raw);
    }

    /// <summary>Content-Type without its parameters, in lower case; empty where there is no body or no type.</summary>
    internal string BodyType
    {
        get
        {
            if (Body.IsEmpty || First(Header.ContentType) is not { } type) return "";
            var semicolon = type.IndexOf(';', StringComparison.Ordinal);
            return (semicolon < 0 ? type : type[..semicolon]).Trim().ToLowerInvariant();
        }
    }

    /// <summary>Line folding counts as one space (RFC 3261 section 7.3.1).</summary>
    private static string Unfold(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (result.Length > 0) result.Append(' ');
            result.Append(line.Trim());
        }

        return result.ToString();
    }
}

/// <summary>Where one header field's value lies in the message.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal readonly record struct HeaderField(Header Id, int Start, int Length, bool IsFolded);
