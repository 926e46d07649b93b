using System.Text.RegularExpressions;

namespace Hotline;

/// <summary>
/// 脱敏: takes out of a text what points at a person: telephone and identity numbers, cards, e-mail addresses, also with
/// spaces or hyphens inside, in full-width digits or spelled in Chinese. Names cannot be told from other words and are to stay
/// out of a ticket's text by the form itself.
/// </summary>
internal static partial class PersonalText
{
    internal static string Mask(string text) => Mask(text, _ => false);

    /// <param name="open">A number that everybody may read, such as a unit's own; asked with its digits.</param>
    internal static string Mask(string text, Func<string, bool> open) => Personal().Replace(text, m => open(string.Concat(m.Value.Where(char.IsAsciiDigit))) ? m.Value : "＊");

    // seven digits make the shortest telephone number; house numbers, sums and dates are shorter or hold other characters
    [GeneratedRegex(@"[\w.+-]+@[\w-]+\.[\w.]+|\+?[0-9０-９](?:[ -]?[0-9０-９]){6,}[xXｘＸ]?|[零〇一二三四五六七八九幺两]{7,}", RegexOptions.CultureInvariant)]
    private static partial Regex Personal();
}
