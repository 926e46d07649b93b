using System.Diagnostics.CodeAnalysis;

namespace Hotline.Telephony.Sip.Messages;

/// <summary>name-addr or addr-spec with its parameters, as in From, To and Contact (RFC 3261 section 20.10).</summary>
internal sealed class NameAddress
{
    private readonly string _parameters;

    private NameAddress(SipUri uri, string parameters) => (Uri, _parameters) = (uri, parameters);

    internal SipUri Uri { get; }

    internal string? Tag => Parameter("tag");

    internal string? Parameter(string name) => ParameterList.Find(_parameters, name);

    /// <summary>One address; a list's further ones are an error here.</summary>
    internal static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out NameAddress? address)
    {
        address = null;
        return TryTake(ref text, out var first) && text.IsEmpty && (address = first) is not null;
    }

    /// <summary>Takes the next address of a comma-separated list off the front.</summary>
    internal static bool TryTake(ref ReadOnlySpan<char> list, [NotNullWhen(true)] out NameAddress? address)
    {
        address = null;
        var text = list.TrimStart();
        if (!TryTakeUri(ref text, out var uri)) return false;

        var parameters = text;
        while (ParameterList.TryTake(ref text, out _, out _, out _)) { }
        parameters = parameters[..^text.Length];
        text = text.TrimStart();
        if (!text.IsEmpty)
        {
            if (text[0] != ',') return false;
            text = text[1..];
        }

        address = new(uri, parameters.ToString());
        list = text;
        return true;
    }

    private static bool TryTakeUri(ref ReadOnlySpan<char> text, [NotNullWhen(true)] out SipUri? uri)
    {
        uri = null;
        if (!text.IsEmpty && text[0] == '"')
        {
            var quoted = ParameterList.QuotedLength(text);
            if (quoted < 0) return false;
            text = text[quoted..].TrimStart();
            if (text.IsEmpty || text[0] != '<') return false;
        }

        var open = text.IndexOf('<');
        return open >= 0 && !text[..open].Contains('"') ? TryTakeEnclosed(ref text, open, out uri) : TryTakeBare(ref text, out uri);
    }

    private static bool TryTakeEnclosed(ref ReadOnlySpan<char> text, int open, [NotNullWhen(true)] out SipUri? uri)
    {
        uri = null;
        var close = text.IndexOf('>');
        if (close < open || !SipUri.TryParse(text[(open + 1)..close].ToString(), out uri)) return false;
        text = text[(close + 1)..];
        return true;
    }

    /// <summary>Without brackets, what follows a semicolon belongs to the header, and a URI with ? or , may not stand here.</summary>
    private static bool TryTakeBare(ref ReadOnlySpan<char> text, [NotNullWhen(true)] out SipUri? uri)
    {
        var end = text.IndexOfAny(';', ',');
        if (end < 0) end = text.Length;
        if (!SipUri.TryParse(text[..end].Trim().ToString(), out uri) || uri.HasHeaders) return false;
        text = text[end..];
        return true;
    }
}
