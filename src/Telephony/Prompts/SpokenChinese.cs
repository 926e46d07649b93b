using System.Globalization;

namespace Hotline.Telephony.Prompts;

/// <summary>
/// Numbers, dates, times and money as the words that Chinese speakers say, one prompt a word (the word is the prompt's id).
/// 两 and not 二 where a 2 leads before 百, 千, 万, 亿 or counts something; 幺 for the 1 of telephone numbers; 零 once for a gap.
/// </summary>
internal static class SpokenChinese
{
    private const long Most = 10_000_000_000_000_000;
    private static readonly string[] Names = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    private static readonly string[] Units = ["", "十", "百", "千"];
    private static readonly string[] Sections = ["", "万", "亿", "万"];

    /// <summary>Every word these functions can give.</summary>
    internal static IReadOnlyList<string> Words { get; } =
    [
        .. Names, "十", "百", "千", "万", "亿", "两", "幺", "负", "年", "月", "日", "凌晨", "上午", "中午", "下午", "晚上", "点", "半", "分", "元", "角", "分钟", "位", "到",
    ];

    /// <summary>数字: 20005 is 两万零五.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Ten quadrillions (一亿亿) or more.</exception>
    internal static IReadOnlyList<string> Number(long value)
    {
        if (value is <= -Most or >= Most) throw new ArgumentOutOfRangeException(nameof(value), value, "Smaller than ten quadrillions is expected.");
        if (value == 0) return ["零"];
        var digits = value.ToString(CultureInfo.InvariantCulture).TrimStart('-');
        var words = new List<string>();
        var gap = false;
        for (var i = 0; i < digits.Length; i++)
        {
            var place = digits.Length - 1 - i;
            var digit = digits[i] - '0';
            if (digit > 0)
            {
                if (gap) words.Add("零");
                if (!(words.Count == 0 && digit == 1 && place % 4 == 1)) words.Add(words.Count == 0 && IsLeadingTwo(digit, place) ? "两" : Names[digit]);
                if (place % 4 > 0) words.Add(Units[place % 4]);
            }

            gap = digit == 0;
            if (place % 4 > 0 || place == 0 || !SectionHasValue(digits, i)) continue;
            words.Add(Sections[place / 4]);
            gap = false; // the zeros that end a section are not said
        }

        if (value < 0) words.Insert(0, "负");
        return words;
    }

    /// <summary>How many: 两位, 两分钟, but 十二位.</summary>
    internal static IReadOnlyList<string> Count(long value) => value == 2 ? ["两"] : Number(value);

    /// <summary>Digit by digit, as in a code or a year; what is no digit is left out.</summary>
    internal static IReadOnlyList<string> Digits(string digits) => [.. digits.Where(char.IsAsciiDigit).Select(d => Names[d - '0'])];

    /// <summary>电话号码: digit by digit, 1 as 幺.</summary>
    internal static IReadOnlyList<string> Telephone(string digits) => [.. Digits(digits).Select(word => word == "一" ? "幺" : word)];

    /// <summary>二零二六年十一月二十二日</summary>
    internal static IReadOnlyList<string> Date(DateOnly day) =>
        [.. Digits(day.Year.ToString(CultureInfo.InvariantCulture)), "年", .. Number(day.Month), "月", .. Number(day.Day), "日"];

    /// <summary>下午两点半, 上午九点零五分</summary>
    internal static IReadOnlyList<string> Time(TimeOnly time)
    {
        var hour = time.Hour is > 12 ? time.Hour - 12 : time.Hour;
        IReadOnlyList<string> minutes = time.Minute switch
        {
            0 => [],
            30 => ["半"],
            < 10 => ["零", .. Number(time.Minute), "分"],
            _ => [.. Number(time.Minute), "分"],
        };
        return [PartOfDay(time.Hour), .. Count(hour), "点", .. minutes];
    }

    /// <summary>十二元零五分; rounded to the 分.</summary>
    internal static IReadOnlyList<string> Money(decimal amount)
    {
        var cents = (long)decimal.Round(Math.Abs(amount) * 100, MidpointRounding.AwayFromZero);
        var (yuan, jiao, fen) = (cents / 100, cents / 10 % 10, cents % 10);
        var words = new List<string>();
        if (amount < 0 && cents > 0) words.Add("负");
        if (yuan > 0 || cents == 0) words.AddRange([.. Count(yuan), "元"]);
        if (jiao > 0) words.AddRange([.. Count(jiao), "角"]);
        if (jiao == 0 && fen > 0 && yuan > 0) words.Add("零");
        if (fen > 0) words.AddRange([.. Count(fen), "分"]);
        return words;
    }

    /// <summary>约…分钟: 三到五 (分钟), or 三 where both are the same.</summary>
    internal static IReadOnlyList<string> Minutes(int from, int to) =>
        from >= to ? [.. Count(to), "分钟"] : [.. Count(from), "到", .. Count(to), "分钟"];

    private static bool IsLeadingTwo(int digit, int place) => digit == 2 && place % 4 != 1 && place > 1;

    /// <summary>万 is said where one of its four digits is, 亿 always.</summary>
    private static bool SectionHasValue(string digits, int end)
    {
        var place = digits.Length - 1 - end;
        if (place == 8) return true;
        for (var i = Math.Max(0, end - 3); i <= end; i++)
        {
            if (digits[i] != '0') return true;
        }

        return false;
    }

    private static string PartOfDay(int hour) => hour switch
    {
        < 6 => "凌晨",
        < 12 => "上午",
        12 => "中午",
        < 18 => "下午",
        _ => "晚上",
    };
}
