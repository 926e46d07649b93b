using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Hotline.Telephony.Sip.Messages;

/// <summary>The topmost Via (RFC 3261 section 20.42, RFC 3581): who sent this message, and where the response goes.</summary>
internal sealed class Via
{
    private readonly string _line;
    private readonly int _length;

    private Via(string line, int length, string host, int port)
    {
        (_line, _length, Host, Port) = (line, length, host, port);
        var parameters = line.AsSpan(0, length);
        parameters = parameters[(parameters.IndexOf(';') is >= 0 and var at ? at : length)..];
        Branch = ParameterList.Find(parameters, "branch") ?? "";
        IsAlias = ParameterList.Find(parameters, "alias") is not null;
        WantsSourcePort = ParameterList.Find(parameters, "rport") is { Length: 0 };
    }

    internal string Host { get; }

    /// <summary>5060 where it names none, 5061 over TLS.</summary>
    internal int Port { get; }

    internal string Branch { get; }

    /// <summary>It asks for the response at the port it came from: rport without a value.</summary>
    internal bool WantsSourcePort { get; }

    /// <summary>Its parameters are not in order: the request gets its 400 where it came from.</summary>
    internal bool IsMalformed { get; private init; }

    /// <summary>The line goes on with the Via of another hop.</summary>
    internal bool HasFurther => _length < _line.Length;

    /// <summary>The peer listens at <see cref="Port"/> and wants our requests on this connection (RFC 5923 section 8).</summary>
    internal bool IsAlias { get; }

    internal string SentBy => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <param name="line">The first Via header line, which may hold several.</param>
    internal static bool TryParse(string line, [NotNullWhen(true)] out Via? via)
    {
        via = null;
        var text = line.AsSpan();
        if (!TryTakeProtocol(ref text, out var isTls)) return false;

        var end = text.IndexOfAny(';', ',');
        var hostPort = (end < 0 ? text : text[..end]).TrimEnd();
        if (!HostPort.TryParse(hostPort, out var hostLength, out var port)) return false;

        var host = hostPort[..hostLength].ToString();
        text = end < 0 ? default : text[end..];
        while (ParameterList.TryTake(ref text, out _, out _, out _)) { }
        text = text.TrimStart();
        // With a readable address the fault can at least be told (RFC 4475 section 3.1.2.1)
        var isMalformed = !text.IsEmpty && text[0] != ',';
        if (isMalformed) text = default;

        via = new(line, line.Length - text.Length, host, port != 0 ? port : isTls ? 5061 : 5060) { IsMalformed = isMalformed };
        return true;
    }

    /// <summary>SIP / 2.0 / transport, white space anywhere between.</summary>
    private static bool TryTakeProtocol(ref ReadOnlySpan<char> text, out bool isTls)
    {
        isTls = false;
        if (!TryTakeWord(ref text, out var name) || !name.Equals("SIP", StringComparison.OrdinalIgnoreCase) || !TryTakeSlash(ref text)) return false;
        if (!TryTakeWord(ref text, out _) || !TryTakeSlash(ref text)) return false;
        if (!TryTakeWord(ref text, out var transport) || text.IsEmpty || text[0] is not (' ' or '\t')) return false;
        isTls = transport.Equals("TLS", StringComparison.OrdinalIgnoreCase);
        text = text.TrimStart();
        return true;
    }

    private static bool TryTakeWord(ref ReadOnlySpan<char> text, out ReadOnlySpan<char> word)
    {
        text = text.TrimStart();
        var end = text.IndexOfAny(" \t/");
        word = end < 0 ? text : text[..end];
        text = text[word.Length..];
        return ParameterList.IsToken(word);
    }

    private static bool TryTakeSlash(ref ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        if (text.IsEmpty || text[0] != '/') return false;
        text = text[1..];
        return true;
    }

    /// <summary>The line with received and rport filled in, as the response must carry it (RFC 3261 section 18.2.1, RFC 3581 section 4).</summary>
    internal string Stamped(IPEndPoint source)
    {
        var own = _line.AsSpan(0, _length);
        var received = source.Address.ToString();
        if (!WantsSourcePort)
            return Host.Trim('[', ']') == received || ParameterList.Find(own[(own.IndexOf(';') is >= 0 and var i ? i : _length)..], "received") is not null
                ? _line : $"{own};received={received}{_line.AsSpan(_length)}";

        var at = AfterRport(own);
        return string.Create(CultureInfo.InvariantCulture, $"{own[..at]}={source.Port};received={received}{own[at..]}{_line.AsSpan(_length)}");
    }

    private static int AfterRport(ReadOnlySpan<char> via)
    {
        var text = via[via.IndexOf(';')..];
        while (ParameterList.TryTake(ref text, out var name, out _, out _))
            if (name.Equals("rport", StringComparison.OrdinalIgnoreCase)) return via.Length - text.Length - TrailingSpace(via[..^text.Length]);
        return via.Length;
    }

    private static int TrailingSpace(ReadOnlySpan<char> text) => text.Length - text.TrimEnd().Length;
}
