using System.ComponentModel;
using System.Text.Json.Serialization;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Departments;

namespace Hotline.Tickets.City;

/// <summary>What differs from city to city (城市配置), as data: departments, categories, the dispatch catalogue and the limits.</summary>
/// <param name="RulesVersion">Stands on every event that was decided under it.</param>
/// <param name="TimeZone">IANA name; days of ticket numbers and reports begin at its midnight.</param>
/// <param name="WorkHours">办公时间, such as 09:00-12:00,13:30-17:30.</param>
public sealed record CityProfile(
    string Name, string RulesVersion, string TimeZone, string WorkHours,
    IReadOnlyList<District> Districts, IReadOnlyList<Department> Departments, IReadOnlyList<Category> Categories,
    IReadOnlyList<DispatchRow> DispatchCatalogue, IReadOnlyList<ClockLimit> Limits, CityCounts Counts, HandlingRules? Handling = null)
{
    /// <summary>Where the figures come from: regulation, article, date.</summary>
    public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>兜底单位: who gets what no row of the catalogue speaks of.</summary>
    public DepartmentId? Fallback { get; init; }

    /// <summary>地方假、地方调休: the city's own days over the national notices.</summary>
    public IReadOnlyList<NamedDay> Days { get; init; } = [];

    /// <summary>Calendars beside the usual one, for limits to name.</summary>
    public IReadOnlyList<NamedCalendar>? Calendars { get; init; }

    /// <summary>Steps the city takes away from roles. It can give none that the transition table does not have.</summary>
    public IReadOnlyList<WithheldSteps>? Withheld { get; init; }

    /// <summary>市民可见状态: what a citizen reads for a state.</summary>
    public IReadOnlyList<CitizenLabel>? CitizenLabels { get; init; }

    /// <summary>两线联动: which matters go to 110, and which come from there.</summary>
    public PoliceBorder? Police { get; init; }

    public ScoringRules? Scoring { get; init; }

    /// <summary>满意度分值</summary>
    public IReadOnlyList<RatingGrade>? Ratings { get; init; }

    public SecrecyRules? Secrecy { get; init; }

    /// <summary>保存期限</summary>
    public IReadOnlyList<RetentionRule>? Retention { get; init; }

    /// <summary>热线归并: the file of merged hotlines, beside the profile.</summary>
    public string? Lines { get; init; }

    /// <summary>语音导航</summary>
    public IReadOnlyList<VoiceMenu>? Menus { get; init; }

    public QualitySheet? Quality { get; init; }

    /// <summary>报表模板</summary>
    public IReadOnlyList<ReportTemplate>? Reports { get; init; }

    /// <summary>敏感词与预警词</summary>
    public IReadOnlyList<AlertWords>? Alerts { get; init; }

    /// <summary>登记表单: what has to be filled in beyond the text.</summary>
    public IReadOnlyList<FormRule>? Forms { get; init; }
}

/// <summary>区, with the streets and compounds (地名) a citizen may name.</summary>
public sealed record District(string Code, string Name, IReadOnlyList<string> Places);

/// <summary>承办单位, with what became of it: its code never changes, its name and its existence have dates.</summary>
/// <param name="Parent">上级单位, such as a town's district.</param>
/// <param name="From">Its first day; null: it was always there.</param>
/// <param name="To">The first day it is no longer there; null: it still is.</param>
/// <param name="Successors">Who took over when it ended: one after a merger, several after a split.</param>
/// <param name="FormerNames">曾用名, the oldest first.</param>
public sealed record Department(
    DepartmentId Code, string Name, string DutyPhone, UnitLevel Level = UnitLevel.City, DepartmentId? Parent = null, DateOnly? From = null, DateOnly? To = null,
    IReadOnlyList<DepartmentId>? Successors = null, IReadOnlyList<FormerName>? FormerNames = null)
{
    /// <summary>Where its clerks are told of warnings.</summary>
    public StaffContact? Contact { get; init; }

    /// <summary>Where its lead is.</summary>
    public StaffContact? LeadContact { get; init; }
}

/// <summary>诉求分类: two levels, a main category holds its own.</summary>
/// <param name="Keywords">Words of a citizen's text that speak for it.</param>
/// <param name="Types">Request types it is met with; empty for any.</param>
/// <param name="DepartmentDuty">部门法定职责: not to be pushed to towns without a ruling (国办函〔2025〕66号), under this rule.</param>
public sealed record Category(
    string Code, string Name, IReadOnlyList<string>? Keywords = null, IReadOnlyList<RequestType>? Types = null, IReadOnlyList<Category>? Children = null,
    string? DepartmentDuty = null);

