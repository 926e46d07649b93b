using System.ComponentModel;
using System.Text.Json.Serialization;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Exclusions;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Statistics;
using Hotline.Tickets.Supervising;
using Hotline.Tickets.Whistles;

namespace Hotline.Tickets.City;

/// <summary>How tickets are handled in this city (办理规则), each with the default of a medium-sized city.</summary>
public sealed record HandlingRules
{
    /// <summary>延期: one entry for each extension a ticket may have, in order.</summary>
    public IReadOnlyList<ExtensionRule> Extensions { get; init; } =
    [
        new(new Limit(5, LimitUnit.WorkingDays), [Role.DepartmentLead]),
        new(new Limit(10, LimitUnit.WorkingDays), [Role.DepartmentLead, Role.Reviewer]),
    ];

    /// <summary>挂起: the grounds that stop the handling clock.</summary>
    public IReadOnlyList<PauseGround> Pauses { get; init; } =
    [
        new("awaiting-citizen", "等待诉求人材料", EvidenceNeeded: false, new Limit(10, LimitUnit.WorkingDays), ResumesOnAnswer: true),
        new("appraisal", "检测鉴定", EvidenceNeeded: true, new Limit(30, LimitUnit.WorkingDays)),
        new("funds-or-works", "等待资金或工程", EvidenceNeeded: true, new Limit(60, LimitUnit.WorkingDays)),
        new("force-majeure", "不可抗力", EvidenceNeeded: true, new Limit(30, LimitUnit.WorkingDays)),
    ];

    /// <summary>Natural days a ticket may stand still altogether.</summary>
    public int PauseDaysAltogether { get; init; } = 120;

    /// <summary>不予受理: the grounds, each with the lawful path the citizen is told.</summary>
    public IReadOnlyList<NotAcceptedGround> NotAccepted { get; init; } =
    [
        new("R1", "紧急警情", "请立即拨打 110、119、120 或 122，话务员可一键转接", "110"),
        new("R2", "已进入诉讼、仲裁、纪检监察、行政复议、信息公开或信访程序", "请向正在办理的机关查询进展，或按其告知的程序提出", null)
        {
            Words = ["起诉", "诉讼", "打官司", "开庭", "判决", "仲裁", "行政复议", "纪委", "监委", "纪检", "检举党员", "信息公开", "信访局", "上访"],
        },
        new("R3", "同一事项正在办理或已办结且无新事实", "已为您查询办理进展或结果，请以原单号跟踪", null),
        new("R4", "涉及国家秘密、工作秘密、商业秘密或个人隐私", "该内容不能通过热线受理，请向有权机关当面提出", null) { Words = ["国家秘密", "国家机密", "工作秘密", "商业秘密"] },
        new("R5", "超出行政机关职责范围", "可寻求市场服务、行业协会或法律服务（12348）", "12348") { Words = ["借钱不还", "欠我钱", "感情纠纷", "离婚财产", "炒股", "股票亏", "彩票", "算命"] },
        new("R6", "违反法律法规或公序良俗", "该诉求不能支持，请理解", null),
        new("R7", "不属于本市行政机关管辖", "请向有管辖权的机关或当地热线反映", null) { Words = ["外省", "外市", "法院", "检察院", "人大代表", "政协", "部队", "军队"] },
        new("R8", "恶意骚扰或无实质内容", "请说明具体事项；继续骚扰的，线索移交公安机关", null),
    ];

    /// <summary>Natural days a promise may reach (承诺办理), and natural days between its reviews.</summary>
    public int PromiseDays { get; init; } = 270;

    public int PromiseReviewDays { get; init; } = 30;

    /// <summary>催办: how often a citizen may urge in a day, and after how many urges the ticket is supervised.</summary>
    public int UrgesADay { get; init; } = 1;

    public int UrgesToSupervise { get; init; } = 3;

    /// <summary>转接短信: how many a unit may send the citizen of one ticket in a day.</summary>
    public int MessagesADay { get; init; } = 3;

    /// <summary>转接短信计入先行联系: a message to the citizen counts as the first contact; where not, the unit still has to call.</summary>
    public bool MessageIsContact { get; init; }

    /// <summary>Natural days in which a citizen may say a closed matter is not solved (重办).</summary>
    public int ReopenDays { get; init; } = 15;

    /// <summary>The redo from which on the ticket is raised to a higher level (提级).</summary>
    public int RedoToRaise { get; init; } = 3;

