namespace Hotline.Bench;

/// <summary>One command over HTTP: by whom, to where, with what. %name% in path and body is filled with what earlier answers told. Or a look (GET) at what follows from one a moment later.</summary>
/// <param name="Account">Null for the citizen, who has number and query code.</param>
/// <param name="Path">A step of the ticket; or, with a slash in front, an address below /api/v1; with GET before it, one that is looked at until it tells what is kept.</param>
/// <param name="Keep">Values of the answer that later commands need: name = path in its JSON.</param>
internal sealed record Deed(string? Account, string Path, string Body = "{}", params (string Name, string Value)[] Keep)
{
    /// <summary>An attachment is sent as a form.</summary>
    internal string ContentType => Body.StartsWith("--", StringComparison.Ordinal) ? "multipart/form-data; boundary=hotline" : "application/json";

    /// <summary>No command: it is looked at until the feed has brought what is waited for.</summary>
    internal bool Looks => Path.StartsWith("GET /", StringComparison.Ordinal);

    internal string Address => Looks ? Path[5..] : Path[0] == '/' ? Path[1..] : $"tickets/%number%/{Path}";
}

/// <summary>The ways a ticket can go, from the call to its end; together they hold every command that HTTP offers on a ticket (a test sees to that).</summary>
internal static class Ways
{
    private const string Words = "小区东侧工地连续一周夜间施工到凌晨两点，打桩声很大，孩子没法睡觉，已经打过电话给物业和施工方，都说会处理但是没有变化，希望有关部门到现场看一看，把施工时间管起来。";

    private const string Request = $$"""{"type":"complaint","title":"碧水湾旁工地夜间打桩","text":"{{Words}}","place":"碧水湾二期","district":"binhai","category":"0501","requesterName":"李女士","phone":"%phone%"}""";

    private const string Form = "--hotline\r\nContent-Disposition: form-data; name=\"proof\"\r\n\r\ntrue\r\n--hotline\r\nContent-Disposition: form-data; name=\"file\"; filename=\"note.pdf\"\r\n\r\n%PDF-1.4 现场处置记录\r\n--hotline--\r\n";

    internal static readonly Deed Accept = new("1001", "/tickets", Request, ("number", "number"), ("code", "code"));

    private static readonly Deed Dispatch = new("2001", "dispatch", """{"department":"urban"}""");
    private static readonly Deed Sign = new("urban", "sign");
    private static readonly Deed Contact = new("urban", "contact", """{"contacted":true,"at":"%now%","person":"诉求人","content":"已电话联系，了解具体情况并告知办理安排"}""");
    private static readonly Deed Reply = new("urban", "reply", """{"finding":"true","result":"solved","publicText":"执法人员夜查属实，已责令停止夜间施工并立案处罚，工地书面承诺二十二时后不再作业。","internalNote":"现场照片和处置记录已存档"}""");
    private static readonly Deed Approve = new("3001", "approve");
    private static readonly Deed FollowUp = new("4001", "follow-up", """{"reached":true,"solved":true,"satisfaction":"satisfied"}""");
    private static readonly Deed Another = Accept with { Keep = [("other", "number")] };

    private static readonly Deed[] Start = [Accept, Dispatch, Sign, Contact];
    private static readonly Deed[] End = [Reply, Approve, FollowUp];

    /// <summary>The most usual way: no detour.</summary>
    internal static readonly IReadOnlyList<Deed> Usual = [.. Start, .. End];

    /// <summary>The reviewer sends the reply back once, the citizen is not content once.</summary>
    internal static readonly IReadOnlyList<Deed> Detour =
    [
        .. Start, Reply, new("3001", "send-back", """{"reason":"答复未说明整改完成时间，请补充"}"""), Reply, Approve,
        new("4001", "follow-up", """{"reached":true,"solved":false,"satisfaction":"dissatisfied","comment":"市民反映问题又出现了"}"""), Contact, .. End,
    ];

    /// <summary>Answered by the agent at once.</summary>
    internal static readonly IReadOnlyList<Deed> Answered = [Accept, new("1001", "answer", """{"answer":"可在国家医保服务平台或市医保小程序在线备案，填写就医地和参保信息即时生效。"}""")];

    /// <summary>A police matter, handed over and answered.</summary>
    internal static readonly IReadOnlyList<Deed> Police =
    [
        Accept, new("1001", "transfer-to-110", """{"reason":"现场有人持械威胁，需民警立即处置"}"""), new("2001", "police-result", """{"result":"民警已到场处置，双方已带离调解，无人受伤"}"""),
    ];

