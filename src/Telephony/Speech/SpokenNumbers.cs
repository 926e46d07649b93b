using System.Globalization;
using System.Text.RegularExpressions;

namespace Hotline.Telephony.Speech;

/// <summary>
/// Numbers as they are spoken become digits where people write digits (数字规整): 八号楼 8号楼, 幺六零二室 1602室, 一百二十元 120元,
/// 晚上九点半 晚上9点半, 百分之二十 20%. A single numeral only before a unit that asks for one; in words (一定, 四川, 十分) never.
/// Pure; done twice it changes nothing more.
/// </summary>
internal static partial class SpokenNumbers
{
    // Numerals that are part of a word; while the rest is converted they are replaced, one for one, by characters of the private use area.
    private static readonly string[] Words =
    [
        "一五一十", "七七八八", "三七二十一", "九九八十一", "十万火急", "三十六计", "二百五十步", "二百五", "九一八事变", "年三十", "双十一", "双十二", "十一长假",
        "十一假期", "十一黄金周", "十一国庆", "十一期间", "十一放假", "十年如一日", "一年四季", "一年到头", "一块儿",
    ];

    /// <param name="names">Names that have numerals in them (八一路): they stay as they are.</param>
    internal static string ToDigits(string text, IEnumerable<string> names)
    {
        if (!Run().IsMatch(text)) return text;
        foreach (var word in names.Concat(Words))
            if (text.Contains(word, StringComparison.Ordinal)) text = text.Replace(word, Numeral.Hide(word), StringComparison.Ordinal);

        for (var before = ""; before != text;) (before, text) = (text, Pass(text)); // a digit may make the one before it clear
        return Numeral.Show(text);
    }

    private static string Pass(string text)
    {
        text = Percentage().Replace(text, m => Rewrite(m, $"{Number(m, "whole")}{Fraction(m)}%"));
        text = Time().Replace(text, m => Rewrite(m, $"{Hour(m)}点{Minutes(m)}"));
        text = Decimal().Replace(text, m => Rewrite(m, $"{Number(m, "whole")}{Fraction(m)}"));
        text = Single().Replace(text, m => Numeral.Digits(m.Value));
        text = Change().Replace(text, m => Numeral.Digits(m.Value));
        return Run().Replace(text, m => Numeral.Written(m.Value) ?? m.Value);
    }

    // Whatever part is no number leaves the whole as it was spoken.
    private static string Rewrite(Match match, string written) => written.Contains('?', StringComparison.Ordinal) ? match.Value : written;

    private static string Number(Match match, string group) => Numeral.Value(match.Groups[group].Value) is { } value ? Text(value) : "?";

    private static string Fraction(Match match) => match.Groups["part"] is { Success: true } part ? "." + Numeral.Digits(part.Value) : "";

    private static string Hour(Match match) => Clock(match.Groups["hour"].Value, 24) is { } hour ? Text(hour) : "?";

    // 九点零五 keeps its nought
    private static string Minutes(Match match) => match.Groups["minute"].Value switch
    {
        "" => "",
        ['零' or '〇', var last] => "0" + Numeral.Digits(last.ToString()),
        var minute => Clock(minute, 59) is { } value ? Text(value) : "?",
    };

    private static long? Clock(string spoken, int most) => Numeral.Value(spoken) is { } value && value <= most ? value : null;

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private const string Any = "[零〇幺一二两三四五六七八九十百千万亿]";
    private const string One = "[一二两三四五六七八九十]";
    private const string Small = "[一二两三四五六七八九十]{1,3}";
    private const string NotInside = "(?<![零〇幺一二两三四五六七八九十百千万亿几数第])";

    [GeneratedRegex(Any + "+", RegexOptions.CultureInvariant)]
    private static partial Regex Run();

    [GeneratedRegex("百分之(?<whole>" + Any + "+)(点(?<part>[零〇一二三四五六七八九]+))?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Percentage();

    // A time of day: said to be one, with a half or with minutes. 一点 and 三点意见 are none.
    [GeneratedRegex(
        "(?<=上午|下午|中午|早上|晚上|早晨|凌晨|傍晚|半夜|夜里|夜间|深夜|今早|今晚|昨晚|明早|明晚|每晚|天|日|号|(周|星期|礼拜)[一二三四五六]|到|至)(?<hour>" + Small + ")点(?<minute>零[一-九]|[二三四五]?十[一二三四五六七八九]?)?(?![零幺一二两三四五六七八九0-9意建要问希原都也不没儿])"
        + "|" + NotInside + "(?<hour>" + Small + ")点(?<minute>零[一二三四五六七八九]|[二三四五]?十[一二三四五六七八九]?)(?![零幺一二两三四五六七八九十百千万亿0-9])"
        + "|" + NotInside + "(?<hour>" + Small + ")点(?=半|钟|整|一刻|三刻|左右|多钟)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Time();

    [GeneratedRegex(
        NotInside + "(?<whole>" + Any + "+)点(?<part>[零〇一二三四五六七八九]+)(?=个百分点|公里|千米|厘米|毫米|米|平|公斤|斤|吨|度|元|块|万|亿|倍|级|升|%|寸)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Decimal();

    // 十二块五, 三块六毛
    [GeneratedRegex("(?<=[零幺一二两三四五六七八九十百千0-9]块)[一二三四五六七八九](?=[毛角]|钱|[，。、！？,.]|$)|[一二两三四五六七八九](?=毛[钱一二三四五六七八九])", RegexOptions.CultureInvariant)]
    private static partial Regex Change();

    [GeneratedRegex(
        NotInside + One + "(?=号|单元|元|小时|分钟|岁|公里|千米|厘米|平方|平米|公斤|吨|个(半|多)?(月|小时|星期|礼拜|钟头|工作日)|号线|路公交|路车|块([钱一二三四五六七八九]|$))"
        + "|" + NotInside + "(?<![这前那过几头后])[二两三四五六七八九十](?=楼|室|层|栋|幢|天|年|月|日|米|度|点[到至])|" + NotInside + "一(?=楼(?!房)|室(?!一)|月|日(?!三))",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Single();
}
