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