    /// <summary>Wrong department: refused once, then accepted, dispatched anew; the second return is ruled on.</summary>
    internal static readonly IReadOnlyList<Deed> Returned =
    [
        Accept, new("2001", "dispatch", """{"department":"water"}"""), Return("water"), new("2001", "refuse-return", """{"reason":"职责清单第三条，请先核实"}"""), new("water", "sign"),
        Return("water"), new("2001", "state", """{"text":"该工地由城管审批夜间施工"}"""), new("5001", "adjudicate", """{"department":"urban","reason":"夜间施工由城管部门审批和查处","basis":"职责清单第12项"}"""), Sign, Contact, .. End,
    ];

    private static readonly IReadOnlyList<Deed> Redispatched =
    [
        Accept, new("2001", "dispatch", """{"department":"water"}"""), Return("water"), new("2001", "accept-return"), new("2001", "dispatch", """{"department":"urban","reason":"退单理由成立，改派"}"""), Sign, Contact, .. End,
    ];

    /// <summary>Whose matter it is cannot be said.</summary>
    internal static readonly IReadOnlyList<Deed> Disputed =
    [
        Accept, new("2001", "dispute", """{"text":"城管与住建均称非本单位职责","suggested":"urban"}"""), new("5001", "adjudicate", """{"department":"urban","reason":"由审批部门负责","basis":"职责清单第12项","precedent":false}"""),
        Sign, Contact, .. End,
    ];

    /// <summary>Co-handlers, a conference, progress, urging, sharing, a file, a suspension refused.</summary>
    internal static readonly IReadOnlyList<Deed> ManyHands =
    [
        .. Start,
        new("urban", "co-handle", """{"tasks":[{"unit":"water","question":"请核实地下管线是否影响夜间施工安排"},{"unit":"gas","question":"请核实燃气管线"}]}"""),
        new("water", "answer-task", """{"task":1,"answer":"经核实管线不影响施工时间调整"}"""), new("urban", "waive-task", """{"task":2,"reason":"现场无燃气管线"}"""),
        new("urban", "confer", """{"participants":["市城市管理局","施工单位"],"heldAt":"%now%","decision":"二十二时后停止打桩"}"""),
        new("urban", "share", """{"unit":"binhai","until":"%later%","mayComment":true}"""), new("1001", "note", """{"text":"市民来电补充：昨夜仍有施工"}"""),
        new("1001", "urge", """{"text":"市民再次来电，希望尽快处理"}"""), new("urban", "report-progress", """{"text":"已约谈施工方，正在落实整改"}"""), new("urban", "message", """{"text":"工作人员明日上午到现场核实"}"""), new("urban", "attachments", Form),
        new("urban", "request-suspension", """{"ground":"force-majeure","reason":"暴雨红色预警，暂不能到场取证","value":1,"evidence":"气象预警截图"}"""), new("3001", "refuse-suspension", """{"reason":"室内可先行约谈，请继续办理"}"""),
        .. End,
    ];

    /// <summary>Two extensions up their chains, one refused before.</summary>
    internal static readonly IReadOnlyList<Deed> Extended =
    [
        .. Start, Extension(3), new("urban-lead", "refuse-extension", """{"reason":"请先说明已做的工作"}"""), Extension(3), new("urban-lead", "grant-extension"), Extension(5), new("urban-lead", "grant-extension"), new("3001", "grant-extension"), .. End,
    ];

    /// <summary>Suspended until the materials are there.</summary>
    internal static readonly IReadOnlyList<Deed> Suspended =
    [
        .. Start, new("urban", "request-suspension", """{"ground":"appraisal","reason":"噪声检测须排期","value":5,"evidence":"检测委托单"}"""), new("3001", "grant-suspension"), new("urban", "resume", """{"reason":"检测报告已出"}"""), .. End,
    ];

    /// <summary>Corrected, asked back, and answered by the citizen on the web.</summary>
    private static readonly IReadOnlyList<Deed> AskedBack =
    [
        Accept, new("1001", "correct", """{"demands":["停止夜间施工","公布审批文件"]}"""), new("2001", "request-information", """{"question":"请补充工地名称和门牌"}"""),
        new(null, "/reports/%number%/information?code=%code%", """{"text":"碧水湾二期东门外，项目公示牌为三标段"}"""), Dispatch, Sign, Contact,
        new("1001", "supply-information", """{"text":"市民来电：施工方车牌已拍照"}"""),
        Reply with { Body = """{"finding":"true","result":"solved","publicText":"现答复如下","points":[{"point":1,"answer":"已责令停止夜间施工"},{"point":2,"answer":"审批文件已在工地公示"}]}""" }, Approve,
        new(null, "/reports/%number%/rating?code=%code%", """{"solved":true,"satisfaction":"very-satisfied"}"""),
    ];

