using System.Globalization;
using System.Text.RegularExpressions;

namespace Hotline.Tickets.UnifiedReplies;

/// <summary>Reads what a unit's answer claims, clause by clause.</summary>
internal static partial class Claims
{
    /// <param name="unit">The name behind 我局 and 本单位.</param>
    internal static IEnumerable<Claim> In(string text, string unit)
    {
        foreach (var sentence in Wording.Sentences(text))
        {
            var before = "";
            foreach (var clause in Wording.Clauses(sentence).Where(c => !Condition().IsMatch(c)))
            {
                foreach (var claim in OfClause(clause, before, unit)) yield return claim;
                if (Wording.Core(clause).Length >= 3) before = clause;
            }
        }
    }

    private static IEnumerable<Claim> OfClause(string clause, string before, string unit)
    {
        var duties = Duties(clause, before, unit).ToList();
        var dates = Dates().Matches(clause).ToList();
        var amounts = Amounts().Matches(clause).Where(m => !dates.Exists(d => m.Index >= d.Index && m.Index < d.Index + d.Length)).ToList();
        var bare = Amounts().Replace(Dates().Replace(clause, ""), "");

        foreach (var duty in duties) yield return duty;
        if (!Repeated().IsMatch(clause)) foreach (var d in dates) yield return new Claim.Dated(clause, About(bare, clause, before, withDates: false), DateOf(d));
        for (var i = 0; i < amounts.Count; i++) yield return new Claim.Amount(clause, About(Around(clause, amounts, i), clause, before, withDates: true), AmountOf(amounts[i]));
        if (duties.Count > 0 || Effort().IsMatch(clause)) yield break;

        var (yes, said) = Wording.Polarity(Dates().Replace(clause, ""));
        yield return new Claim.YesNo(clause, About(said, clause, before, withDates: true), yes);
    }

    /// <summary>A clause too short to say what it is about speaks of what the one before it did.</summary>
    private static Topic About(string said, string clause, string before, bool withDates)
    {
        var core = Wording.Core(said);
        var marks = Wording.Marks(clause).Concat(withDates ? Dates().Matches(clause).Select(d => ('d', d.Groups["m"].Value + "/" + d.Groups["d"].Value)) : []);
        var continues = core.Length < 3 && before.Length > 0;
        return new(continues ? Wording.Core(Wording.Polarity(before).Said) + core : core, continues ? core : "", marks.ToLookup(m => m.Item1, m => m.Item2));
    }

    /// <summary>The words an amount belongs to: from the amount before it to the next one.</summary>
    private static string Around(string clause, List<Match> amounts, int i)
    {
        var from = i == 0 ? 0 : amounts[i - 1].Index + amounts[i - 1].Length;
        var to = i == amounts.Count - 1 ? clause.Length : amounts[i + 1].Index;
        return Dates().Replace(clause[from..amounts[i].Index] + clause[(amounts[i].Index + amounts[i].Length)..to], "");
    }

    private static IEnumerable<Claim> Duties(string clause, string before, string unit)
    {
        var match = NotTheirs().Match(clause);
        var theirs = !match.Success;
        if (theirs) match = Theirs().Match(clause);
        if (!match.Success || Wording.Unit(match.Groups["who"].Value, unit) is not { Length: >= 2 } who) yield break;
        var said = clause[..match.Index] + match.Groups["what"].Value;
        yield return new Claim.Duty(clause, About(Wording.Core(said).Length > 1 ? said : "", clause, before, withDates: false), who, theirs);
    }

    private static SaidDate DateOf(Match m)
    {
        var month = Number(m, "m");
        var (from, to) = m.Groups["part"].Value switch
        {
            "底" or "末" or "下旬" => (21, 31),
            "初" or "上旬" => (1, 10),
            "中旬" => (11, 20),
            _ => m.Groups["d"].Success ? (Number(m, "d"), Number(m, "d")) : (1, 31),
        };
        return new(m.Groups["y"].Success ? Number(m, "y") : null, month * 100 + from, month * 100 + to, m.Groups["q"].Value switch
        {
            "" => Bound.Exact,
            "起" or "后" or "以后" or "之后" => Bound.AtLeast,
            _ => Bound.AtMost,
        });
    }

