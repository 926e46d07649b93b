using System.Globalization;
using System.Text.RegularExpressions;

namespace Hotline.Telephony.Speech;

/// <summary>A run of Chinese numerals: digits one by one (幺三八), or a cardinal (一百二十).</summary>
internal static partial class Numeral
{
    private const string Numerals = "零〇幺一二两三四五六七八九十百千万亿";
    private const string DigitOf = "0011223456789";
    private const char Hidden = '\uE000';

    /// <summary>As digits; null where people leave such a run as it is.</summary>
    internal static string? Written(string run)
    {
        var digitsOnly = run.All(c => IsDigit(c) && c != '两');
        if (digitsOnly && (run.Length >= 3 || (run.Length == 2 && run.Any(c => c is '幺' or '零')))) return Digits(run);
        return run.Length < 2 || digitsOnly ? null : Shortened(run);
    }

    /// <summary>The value of a well-formed cardinal below 10¹⁶; null for 三四百, 一五一十 and the like.</summary>
    internal static long? Value(string run)
    {
        var (before, total) = (0L, 0L);
        foreach (var (unit, value) in new[] { ('亿', 100_000_000L), ('万', 10_000L) })
        {
            if (run.IndexOf(unit, StringComparison.Ordinal) is not (>= 0 and var at)) continue;
            if (at == 0 || Section(run[..at], leads: before == 0) is not { } high) return null;
            total += high * value;
            (before, run) = (value, run[(at + 1)..]);
        }

        if (run.Length == 0) return before > 0 ? total : null;
        if (before > 0 && run.Length == 1 && IsDigit(run[0]) && run[0] is not ('零' or '〇')) return total + (Digit(run[0]) * before / 10); // 三万五
        return Section(run, leads: before == 0) is { } low ? total + low : null;
    }

    internal static string Digits(string run) => string.Create(run.Length, run, static (digits, from) =>
    {
        for (var i = 0; i < from.Length; i++)
        {
            // 十 alone stands for two digits, so it is never a digit here
            digits[i] = IsDigit(from[i]) ? DigitOf[Numerals.IndexOf(from[i], StringComparison.Ordinal)] : from[i];
        }
    }).Replace("十", "10", StringComparison.Ordinal);

    /// <summary>The same word with its numerals out of sight, see <see cref="Show"/>.</summary>
    internal static string Hide(string word) =>
        string.Concat(word.Select(c => Numerals.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at ? (char)(Hidden + at) : c));

    internal static string Show(string text) => text.AsSpan().IndexOfAnyInRange(Hidden, (char)(Hidden + Numerals.Length - 1)) < 0
        ? text : string.Concat(text.Select(c => c >= Hidden && c < Hidden + Numerals.Length ? Numerals[c - Hidden] : c));

    // 二十万 is written 20万
    private static string? Shortened(string run)
    {
        if (run[^1] is '万' or '亿' && Value(run[..^1]) is { } count) return Text(count) + run[^1];
        return Value(run) is { } value ? Text(value) : null;
    }

    // Below 10,000: thousands, hundreds, tens and ones, each once and in this order. 一百二 leaves its last unit out.
    private static long? Section(string run, bool leads)
    {
        if (run == "零") return 0;
        if (Cardinal().Match(leads ? run : run.TrimStart('零')) is not { Success: true, Length: > 0 } match) return null;
        var tens = match.Groups["tens"].Success ? match.Groups["ten"] is { Success: true } ten ? Digit(ten.Value[0]) : 1 : 0;
        var last = match.Groups["nought"].Success || tens > 0 ? 1 : Part("hundred") > 0 ? 10 : Part("thousand") > 0 ? 100 : 1;
        return (Part("thousand") * 1000) + (Part("hundred") * 100) + (tens * 10) + (Part("one") * last);

        long Part(string unit) => match.Groups[unit] is { Success: true } digit ? Digit(digit.Value[0]) : 0;
    }

    private static bool IsDigit(char c) => Numerals.IndexOf(c, StringComparison.Ordinal) is >= 0 and < 13;

    private static long Digit(char c) => DigitOf[Numerals.IndexOf(c, StringComparison.Ordinal)] - '0';

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(
        "^((?<thousand>[一二两三四五六七八九])千)?((?<hundred>[一二两三四五六七八九])百)?(?<tens>(零(?=.十))?(?<ten>[一二三四五六七八九])?十)?((?<nought>零)?(?<one>[一二两三四五六七八九]))?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Cardinal();
}
