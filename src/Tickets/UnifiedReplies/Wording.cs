using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Hotline.Tickets.UnifiedReplies;

/// <summary>The wording of officials' answers, brought to one form: numbers, synonyms, negations, filler.</summary>
internal static partial class Wording
{
    internal static IEnumerable<string> Sentences(string text) =>
        SentenceEnd().Split(Numbers(Thousands().Replace(text.Normalize(NormalizationForm.FormKC).ToLowerInvariant(), ""))).Where(s => s.Length > 0);

    internal static IEnumerable<string> Clauses(string sentence) => sentence.Split([',', ':'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether it says so or says not so, and what; two negations say so.</summary>
    internal static (bool Yes, string Said) Polarity(string clause)
    {
        var plain = NoNegation().Replace(clause, m => new string('\u25a1', m.Length)); // 不锈钢, 未来: words that only look negative
        plain = Opposites.Aggregate(plain, (t, o) => t.Replace(o.Word, "不" + o.Opposite, StringComparison.Ordinal));
        var negations = Negation().Count(plain);
        return (negations % 2 == 0, Negation().Replace(plain, ""));
    }

    /// <summary>The characters that carry what is said.</summary>
    internal static string Core(string said)
    {
        var one = Synonyms.Aggregate(said, (t, s) => t.Replace(s.Word, s.Usual, StringComparison.Ordinal));
        return string.Concat(Filler().Replace(PlaceNumber().Replace(Side().Replace(one, ""), ""), "").Where(char.IsLetter));
    }

    internal const char WordMark = 'w';

    /// <summary>What tells one thing from another: 'n' house numbers, 's' sides and times of day, 'w' words that begin like a negation.</summary>
    internal static IEnumerable<(char Kind, string Mark)> Marks(string clause) =>
        PlaceNumber().Matches(clause).Select(m => ('n', m.Value)).Concat(Side().Matches(clause).Select(m => ('s', m.Value))).Concat(LooksNegative().Matches(clause).Select(m => (WordMark, m.Value)));

    /// <summary>A unit's name without city, rank and kind: 市城市管理局 and 城管部门 are both 城管.</summary>
    /// <param name="self">The unit that speaks of itself.</param>
    internal static string Unit(string name, string self)
    {
        if (Self().IsMatch(name)) name = self;
        var index = name.AsSpan(0, Math.Min(name.Length, 5)).IndexOfAny('市', '区', '县');
        if (index >= 0 && (index == 0 || name[index - 1] != '城') && name.Length - index > 2) name = name[(index + 1)..];
        name = UnitNames.Aggregate(name, (t, s) => t.Replace(s.Word, s.Usual, StringComparison.Ordinal));
        return UnitKind().Replace(name, "");
    }

    /// <summary>三日 becomes 3日, 一万二千元 becomes 12000元, 百分之六十 becomes 60%.</summary>
    private static string Numbers(string text) =>
        ChineseNumber().Replace(PerCent().Replace(text, m => Digits(m.Groups["n"].Value) + "%"), m => Digits(m.Value));

    private static string Digits(string number) => number.All(char.IsAsciiDigit) ? number : Value(number).ToString(CultureInfo.InvariantCulture);

    private static long Value(string chinese)
    {
        var (sum, section, digit) = (0L, 0L, 0L);
        foreach (var c in chinese)
        {
            var at = "零一二三四五六七八九".IndexOf(c, StringComparison.Ordinal);
            if (c is '两') at = 2;
            if (c is '〇') at = 0;
            if (at >= 0) digit = at;
            else if (c == '万') (sum, section, digit) = ((sum + section + digit) * 10_000, 0, 0);
            else (section, digit) = (section + Math.Max(digit, 1) * (c switch { '十' => 10, '百' => 100, _ => 1000 }), 0);
        }

        return sum + section + digit;
    }

    private static readonly (string Word, string Opposite)[] Opposites =
    [
        ("失实", "属实"), ("超标", "达标"), ("违法", "合法"), ("非法", "合法"), ("违规", "合规"), ("违章", "合规"), ("拒绝", "同意"), ("禁止", "允许"), ("作废", "有效"), ("失效", "有效"), ("无效", "有效"),
    ];

    private static readonly (string Word, string Usual)[] Synonyms =
    [
        ("修复", "修好"), ("维修", "修好"), ("抢修", "修好"), ("整修", "修好"), ("恢复", "恢复"), ("办理完毕", "取得"), ("办理", "取得"), ("持有", "取得"), ("具备", "取得"), ("领取", "取得"),
        ("竣工", "完成"), ("完工", "完成"), ("完毕", "完成"), ("许可证", "许可"), ("住户", "居民"), ("业主", "居民"), ("处置", "处理"), ("整治", "整改"), ("缴纳", "交纳"), ("缴", "交"),
        ("允许", "准许"), ("批准", "审批"), ("通过审批", "审批"), ("发布", "公告"), ("达到标准", "达标"),
    ];

    private static readonly (string Word, string Usual)[] UnitNames =
    [
        ("城市管理", "城管"), ("综合行政执法", "城管"), ("综合执法", "城管"), ("住房和城乡建设", "住建"), ("住房城乡建设", "住建"), ("交通运输", "交通"), ("生态环境", "环保"), ("市场监督管理", "市监"),
        ("市场监管", "市监"), ("人力资源和社会保障", "人社"), ("人力社保", "人社"), ("自然资源和规划", "自然资源"), ("应急管理", "应急"), ("卫生健康", "卫健"), ("医疗保障", "医保"), ("自来水", "供水"), ("供热", "热力"),
        ("供电公司", "供电"), ("电力", "供电"),
    ];

    private const RegexOptions Named = RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"[。;!?\n\r]+", Named, 1000)]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"(?<=\d),(?=\d{3})", Named, 1000)]
    private static partial Regex Thousands();

    [GeneratedRegex("[零〇一二两三四五六七八九十百千万]+(?=个|月|日|号|天|年|元|户|米|小时|平方|公里|分贝|%|人|处|次|栋|吨|度|盏)", Named, 1000)]
    private static partial Regex ChineseNumber();

    [GeneratedRegex(@"百分之(?<n>[零一二三四五六七八九十百]+|\d+)", Named, 1000)]
    private static partial Regex PerCent();

    [GeneratedRegex("不锈钢|不动产|不仅|不断|不过|不少于|不超过|不低于|不高于|不同(?!意)|不久|不足|不得不|未来|未成年|无障碍|无线|无人机|无论|非机动|非常|除非|非遗|非营利", Named, 1000)]
    private static partial Regex NoNegation();

    [GeneratedRegex("不锈钢|不动产|未成年|无障碍|无线|无人机|非机动|非遗|非营利", Named, 1000)]
    private static partial Regex LooksNegative();

    [GeneratedRegex("尚未|并未|从未|未能|未曾|至今未|仍未|还未|未予|未|没有|没能|没|不予以|不予|不能够|不能|不得|不可以|不可|不再|不需要|不用|不会|不是|并不|不|并非|绝非|非|无法|无需|无须|无", Named, 1000)]
    private static partial Regex Negation();

    [GeneratedRegex("经?(现场|入户|电话|多次|初步|再次)*(核查|核实|调查|查看|巡查|了解|检测|监测|测量|检查|勘查)(发现|属于)?|我(局|委|司|公司|单位|中心|处|街道|镇)|本(单位|局|公司|次)|反映的?|该项?|此次?|上述|相关|有关|诉求人|群众|目前|现已|现|已经|已|仍|均|都|将于|将|会|应当|应该|应|可以|能够|可|能|予以|进行|确实|确|至今|暂|预计|计划|拟|按照|按|为|的|了|于|在|有|是|系|时间|标准|值|金额|共计|共|自|每|提前", Named, 1000)]
    private static partial Regex Filler();

    [GeneratedRegex(@"\d+(号楼|号|栋|幢|单元|室|期|路|标段|层|楼|组|社区|中|小区)|[a-z]\d*(区|座|栋|段)|[一二三四五六七八九十]期", Named, 1000)]
    private static partial Regex PlaceNumber();

    [GeneratedRegex("[东西南北左右]|昼夜|昼间|夜间|白天|晚上|上午|下午|工作日|周末|节假日|表前|表后|楼上|楼下|室内|室外|新建|旧", Named, 1000)]
    private static partial Regex Side();

    [GeneratedRegex("我(局|委|司|公司|单位|中心|处|街道|镇|办|所|队|院|区|方)|本(单位|局|委|公司|中心|街道|镇|所)", Named, 1000)]
    private static partial Regex Self();

    [GeneratedRegex("(有限责任公司|有限公司|公司|集团|管理局|局|委员会|委|管委会|政府|部门|单位|中心|支队|大队|街道办事处|街道办|管理处|处|所|院)+$", Named, 1000)]
    private static partial Regex UnitKind();
}
