using System.Text;

namespace Hotline.Telephony.Sip.Dialogs;

/// <summary>The User-to-User header (RFC 7433): a short text for the application at the other end, hex-encoded.</summary>
internal static class UserToUser
{
    private const int Longest = 128; // octets; the ISDN limit that gateways keep (RFC 7434)

    /// <summary>The header line, empty for nothing to say.</summary>
    /// <exception cref="ArgumentException">Longer than 128 octets.</exception>
    internal static string Line(string? text)
    {
        if (text is null) return "";
        var octets = Encoding.UTF8.GetBytes(text);
        if (octets.Length > Longest) throw new ArgumentException($"The text has {octets.Length} octets: User-to-User carries at most {Longest}.", nameof(text));
        return $"User-to-User: {Convert.ToHexStringLower(octets)};encoding=hex\r\n";
    }

    /// <summary>Null where there is nothing that can be read.</summary>
    internal static string? Read(string? header)
    {
        if (header is null) return null;
        var hex = header.Split(';')[0].Trim();
        return hex.Length is > 0 and <= 2 * Longest && hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit) ? Encoding.UTF8.GetString(Convert.FromHexString(hex)) : null;
    }
}
