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
    IReadOnlyList<DispatchRow> DispatchCatalogue, IReadOnlyList<ClockLimit> Limits, CityCounts Counts, HandlingRules? Handling = null);

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
    IReadOnlyList<DepartmentId>? Successors = null, IReadOnlyList<FormerName>? FormerNames = null);

/// <summary>诉求分类: two levels, a main category holds its own.</summary>
/// <param name="Keywords">Words of a citizen's text that speak for it.</param>
/// <param name="Types">Request types it is met with; empty for any.</param>
/// <param name="DepartmentDuty">部门法定职责: not to be pushed to towns without a ruling (国办函〔2025〕66号), under this rule.</param>
public sealed record Category(
    string Code, string Name, IReadOnlyList<string>? Keywords = null, IReadOnlyList<RequestType>? Types = null, IReadOnlyList<Category>? Children = null,
    string? DepartmentDuty = null);

/// <summary>A row of the dispatch catalogue (派单目录); without districts it holds in every district.</summary>
public sealed record DispatchRow(string Category, DepartmentId Department, IReadOnlyList<string>? Districts = null);

/// <summary>A limit of one clock; the first row that fits a ticket holds.</summary>
/// <param name="Types">Empty for every request type.</param>
/// <param name="Redo">True: only for redo and rework; null: for both.</param>
/// <param name="WarnAfter">In the same unit; null for no warning.</param>
public sealed record ClockLimit(
    ClockName Clock, int Value, LimitUnit Unit, int? WarnAfter = null,
    IReadOnlyList<RequestType>? Types = null, Urgency? Urgency = null, bool? Redo = null)
{
    internal bool Fits(ClockName clock, RequestFacts facts, bool redo) =>
        Clock == clock && (Types is null || Types.Contains(facts.Type)) && (Urgency is null || Urgency == facts.Urgency) && (Redo is null || Redo == redo);
}

/// <summary>How often and how long (次数与期限).</summary>
/// <param name="Returns">退单: times a ticket may be returned at all.</param>
/// <param name="ReturnHours">退单时限, from dispatch, in hours that never stand still.</param>
/// <param name="Redos">重办: times an unsolved ticket goes back to handling.</param>
/// <param name="FollowUpCalls">回访: calls before a citizen counts as unreachable.</param>
public sealed record CityCounts(int Returns, int ReturnHours, int Redos, int FollowUpCalls);

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
