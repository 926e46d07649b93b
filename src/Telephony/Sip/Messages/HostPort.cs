using System.Globalization;

namespace Hotline.Telephony.Sip.Messages;

/// <summary>host [":" port] of a URI or a Via (RFC 3261 section 25.1).</summary>
internal static class HostPort
{
    internal static bool TryParse(ReadOnlySpan<char> text, out int hostLength, out int port)
    {
        port = 0;
        hostLength = HostLength(text);
        if (hostLength <= 0) return false;
        if (hostLength == text.Length) return true;

        var rest = text[hostLength..].TrimStart();
        return rest.Length > 1 && rest[0] == ':'
            && int.TryParse(rest[1..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port is > 0 and <= 65535;
    }

    private static int HostLength(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && text[0] == '[') return text.IndexOf(']') + 1;

        var i = 0;
        while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '.' or '-' or '_')) i++;
        return i;
    }
}