    /// <summary>The unit from which on a ticket that is passed on is raised: so many had it, and nobody took the lead.</summary>
    public int UnitsToRaise { get; init; } = 3;

    /// <summary>佐证距离: metres from the matter's place within which a proof photograph is to be taken.</summary>
    public int ProofMetres { get; init; } = 500;

    /// <summary>回访: who is called, and when.</summary>
    public FollowUpRules FollowUp { get; init; } = new();

    /// <summary>剔除的期限</summary>
    public ExclusionRules Exclusion { get; init; } = new();

    /// <summary>督办阶梯: the steps a ticket climbs by itself while its handling limit comes and goes.</summary>
    public IReadOnlyList<LadderStep> Ladder { get; init; } = [];

    /// <summary>法定时限: clocks of the law that hold instead of the city's for the matters they name.</summary>
    public IReadOnlyList<StatutoryRule> Statutory { get; init; } = [];

    /// <summary>指标口径</summary>
    public KpiRules Kpi { get; init; } = new();

    /// <summary>吹哨事项, each with its arrival limit.</summary>
    public IReadOnlyList<WhistleKind> Whistles { get; init; } = WhistleKind.Usual;

    /// <summary>预警: cards on a clock's way; a limit may bring its own.</summary>
    public IReadOnlyList<CardRule> Cards { get; init; } = [];

    /// <summary>预警通知</summary>
    public NoticeRules Notices { get; init; } = new();
}

/// <summary>延期: how much at most, and who grants it one after the other; nobody grants what they asked for themselves.</summary>
public sealed record ExtensionRule(Limit Most, IReadOnlyList<Role> Approvers);

/// <summary>挂起理由</summary>
/// <param name="Cap">At most this long, then the clock runs again by itself.</param>
/// <param name="ResumesOnAnswer">Runs again as soon as the citizen has answered.</param>
public sealed record PauseGround(string Code, string Name, bool EvidenceNeeded, Limit Cap, bool ResumesOnAnswer = false)
{
    /// <summary>The clocks that stand still on this ground (停表规则); null for all of the handling.</summary>
    public IReadOnlyList<ClockName>? Clocks { get; init; }

    internal bool Stops(ClockName clock) => Clocks is null || Clocks.Contains(clock);
}

/// <summary>不予受理的理由, with what the citizen is told to do instead (合法途径).</summary>
/// <param name="Line">The number to be put through to, if there is one.</param>
public sealed record NotAcceptedGround(string Code, string Name, string Path, string? Line = null)
{
    /// <summary>提示词: in a text they point the agent to this ground; null where no word speaks for it.</summary>
    public IReadOnlyList<string>? Words { get; init; }
}

/// <summary>法定时限</summary>
/// <param name="Basis">The article of the law.</param>
/// <param name="Categories">It holds for these by itself; for others when the dispatcher chooses it.</param>
/// <param name="Types">Empty for every request type.</param>
public sealed record StatutoryRule(
    string Code, string Name, string Basis, IReadOnlyList<ClockLimit> Limits, IReadOnlyList<string>? Categories = null, IReadOnlyList<RequestType>? Types = null);

/// <summary>A step of the ladder at a point of the handling clock: minutes, hours or days before (negative) or after its end.</summary>
/// <param name="Opening">Of working days: when work begins on that day.</param>
public sealed record LadderStep(SupervisionLevel Level, int Offset, LimitUnit Unit, bool Opening = false)
{
    /// <summary>Who is told, and how.</summary>
    public IReadOnlyList<NoticeTo>? To { get; init; }
}

/// <summary>When a card is shown: at a share of the limit (percent), or so long before (negative) or after its end.</summary>
/// <param name="Clocks">Null for every clock whose end somebody has to act before.</param>
/// <param name="Opening">Of working days: when work begins on that day (承办人上班时).</param>
public sealed record CardRule(
    Card Card, int? Percent = null, int? Offset = null, LimitUnit? Unit = null, IReadOnlyList<ClockName>? Clocks = null, bool Opening = false)
{
    /// <summary>Who is told, and how.</summary>
    public IReadOnlyList<NoticeTo>? To { get; init; }
}

/// <summary>预警对象与方式</summary>
public sealed record NoticeTo(Role Role, IReadOnlyList<NoticeWay> By);

/// <summary>预警方式</summary>
[JsonConverter(typeof(KebabJson<NoticeWay>))]
public enum NoticeWay
{
    [Description("工作台")] Desk,
    [Description("短信")] Sms,
    [Description("电话")] Phone,
    [Description("书面")] Letter,
}
