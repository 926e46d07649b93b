using System.Globalization;
using System.Text.Json.Serialization;

namespace Hotline.Tickets;

/// <summary>
/// 单号: yyMMdd, a daily sequence of six digits and a check digit (Damm's quasigroup), so that any wrong digit and any two
/// neighbours changed places are noticed. Digits only: it can be said on the phone and typed on a keypad.
/// </summary>
[JsonConverter(typeof(TextJson<TicketNumber>))]
public readonly record struct TicketNumber : IParsable<TicketNumber>
{
    private const int Length = 13;

    // H. M. Damm, "Total anti-symmetrische Quasigruppen", 2004: the order-10 table
    private static readonly string[] Quasigroup =
    [
        "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
        "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
    ];

    private TicketNumber(string digits) => Digits = digits;

    public string Digits { get; }

    public static TicketNumber Create(DateOnly day, int sequence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sequence, 999_999);
        var digits = string.Create(CultureInfo.InvariantCulture, $"{day:yyMMdd}{sequence:D6}");
        return new(digits + CheckDigit(digits));
    }

    /// <summary>Takes what people type: spaces, hyphens and full-width digits are fine.</summary>
    /// <param name="problem">Null, or what is wrong and how to mend it, in Chinese.</param>
    public static bool TryParse(string? text, out TicketNumber number, out string? problem)
    {
        var digits = string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '－')).Select(Narrow));
        number = new TicketNumber(digits);
        problem = digits switch
        {
            { Length: not Length } => $"单号应为 {Length} 位数字，现为 {digits.Length} 位，请核对",
            _ when !digits.All(char.IsAsciiDigit) => "单号只含数字，请核对",
            _ when CheckDigit(digits[..^1]) != digits[^1] => "单号有一位输入错误（校验位不符），请逐位核对",
            _ => null,
        };
        return problem is null;
    }

    public static TicketNumber Parse(string s, IFormatProvider? provider) =>
        TryParse(s, out var number, out var problem) ? number : throw new FormatException(problem);

    public static bool TryParse(string? s, IFormatProvider? provider, out TicketNumber result) => TryParse(s, out result, out _);

    public override string ToString() => Digits;

    internal static char CheckDigit(string digits) =>
        digits.Aggregate('0', (interim, digit) => Quasigroup[interim - '0'][digit - '0']);

    private static char Narrow(char c) => c is >= '０' and <= '９' ? (char)(c - '０' + '0') : c;
}
