using Hotline.Telephony.Speech;
using Hotline.Tickets.Grids;

namespace Hotline.Agent.Blazor.Language;

/// <summary>
/// 查找: whether words hold what somebody typed, whatever their case: in simplified or traditional characters, in full or half width, or as the
/// initials of the words' pinyin (rmgc finds 人民广场). Pure.
/// </summary>
internal static class SearchText
{
    /// <summary>So many letters may be initials; fewer would find half the list.</summary>
    private const int FewestInitials = 2;

    internal static bool Has(string? words, string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed)) return true;
        if (string.IsNullOrEmpty(words)) return false;
        var asked = Plain(typed.Trim());
        return Plain(words).Contains(asked, StringComparison.OrdinalIgnoreCase) || (AreInitials(asked) && PinyinInitials.Of(words).Contains(asked, StringComparison.OrdinalIgnoreCase));
    }

    internal static bool AreInitials(string typed) => typed.Length >= FewestInitials && typed.All(char.IsAsciiLetter);

    /// <summary>Simplified, half width.</summary>
    internal static string Plain(string text) => SimplifiedScript.From(string.Create(text.Length, text, static (result, source) =>
    {
        for (var i = 0; i < source.Length; i++) result[i] = source[i] switch { >= '！' and <= '～' => (char)(source[i] - 0xFEE0), '\u3000' => ' ', var c => c };
    }));
}
