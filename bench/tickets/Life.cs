using System.Globalization;
using System.Text.Json;

namespace Hotline.Bench;

/// <summary>What people send over HTTP in the life of one ticket, from the call to its end.</summary>
internal static class Life
{
    private const string Text = "小区东侧工地连续一周夜间施工到凌晨两点，打桩声很大，孩子没法睡觉，已经打过电话给物业和施工方，都说会处理但是没有变化，希望有关部门到现场看一看，把施工时间管起来。";
    private static int _phone;

    /// <summary>One step: by whom, of what name, with what body.</summary>
    internal sealed record Deed(string Account, string Step, string Body);

    /// <summary>The most usual way: no detour.</summary>
    internal static readonly IReadOnlyList<Deed> Usual =
    [
        new("2001", "dispatch", """{"department":"urban"}"""),
        new("urban", "sign", "{}"),
        new("urban", "contact", """{"contacted":true,"at":"NOW","person":"诉求人","content":"已电话联系，了解具体情况并告知办理安排"}"""),
        new("urban", "reply", """{"finding":"true","result":"solved","publicText":"执法人员夜查属实，已责令停止夜间施工并立案处罚，工地书面承诺二十二时后不再作业。","internalNote":"现场照片和处置记录已存档"}"""),
        new("3001", "approve", "{}"),
        new("4001", "follow-up", """{"reached":true,"solved":true,"satisfaction":"satisfied"}"""),
    ];

    /// <summary>A detour: the reviewer sends the reply back once, the citizen is not content once.</summary>
    internal static readonly IReadOnlyList<Deed> Detour =
    [
        .. Usual.Take(4), new("3001", "send-back", """{"reason":"答复未说明整改完成时间，请补充"}"""), Usual[3], Usual[4],
        new("4001", "follow-up", """{"reached":true,"solved":false,"satisfaction":"dissatisfied","comment":"市民反映问题又出现了"}"""), Usual[2], Usual[3], Usual[4], Usual[5],
    ];

    /// <summary>Wrong department: returned and dispatched anew.</summary>
    internal static readonly IReadOnlyList<Deed> Return =
    [
        new("2001", "dispatch", """{"department":"water"}"""), new("water", "return", """{"code":"wrong-duty","reason":"经核实不属于本单位职责","suggested":"urban","evidence":"职责清单第12项"}"""), new("2001", "accept-return", "{}"),
        new("2001", "dispatch", """{"department":"urban","reason":"退单理由成立，改派"}"""), .. Usual.Skip(1),
    ];

    /// <summary>A long one: a co-handler, a note, a progress report, a suspension asked for and refused.</summary>
    internal static readonly IReadOnlyList<Deed> Long =
    [
        .. Usual.Take(3),
        new("urban", "co-handle", """{"tasks":[{"unit":"water","question":"请核实地下管线是否影响夜间施工安排"}]}"""),
        new("water", "answer-task", """{"task":1,"answer":"经核实管线不影响施工时间调整"}"""),
        new("1001", "note", """{"text":"市民来电补充：昨夜仍有施工"}"""),
        new("1001", "urge", """{"text":"市民再次来电，希望尽快处理"}"""),
        new("urban", "report-progress", """{"text":"已约谈施工方，正在落实整改"}"""),
        new("urban", "request-suspension", """{"ground":"force-majeure","reason":"暴雨红色预警，暂不能到场取证","value":1,"evidence":"气象预警截图"}"""),
        new("3001", "refuse-suspension", """{"reason":"室内可先行约谈，请继续办理"}"""),
        .. Usual.Skip(3),
    ];

    /// <summary>A police matter, handed over and answered.</summary>
    internal static readonly IReadOnlyList<Deed> Police =
    [
        new("1001", "transfer-to-110", """{"reason":"现场有人持械威胁，需民警立即处置"}"""),
        new("2001", "police-result", """{"result":"民警已到场处置，双方已带离调解，无人受伤"}"""),
    ];

    /// <summary>Answered by the agent at once.</summary>
    internal static readonly IReadOnlyList<Deed> Answered = [new("1001", "answer", """{"answer":"可在国家医保服务平台或市医保小程序在线备案，填写就医地和参保信息即时生效。"}""")];

    /// <summary>Accepts a request and gives its number.</summary>
    internal static string Accept(BenchHost host, HttpLine line)
    {
        var phone = string.Create(CultureInfo.InvariantCulture, $"138{Interlocked.Increment(ref _phone):D8}");
        var body = $$"""{"type":"complaint","title":"碧水湾旁工地夜间打桩","text":"{{Text}}","place":"碧水湾二期","district":"binhai","category":"0501","requesterName":"李女士","phone":"{{phone}}"}""";
        var answer = line.Post("/api/v1/tickets", host.SignIn("1001"), body);
        if (answer.Status != 201) throw new InvalidOperationException($"accept was answered with {answer.Status}: {answer.Body}");
        var at = answer.Body.IndexOf("\"number\":\"", StringComparison.Ordinal) + 10;
        return answer.Body[at..answer.Body.IndexOf('"', at)];
    }

    internal static void Do(BenchHost host, HttpLine line, string number, Deed deed)
    {
        var body = deed.Body.Replace("NOW", JsonSerializer.Serialize(TimeProvider.System.GetUtcNow().AddMinutes(-5)).Trim('"'), StringComparison.Ordinal);
        var answer = line.Post($"/api/v1/tickets/{number}/{deed.Step}", host.SignIn(deed.Account), body);
        if (answer.Status is < 200 or > 299) throw new InvalidOperationException($"{deed.Step} was answered with {answer.Status}: {answer.Body}");
    }
}
