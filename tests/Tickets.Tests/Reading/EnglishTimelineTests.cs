using System.Collections;
using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Hotline.Tickets.Reading;

namespace Hotline.Tickets.Tests.Reading;

/// <summary>办理过程 in English: nothing that the system says is left in Chinese, and what people typed is left alone.</summary>
public sealed partial class EnglishTimelineTests
{
    private const string Typed = "typed words";
    private static readonly Dictionary<string, string> Terms = XDocument.Load(Path.Combine(Root, "src/Agent.Blazor/Language/TermText.en.resx")).Root!.Elements("data").ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value, StringComparer.Ordinal);
    private readonly EnglishTimeline _timeline = new(key => Terms[key], unit => $"Unit {unit.Code}", code => $"Category {code}");

    public static TheoryData<Type> Events => [.. typeof(TicketEvent).GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).Select(a => a.DerivedType)];

    [Theory]
    [MemberData(nameof(Events))]
    public void Every_event_is_told_without_a_Chinese_character_whatever_it_holds(Type kind)
    {
        for (var round = 0; round < 20; round++) // each value of every enumeration in it has its turn
        {
            var detail = _timeline.Detail((TicketEvent)Made(kind, round)!);
            Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}|[，。：；（）]", detail ?? "");
        }
    }

    [Fact]
    public void What_people_typed_stays_as_they_typed_it() =>
        Assert.Equal("居民反映楼上漏水，请核实", _timeline.Detail(new TicketEvent.Noted("居民反映楼上漏水，请核实")));

    /// <summary>Where the system writes sentences into events: every literal of those files that is one must be known in English.</summary>
    [Theory]
    [InlineData("src/Tickets/Supervising/Ladder.cs", 6)]
    [InlineData("src/Tickets/Supervising/UrgeTicket.cs", 1)]
    [InlineData("src/Tickets/Deadlines/FireClocks.cs", 2)]
    [InlineData("src/Tickets/City/Versions/ClockMover.cs", 1)]
    [InlineData("src/Agent.Blazor/Desk/DraftRequest.cs", 1)]
    [InlineData("src/Tickets/Deadlines/notices.json", 60)] // holidays and the notices they stand in
    public void Every_sentence_the_system_writes_into_an_event_is_known(string file, int least)
    {
        var sentences = File.ReadLines(Path.Combine(Root, file))
            .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && !line.Contains("\"urged-today\"", StringComparison.Ordinal))
            .SelectMany(line => Literal().Matches(line).Select(m => Filled(m.Groups[1].Value))).Where(s => Cjk().IsMatch(s)).ToList();
        Assert.True(sentences.Count >= least, $"{file}: {sentences.Count}");
        Assert.All(sentences, s => Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}", SystemSentences.English(s) ?? s));
    }

    [Theory]
    [InlineData("问题工单：第 2 次重办。请提出解决方案并报告", "Problem ticket, redo no. 2: present a solution and report")]
    [InlineData("先后派给 3 个单位", "Dispatched to 3 units in turn")]
    [InlineData("Urban已于 2026-01-01 撤并，由Water承接（Li选定）", "Urban was dissolved on 2026-01-01; Water takes over (chosen by Li)")]
    [InlineData("三方通话3分钟内未达成一致，按首接先行受理由先接到的12345受理（国办发〔2022〕12号）", "No agreement in 3 minutes of the three-way call: by the first-answerer rule 12345 takes it (State Council Office document 12 of 2022)")]
    [InlineData("派单目录 2026.1：A/B 无对应条目，由兜底单位承办 → Unit", "Dispatch catalogue 2026.1: no entry for A/B, the fallback unit handles it → Unit")]
    [InlineData("保存期限届满", "The time to keep it is over")]
    [InlineData("《网络安全法》第二十一条：网络日志不少于六个月", "Cybersecurity Law, article 21: network logs for six months or more")]
    [InlineData("短信回复：未解决", "Answered the message: not solved")]
    [InlineData("2026年11月16日 – 2026年11月22日：寄给 3 个收件人", "2026-11-16 – 2026-11-22: sent to 3 receivers")]
    [InlineData("清除录音 1 通，转写 2 通，通话明细 3 通，联动报文 4 份，座席状态 5 条，质检记录 6 通", "Erased: 1 recordings, 2 transcripts, details of 3 calls, 4 packets, 5 times of seats, checks of 6 calls")]
    [InlineData("撤并单位在办工单 2 件，转派 1 件，待人工处理 1 件", "Open tickets of dissolved units: 2; passed on: 1; left to people: 1")]
    [InlineData("2026-11-22：受理 30 件，直接答复 6 件，转110 1 件", "2026-11-22: 30 accepted, 6 answered at once, 1 passed to 110")]
    [InlineData("210 个索引有效，B 树结构完好，全部订阅跟上", "210 indexes are valid, their trees whole, and every subscriber is up to date")]
    [InlineData("210 个索引有效（未安装 amcheck，未查结构），全部订阅跟上", "210 indexes are valid (amcheck is not installed: their trees were not checked), and every subscriber is up to date")]
    [InlineData("索引或订阅异常：订阅 mail 落后 61 分钟", "Indexes or subscribers are not well: Subscriber mail is 61 minutes behind")]
    [InlineData("110 相符 9，我方独有 1，对方独有 0，状态不一 2", "110: 9 match, 1 only here, 0 only there, 2 in different states")]
    [InlineData("110 未能对账（timeout）", "110: not matched (timeout)")]
    [InlineData("没有联动单位提供对账地址，等待对方推送账单", "No partner has an address for its ledger: theirs are waited for")]
    [InlineData("去标识化 2 张工单，清除短期数据 40 行", "2 tickets lost their personal data, 40 rows of short-lived data were erased")]
    [InlineData("900 个事件、7 个日根全部相符", "900 events and 7 roots of days all match")]
    [InlineData("新增 2 个日根，最后一个 2026-11-22：30 张工单、200 个事件", "2 roots of days added, the last of 2026-11-22: 30 tickets, 200 events")]
    [InlineData("没有待冻结的月份，新勘误 0 件", "No month waits to be frozen; new errata: 0")]
    [InlineData("清除草稿 3 份", "3 drafts erased")]
    [InlineData("经热线中继通话联系诉求人，通话已录音。", "Spoke with the citizen by a relayed call; it was recorded.")]
    [InlineData("公安110退回：wrong area", "110 sent it back: wrong area")]
    [InlineData("责任方：12345。三方通话中与110协商一致", "Responsible: 12345. Agreed with 110 in the three-way call")]
    public void What_is_filled_into_a_sentence_is_kept(string chinese, string english) => Assert.Equal(english, SystemSentences.English(chinese));

    private static string Root => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(new TicketsOptions().CityFile)!, "..", ".."));

    private static string Filled(string literal) => Hole().Replace(literal, "3");

    private static object? Made(Type type, int round, int depth = 0)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return round % 5 == 4 ? null : Made(inner, round, depth);
        if (type == typeof(string)) return Typed;
        if (type.IsEnum) return Enum.GetValues(type).GetValue(round % Enum.GetValues(type).Length);
        if (type == typeof(bool)) return round % 2 == 0;
        if (type == typeof(DateTimeOffset)) return new DateTimeOffset(2026, 11, 22, 1, 0, 0, TimeSpan.Zero);
        if (type == typeof(DateOnly)) return new DateOnly(2026, 11, 22);
        if (type == typeof(TicketNumber)) return TicketNumber.Create(new DateOnly(2026, 11, 22), 7);
        if (type == typeof(DepartmentId)) return new DepartmentId("water");
        if (type.IsPrimitive || type == typeof(TimeSpan) || type == typeof(Guid)) return type == typeof(int) ? 1 : Activator.CreateInstance(type);
        if (type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type)) return Listed(type.GetGenericArguments()[0], round, depth);
        if (depth > 4 || type.IsAbstract || type.IsInterface) return null;
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First(c => c.GetParameters() is not [{ } only] || only.ParameterType != type);
        return constructor.Invoke([.. constructor.GetParameters().Select((p, i) => Made(p.ParameterType, Other(p, round + i), depth + 1))]);
    }

    /// <summary>A correction shows what it changed: before and after are not the same.</summary>
    private static int Other(ParameterInfo parameter, int round) => parameter.Name == "After" ? round + 1 : round;

    private static Array Listed(Type of, int round, int depth)
    {
        var list = Array.CreateInstance(of, 1);
        list.SetValue(Made(of, round, depth + 1), 0);
        return list;
    }

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Cjk();
}