    /// <summary>Handed in on the web, urged, and withdrawn there.</summary>
    private static readonly IReadOnlyList<Deed> WithdrawnOnTheWeb =
    [
        Accept with { Account = null, Path = "/reports" }, Dispatch, new(null, "/reports/%number%/urge?code=%code%"), new(null, "/reports/%number%/attachments?code=%code%", Form), new(null, "/reports/%number%/withdrawal?code=%code%", """{"reason":"施工方已停工"}"""),
    ];

    /// <summary>Withdrawn by phone, and archived at once.</summary>
    private static readonly IReadOnlyList<Deed> Withdrawn = [Accept, new("1001", "withdraw", """{"reason":"诉求人来电撤回"}"""), new("admin", "archive")];

    /// <summary>Not accepted, which the shift leader confirms; and not accepted, which the shift leader does not.</summary>
    private static readonly IReadOnlyList<Deed> NotAccepted =
        [Accept, new("1001", "not-accept", """{"ground":"R2","explanation":"已进入诉讼程序"}"""), new("5001", "confirm-not-accepted", """{"note":"已核实案号"}""")];

    private static readonly IReadOnlyList<Deed> AcceptedAfterAll =
        [Accept, new("1001", "not-accept", """{"ground":"R5"}"""), new("5001", "accept-after-all", """{"reason":"属城管职责"}"""), Dispatch, Sign, Contact, .. End];

    /// <summary>A promise of a hard case, which stays open until its day.</summary>
    private static readonly IReadOnlyList<Deed> Promised =
        [.. Start, Reply with { Body = """{"finding":"true","result":"promised","publicText":"隔声屏纳入下月施工计划","promisedFor":"%day%"}""" }, Approve, FollowUp];

    /// <summary>Raised, supervised, the answer sent back once.</summary>
    internal static readonly IReadOnlyList<Deed> Supervised =
    [
        .. Start, new("5001", "raise", """{"level":1,"reason":"市民连续反映"}"""), new("5001", "supervise", """{"level":"supervision","instruction":"请三日内说明处置情况"}"""), new("urban", "answer-supervision", """{"order":1,"answer":"正在办理"}"""),
        new("5001", "judge-supervision", """{"order":1,"recognised":false,"reason":"未说明完成时间"}"""), new("urban", "answer-supervision", """{"order":1,"answer":"已停工，周五前完成整改"}"""), new("5001", "judge-supervision", """{"order":1,"recognised":true}"""), .. End,
    ];

    /// <summary>Not content after the closing: reopened once by the citizen, once by an agent.</summary>
    private static readonly IReadOnlyList<Deed> Reopened =
    [
        .. Usual, new(null, "/reports/%number%/reopen?code=%code%", """{"words":"昨晚又开始打桩"}"""), Contact, Reply, Approve, new("1001", "reopen", """{"words":"市民来电称仍未解决"}"""), Contact, .. End,
    ];

    /// <summary>A letter that was wrong: one writes the correction, another sends it; one correction is dropped.</summary>
    private static readonly IReadOnlyList<Deed> Corrected =
    [
        .. Usual,
        new("3001", "/corrections", """{"numbers":["%number%"],"text":"{reply} 立案文号更正为〔2026〕17号。","reason":"文号有误"}""", ("correction", "corrections.0")), new("5001", "/corrections/%correction%/drop"),
        new("3001", "/corrections", """{"numbers":["%number%"],"text":"{reply} 立案文号更正为〔2026〕18号。","reason":"文号有误"}""", ("correction", "corrections.0")), new("5001", "/corrections/%correction%/send"),
    ];

    /// <summary>A reply cites an article, which is then withdrawn: the reply is on the recall list.</summary>
    private static readonly Deed[] Recall =
    [
        new("urban", "/knowledge", """{"unit":"urban","category":"城市管理/噪声","title":"夜间施工许可%phone%","content":"夜间施工须经许可并公示。","kind":"guide","validUntil":"2099-12-31"}""", ("article", "id.@")),
        new("urban", "/knowledge/%article%/submit"), new("urban-lead", "/knowledge/%article%/unit-approve"), new("7001", "/knowledge/%article%/publish"), .. Start,
        Reply with { Body = """{"finding":"true","result":"solved","publicText":"已责令停止夜间施工，许可办法见所附条目。","citations":[{"article":"%article%","version":1}]}""" }, Approve, FollowUp,
        new("7001", "/knowledge/%article%/withdraw", """{"reason":"许可办法已废止"}"""),
        new("3001", "GET /recalls?article=%article%", "", ("recall", "0.id")), new("3001", "GET /recalls/%recall%", "", ("recalled", "0.number")),
    ];

