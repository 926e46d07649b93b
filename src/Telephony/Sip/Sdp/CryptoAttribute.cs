using System.Globalization;
using Hotline.Telephony.Media;

namespace Hotline.Telephony.Sip.Sdp;

/// <summary>One a=crypto line (RFC 4568 section 9.1): its tag, and the key of the side that wrote it.</summary>
internal sealed record CryptoAttribute(int Tag, SrtpKey Key)
{
    private const string Inline = "inline:";

    /// <summary>The first of these lines that we can speak; null where there is none. Lines with a master key identifier or with session parameters that change the cipher are passed over.</summary>
    internal static CryptoAttribute? Best(IEnumerable<string> lines) => lines.Select(Parse).FirstOrDefault(line => line is not null);

    internal static CryptoAttribute? Parse(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 3 || words.Skip(3).Any(parameter => !parameter.StartsWith("WSH=", StringComparison.OrdinalIgnoreCase))) return null;
        if (!int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var tag)) return null;
        if (Suite(words[1]) is not { } suite || !words[2].StartsWith(Inline, StringComparison.OrdinalIgnoreCase)) return null;
        // key|lifetime|MKI:length; several keys stand one after the other with semicolons, told apart by MKI
        var parts = words[2][Inline.Length..].Split('|');
        if (parts.Any(part => part.Contains(':', StringComparison.Ordinal))) return null;
        try { return new(tag, new(suite, parts[0])); }
        catch (ArgumentException) { return null; }
    }

    /// <summary>The line's value.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Tag} {(Key.Suite == SrtpSuite.Sha1Tag80 ? "AES_CM_128_HMAC_SHA1_80" : "AES_CM_128_HMAC_SHA1_32")} {Inline}{Key.Base64}");

    private static SrtpSuite? Suite(string name) => name.ToUpperInvariant() switch
    {
        "AES_CM_128_HMAC_SHA1_80" => SrtpSuite.Sha1Tag80,
        "AES_CM_128_HMAC_SHA1_32" => SrtpSuite.Sha1Tag32,
        _ => null,
    };
}