/// <summary>A rule of the dispatch catalogue (派单目录). What it does not name, it does not ask for; without districts it holds in every district.</summary>
/// <param name="Department">主办单位</param>
public sealed record DispatchRow(string Category, DepartmentId Department, IReadOnlyList<string>? Districts = null)
{
    /// <summary>协办单位</summary>
    public IReadOnlyList<DepartmentId>? CoHandlers { get; init; }

    /// <summary>Request types it holds for; null for all.</summary>
    public IReadOnlyList<RequestType>? Types { get; init; }

    public Urgency? Urgency { get; init; }

    /// <summary>One of them stands in the text.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>Time of day, such as 18:00-24:00; null for any.</summary>
    public string? Hours { get; init; }

    /// <summary>法律或职责依据</summary>
    public string? Basis { get; init; }

    /// <summary>Its first day; null: it always held.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Its last day; null: it has no end.</summary>
    public DateOnly? To { get; init; }
}

/// <summary>A limit of one clock; the first row that fits a ticket holds. What a row does not name, it does not ask for.</summary>
/// <param name="Types">Empty for every request type.</param>
/// <param name="Redo">True: only for redo and rework; null: for both.</param>
/// <param name="WarnAfter">In the same unit; null for no warning.</param>
public sealed record ClockLimit(
    ClockName Clock, int Value, LimitUnit Unit, int? WarnAfter = null,
    IReadOnlyList<RequestType>? Types = null, Urgency? Urgency = null, bool? Redo = null)
{
    /// <summary>计时起点; null for the usual one of the unit.</summary>
    public DayCount? CountedFrom { get; init; }

    /// <summary>办公时间 of this clock, such as 00:00-24:00, or the code of a named calendar; null for the city's own.</summary>
    public string? Hours { get; init; }

    /// <summary>Main or own categories.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    public IReadOnlyList<Channel>? Channels { get; init; }

    public IReadOnlyList<string>? Districts { get; init; }

    /// <summary>The unit that has to act.</summary>
    public IReadOnlyList<DepartmentId>? Units { get; init; }

    /// <summary>热线 that was called.</summary>
    public IReadOnlyList<string>? Lines { get; init; }

    public TicketKind? Kind { get; init; }

    /// <summary>Cards of its own; null for those of the city (<see cref="HandlingRules.Cards"/>).</summary>
    public IReadOnlyList<CardRule>? Cards { get; init; }

    /// <summary>It holds for every ticket: a last row.</summary>
    internal bool IsForAll => this is
        { Types: null, Urgency: null, Redo: null, Categories: null, Channels: null, Districts: null, Units: null, Lines: null, Kind: null };

    internal bool Fits(ClockName clock, RequestFacts facts, bool redo, DepartmentId? unit, string? mainCategory) =>
        Clock == clock && (Types is null || Types.Contains(facts.Type)) && (Urgency is null || Urgency == facts.Urgency) && (Redo is null || Redo == redo)
        && Named(Categories, facts.Category, mainCategory) && (Channels is null || Channels.Contains(facts.Channel)) && Named(Districts, facts.District)
        && (Units is null || (unit is { } u && Units.Contains(u))) && Named(Lines, facts.Line) && (Kind is null || Kind == facts.Kind);

    private static bool Named(IReadOnlyList<string>? wanted, params ReadOnlySpan<string?> given)
    {
        if (wanted is null) return true;
        foreach (var code in given)
            if (code is not null && wanted.Contains(code)) return true;
        return false;
    }
}

/// <summary>How often and how long (次数与期限).</summary>
/// <param name="Returns">退单: times a ticket may be returned at all.</param>
/// <param name="ReturnHours">退单时限, from dispatch, in hours that never stand still.</param>
/// <param name="Redos">重办: times an unsolved ticket goes back to handling.</param>
/// <param name="FollowUpCalls">回访: calls before a citizen counts as unreachable.</param>
public sealed record CityCounts(int Returns, int ReturnHours, int Redos, int FollowUpCalls)
{
    /// <summary>退单时限 in the city's own measure, such as 2 working days; it goes before the hours.</summary>
    public Limit? Return { get; init; }
}

/// <summary>单位层级, the higher first.</summary>
[JsonConverter(typeof(KebabJson<UnitLevel>))]
public enum UnitLevel
{
    [Description("市级")] City,
    [Description("区县")] District,
    [Description("公用事业企业")] Enterprise,
    [Description("镇街")] Town,
    [Description("村居")] Community,
    [Description("网格")] Grid,
}
