using System.Net;

namespace Hotline.Telephony.Sip.Messages;

/// <summary>
/// A URI as SIP uses it (RFC 3261 section 19.1, RFC 3966). The text is kept character for character; the parts are views of it.
/// </summary>
public sealed class SipUri : IEquatable<SipUri>
{
    private static readonly System.Buffers.SearchValues<char> Forbidden = System.Buffers.SearchValues.Create(" \t\r\n<>\"");

    private readonly Range _user;
    private readonly Range _host;
    private readonly Range _parameters;

    private SipUri(string text, string scheme, Range user, Range host, int port, Range parameters, bool hasHeaders)
    {
        (Text, Scheme, Port, HasHeaders) = (text, scheme, port, hasHeaders);
        (_user, _host, _parameters) = (user, host, parameters);
    }

    public string Text { get; }

    /// <summary>In lower case: "sip", "sips", "tel" or another.</summary>
    public string Scheme { get; }

    /// <summary>0 where the URI names none.</summary>
    public int Port { get; }

    /// <summary>The URI carries header fields (?name=value), which a Request-URI may not (RFC 3261 section 19.1.1).</summary>
    public bool HasHeaders { get; }

    /// <summary>The user part without password and escapes; of a tel: URI the number as written.</summary>
    public string User
    {
        get
        {
            var user = Text.AsSpan()[_user];
            var password = Scheme == "tel" ? -1 : user.IndexOf(':');
            return Uri.UnescapeDataString(password < 0 ? user : user[..password]);
        }
    }

    /// <summary>Without the brackets of an IPv6 address; empty for tel:.</summary>
    public string Host => Text[_host].Trim('[', ']');

    public bool IsTcp => string.Equals(Parameter("transport"), "tcp", StringComparison.OrdinalIgnoreCase);

    /// <summary>Null where it is absent, empty where it has no value.</summary>
    public string? Parameter(string name) => ParameterList.Find(Text.AsSpan()[_parameters], name);

    /// <summary>The same without its header fields, character for character: what may stand in a Request-URI.</summary>
    public SipUri WithoutHeaders => HasHeaders ? Parse(Text[.._parameters.End.Value]) : this;

    /// <summary>The same without this parameter.</summary>
    internal SipUri Without(string parameter)
    {
        var rest = Text.AsSpan()[_parameters];
        while (true)
        {
            var start = _parameters.End.Value - rest.Length;
            if (!ParameterList.TryTake(ref rest, out var name, out _, out _)) return this;
            if (name.Equals(parameter, StringComparison.OrdinalIgnoreCase)) return Parse(Text[..start] + Text[(_parameters.End.Value - rest.Length)..]);
        }
    }

    /// <summary>One of the header fields (?name=value) without its escapes; null where it is absent.</summary>
    public string? HeaderField(string name)
    {
        if (!HasHeaders) return null;
        foreach (var field in Text[(_parameters.End.Value + 1)..].Split('&'))
        {
            var equals = field.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && string.Equals(Uri.UnescapeDataString(field[..equals]), name, StringComparison.OrdinalIgnoreCase))
                return Uri.UnescapeDataString(field[(equals + 1)..]);
        }

        return null;
    }

    public static SipUri Parse(string text) =>
        TryParse(text, out var uri) ? uri : throw new FormatException($"'{text}' is no URI: write it as sip:number@host:port.");

    /// <summary>sip:user@address:port</summary>
    public static SipUri Of(string user, IPEndPoint at) => Parse($"sip:{Uri.EscapeDataString(user)}@{at}");

    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SipUri? uri)
    {
        uri = null;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !IsScheme(text.AsSpan(0, colon)) || text.AsSpan().ContainsAny(Forbidden)) return false;

        var scheme = text[..colon].ToLowerInvariant();
        uri = scheme is "sip" or "sips" ? Hierarchical(text, scheme, colon + 1) : Opaque(text, scheme, colon + 1);
        return uri is not null;
    }

    private static bool IsScheme(ReadOnlySpan<char> scheme)
    {
        foreach (var c in scheme)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.')) return false;
        return char.IsAsciiLetter(scheme[0]);
    }

    private static SipUri? Opaque(string text, string scheme, int start)
    {
        if (start == text.Length) return null;
        var semicolon = scheme == "tel" ? text.IndexOf(';', start) : -1;
        var end = semicolon < 0 ? text.Length : semicolon;
        return new(text, scheme, start..end, 0..0, 0, end..text.Length, hasHeaders: false);
    }

    private static SipUri? Hierarchical(string text, string scheme, int start)
    {
        var at = text.IndexOf('@', start);
        var hostStart = at < 0 ? start : at + 1;
        var headers = text.IndexOf('?', hostStart);
        var end = headers < 0 ? text.Length : headers;
        var semicolon = text.IndexOf(';', hostStart, end - hostStart);
        var hostPortEnd = semicolon < 0 ? end : semicolon;

        if (!HostPort.TryParse(text.AsSpan(hostStart, hostPortEnd - hostStart), out var hostLength, out var port)) return null;
        return new(text, scheme, at < 0 ? 0..0 : start..at, hostStart..(hostStart + hostLength), port, hostPortEnd..end, headers >= 0);
    }

    public bool Equals(SipUri? other) => other is not null && Text == other.Text;

    public override bool Equals(object? obj) => Equals(obj as SipUri);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;
}