    private static SaidAmount AmountOf(Match m)
    {
        var value = decimal.Parse(m.Groups["n"].Value, CultureInfo.InvariantCulture) * m.Groups["x"].Value switch { "百" => 100, "千" => 1000, "万" => 10_000, "亿" => 100_000_000, _ => 1 };
        var unit = m.Groups["u"].Value switch { "块" => "元", "m2" or "平米" => "平方米", "db" => "分贝", "个工作日" => "工作日", "日" => "天", var u => u };
        var said = m.Groups["q"].Value + m.Groups["a"].Value;
        if (About().IsMatch(said)) return new(unit, value * 0.9m, value * 1.1m, Bound.Exact);
        return new(unit, value, value, AtMost().IsMatch(said) ? Bound.AtMost : AtLeast().IsMatch(said) ? Bound.AtLeast : Bound.Exact);
    }

    private static int Number(Match m, string group) => int.Parse(m.Groups[group].Value, CultureInfo.InvariantCulture);

    private const RegexOptions Named = RegexOptions.ExplicitCapture;

    /// <summary>What is wished, asked or supposed is no claim.</summary>
    [GeneratedRegex("^(请|建议|望|督促|要求|责令|告知|如|若|假如|要是|一旦|除)|是否|如果|若是", Named, 1000)]
    private static partial Regex Condition();

    /// <summary>What is done on many a day: two dates of it are no contradiction.</summary>
    [GeneratedRegex("核查|核实|调查|巡查|检查|监测|检测|查看|走访|回访|联系|约谈|清理|召开|协商|协调|沟通", Named, 1000)]
    private static partial Regex Repeated();

    /// <summary>Who is still at it says neither yes nor no.</summary>
    [GeneratedRegex("正在|正(指导|推进|组织|协调|开展|征求)|指导|协助|推进|督促|引导|争取|要求", Named, 1000)]
    private static partial Regex Effort();

    [GeneratedRegex(@"((?<y>\d{4})年)?(?<m>\d{1,2})月((?<d>\d{1,2})[日号]|(?<part>底|末|初|上旬|中旬|下旬))?(?<q>之前|以前|前|以内|内|起|以后|之后|后)?", Named, 1000)]
    private static partial Regex Dates();

    [GeneratedRegex(@"(?<q>大约|约|近|不超过|不高于|不低于|不少于|至少|至多|最多|最高|最低|不足|超过|低于|高于|每)?(?<n>\d+(\.\d+)?)(?<x>[百千万亿])?(?<u>元|块|平方米|平米|m2|立方米|公里|厘米|毫米|米|分贝|db|%|个工作日|工作日|个月|小时|分钟|天|日|户|人|处|个|件|次|栋|吨|度|盏|辆|台|株|棵|份|家)(?<a>左右|上下|以上|以下|以内|之内|内|余)?", Named, 1000)]
    private static partial Regex Amounts();

    [GeneratedRegex("约|近|左右|上下|余", Named, 1000)]
    private static partial Regex About();

    [GeneratedRegex("不超过|不高于|至多|最多|最高|不足|低于|以下|内", Named, 1000)]
    private static partial Regex AtMost();

    [GeneratedRegex("不低于|不少于|至少|最低|超过|高于|以上", Named, 1000)]
    private static partial Regex AtLeast();

    [GeneratedRegex(@"(不应由|不应归|不归|不属于|不属|不由|不在|非)(?<who>\p{L}{2,14}?)的?(管辖范围|职责范围|管理范围|职权范围|职责|职能|职权|管辖|管理|负责|主管|责任|维护|养护|查处|处理|管(?!理))(?!局|部门|中心|处|委|办|所|站|公司)(?<what>\p{L}{0,16})|不归(?<who>\p{L}{2,8})$|(?<who>\p{L}{2,10}?)(不负责|不承担|无管辖权|没有管辖权)(?<what>\p{L}{0,16})", Named, 1000)]
    private static partial Regex NotTheirs();

    [GeneratedRegex(@"(应当由|应由|应归|归口|归属于|由(?!于)|归|属于|属)(?<who>\p{L}{2,14}?)的?(管辖范围|职责范围|管理范围|职权范围|负责|承担|牵头|主管|职责|职能|职权|管辖|管理|责任|维护|养护|查处|处理|办理|处罚|管(?!理))(?!局|部门|中心|处|委|办|所|站|公司)(?<what>\p{L}{0,16})|归(?<who>\p{L}{2,8})$|(?<who>[^\W\d由归属应]{1,10}?(局|委|公司|集团|中心|街道|物业|部门|办|所))(负责|牵头)(?<what>\p{L}{0,16})", Named, 1000)]
    private static partial Regex Theirs();
}