    private static readonly IReadOnlyList<Deed> RecalledAndCorrected =
    [
        .. Recall, new("3001", "/recalls/%recall%/corrections", """{"numbers":["%number%"],"text":"{reply} 许可办法已更新。","reason":"条目已下架"}""", ("correction", "corrections.0")), new("5001", "/corrections/%correction%/send"),
    ];

    private static readonly IReadOnlyList<Deed> RecalledAndStands = [.. Recall, new("3001", "/recalls/%recall%/stands", """{"number":"%recalled%","note":"答复内容不受影响"}""")];

    /// <summary>Two callers, one matter: proposed and declined, merged, parted, merged again; the follower is answered with its master.</summary>
    private static readonly IReadOnlyList<Deed> Merged =
    [
        Accept, Another, new("1001", "merge", Members), new("2001", "/tickets/%other%/decline-merge", """{"master":"%number%","reason":"先核实是否同一工地"}"""), new("2001", "merge", Members),
        new("2001", "/tickets/%other%/unmerge", """{"reason":"不是同一工地"}"""), new("2001", "merge", Members), Dispatch, Sign, Contact, .. End,
    ];

    private const string Members = """{"members":["%other%"],"reason":"同一工地"}""";

    /// <summary>Two matters in one text.</summary>
    private static readonly IReadOnlyList<Deed> Split =
        [Accept, new("2001", "split", """{"type":"report","title":"举报夜间无证运渣","text":"渣土车夜间无证运输","reason":"另一事项","category":"0501"}"""), Dispatch, Sign, Contact, .. End];

    /// <summary>剔除 applied for, refused, appealed against, granted.</summary>
    private static readonly IReadOnlyList<Deed> Excluded =
    [
        .. Start, Reply, Approve, new(null, "/reports/%number%/rating?code=%code%", """{"solved":true,"satisfaction":"dissatisfied","reason":"other"}"""),
        new("urban", "exclusions", """{"scope":"satisfaction","code":"force-majeure","reason":"暴雨停工","evidence":"气象预警"}""", ("exclusion", "id")),
        new("5001", "/exclusions/%exclusion%/decision", """{"granted":false,"reason":"佐证不足"}"""), new("urban", "/exclusions/%exclusion%/appeal", """{"reason":"补充监测记录"}"""), new("6001", "/exclusions/%exclusion%/decision", """{"granted":true,"reason":"复核属实"}"""),
    ];

    /// <summary>A town whistles: one unit arrives, both sides rate; another is called later and waived.</summary>
    private static readonly IReadOnlyList<Deed> Whistle =
    [
        new("chengguan", "/whistles", """{"title":"燃气泄漏疏散","text":"沿街店铺燃气泄漏，需要联合处置","place":"康宁路12号","kind":"emergency","units":[{"unit":"urban","question":"带执法队到场"}]}""", ("number", "number"), ("arrival", "calls.0.code")),
        new("urban", "check-in", """{"task":1,"code":"%arrival%"}"""), new("urban", "answer-task", """{"task":1,"answer":"已到场处置"}"""), new("chengguan", "rate-response", """{"task":1,"grade":5}"""), new("urban", "rate-call", """{"task":1,"grade":4}"""),
        new("chengguan", "whistle-calls", """{"kind":"emergency","units":[{"unit":"water","question":"关阀"}]}"""), new("chengguan", "waive-task", """{"task":2,"reason":"险情已排除"}"""),
        new("chengguan", "reply", """{"finding":"true","result":"solved","publicText":"险情已排除"}"""), Approve,
    ];

    /// <summary>Half of all tickets go the usual way; the others show every detour.</summary>
    internal static readonly IReadOnlyList<IReadOnlyList<Deed>> Mix =
    [
        .. new[]
        {
            Detour, Answered, Police, Returned, Redispatched, Disputed, ManyHands, Extended, Suspended, AskedBack, WithdrawnOnTheWeb, Withdrawn, NotAccepted, AcceptedAfterAll, Promised, Supervised, Reopened, Corrected, RecalledAndCorrected, RecalledAndStands, Merged, Split,
            Excluded, Whistle,
        }.SelectMany(way => new[] { Usual, way }),
    ];

    private static Deed Return(string unit) => new(unit, "return", """{"code":"wrong-duty","reason":"经核实不属于本单位职责","suggested":"urban","evidence":"职责清单第12项"}""");

    private static Deed Extension(int days) => new("urban", "request-extension", $$"""{"code":"complex","reason":"施工许可须会审","value":{{days}}}""");
}
