namespace Hotline.Tickets.Enterprises;

/// <summary>统一社会信用代码: 18 characters, the last a check character over the others (GB 32100-2015: weights 3^i mod 31).</summary>
public static class CreditCode
{
    private const string Characters = "0123456789ABCDEFGHJKLMNPQRTUWXY"; // no I, O, S, V, Z
    private static readonly int[] Weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    public const string Hint = "统一社会信用代码应为 18 位数字和大写字母（不含 I、O、S、V、Z），且校验位正确，请核对营业执照";

    public static bool IsOne(string? text) => text is { Length: 18 } && text.All(Characters.Contains) && text[17] == CheckOf(text);

    /// <summary>Upper case and without spaces, as people copy it from a licence.</summary>
    public static string Normalize(string text) => string.Concat(text.Where(c => c is not (' ' or '-'))).ToUpperInvariant();

    internal static char CheckOf(ReadOnlySpan<char> code)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++) sum += Characters.IndexOf(code[i], StringComparison.Ordinal) * Weights[i];
        return Characters[(31 - (sum % 31)) % 31];
    }
}
