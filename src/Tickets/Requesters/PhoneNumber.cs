namespace Hotline.Tickets.Requesters;

/// <summary>电话号码</summary>
internal static class PhoneNumber
{
    internal static bool IsOne(string text) => Normalize(text) is { Length: >= 3 and <= 20 } digits && digits.All(char.IsAsciiDigit);

    /// <summary>手机号: it can read texts.</summary>
    internal static bool IsMobile(string text) => Normalize(text) is ['1', >= '3' and <= '9', ..] and { Length: 11 } digits && digits.All(char.IsAsciiDigit);

    /// <summary>Digits only and without the country's 86, so that one caller has one form.</summary>
    internal static string Normalize(string text)
    {
        var digits = string.Concat(text.Where(c => c is not (' ' or '-' or '(' or ')')));
        return digits.StartsWith("+86", StringComparison.Ordinal) ? digits[3..] : digits;
    }
}
