using System.Text.RegularExpressions;
using Hotline.Telephony.Callbacks;

namespace Hotline.Telephony.Sip.Tracing;

/// <summary>Takes people's numbers out of a message before somebody reads it.</summary>
internal static partial class Masking
{
    /// <summary>138****8000 for every run of seven digits or more that is part of an address, a display name or a credential.</summary>
    internal static string OfNumbers(string text) => Secrets().Replace(
        Numbers().Replace(text, m => CallerNumber.Masked(m.Value)), m => m.Groups["name"].Value + "\"***\"");

    // user parts (sip:, sips:, tel:), and display names before <: not tags, branches, Call-IDs or ports
    [GeneratedRegex("""(?<=(?:sips?:|tel:)\+?)\d{7,}|(?<=^(?:From|To|f|t|Contact|m|P-Asserted-Identity|Remote-Party-ID|Referred-By|b|Refer-To|r)[ \t]*:[ \t]*"?\+?)\d{7,}""",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();

    [GeneratedRegex("""(?<name>\b(?:response|nonce|cnonce|opaque)=)"[^"]*"|(?<name>\binline:)[A-Za-z0-9+/=|:]+""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Secrets();
}
