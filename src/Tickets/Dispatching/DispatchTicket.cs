using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Dispatching;

/// <summary>派单: a department becomes responsible. Its handling clock starts now and not when it signs, and runs on through returns.</summary>
/// <param name="Reason">Needed when it goes back to the department that returned it.</param>
/// <param name="Statutory">法定时限: code of a law's clock that holds for this matter.</param>
public sealed record DispatchTicket(DepartmentId Department, string? Reason = null, string? Statutory = null) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.Dispatch;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        if (DutyAgainst(ticket.Facts.Category, Department, rules) is { } duty) return ForTheDepartment(duty);

        var facts = Statutory is null ? ticket.Facts : ticket.Facts with { Statutory = Statutory };
        return new FieldErrors()
                .Check("department", rules.Knows(Department), "承办单位代码不存在，请从目录中选择")
                .Check("reason", ticket.LastDepartment != Department || !string.IsNullOrWhiteSpace(Reason), "再次派给原退单单位须写明理由")
                .Check("statutory", Statutory is null || rules.KnowsStatutory(Statutory), "法定时限代码不存在，请从目录中选择")
                .Longest("reason", Reason, 500)
                .Decision
            ?? new TicketEvent.Dispatched(Department, ticket.LastDepartment, Reason, ticket.Precedent is null ? rules.ReturnableUntil(now) : null, Statutory)
            {
                Started = UnitClocks.Start(ticket, facts, Department, rules, now),
            };
    }

    /// <summary>The rule that keeps departments' duties from being pushed to towns; null where it does not speak.</summary>
    internal static string? DutyAgainst(string? category, DepartmentId department, CityRules rules) =>
        category is { } code && rules.DutyOf(code) is { } duty && rules.LevelOf(department) is UnitLevel.Town or UnitLevel.Community or UnitLevel.Grid ? duty : null;

    /// <summary>保护基层: it takes a ruling of the dispute desk.</summary>
    public static Decision.Refused ForTheDepartment(string duty) => new(
        GrassrootsProtected, $"该事项属部门职责，未经争议裁定不得派给镇街、村居和网格：{duty}",
        $"This is a department's duty and may not be given to towns, communities or grids without a ruling: {duty}");

    public const string GrassrootsProtected = "grassroots-protected";
}
