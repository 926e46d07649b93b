using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Disputes;

/// <summary>提交争议: whose matter it is cannot be said; the dispute desk rules (派单异议审核, 国办函〔2025〕66号).</summary>
public sealed record DisputeTicket(string? Text, DepartmentId? Suggested = null, string? Basis = null) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.Dispute;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        StateOpinion.Wrong(Text, Suggested, Basis, rules).Decision
        ?? new TicketEvent.Disputed(new Statement(null, Text!, Suggested, Basis)) { Started = [rules.Start(ClockName.Dispute, ticket.Facts, now)] };
}

/// <summary>陈述意见: a unit concerned, or the dispatcher, says its side before the ruling.</summary>
public sealed record StateOpinion(string? Text, DepartmentId? Suggested = null, string? Basis = null) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.State;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        Wrong(Text, Suggested, Basis, rules).Decision ?? new TicketEvent.Stated(new Statement(by.Department, Text!, Suggested, Basis));

    internal static FieldErrors Wrong(string? text, DepartmentId? suggested, string? basis, CityRules rules) => new FieldErrors()
        .Required("text", text, 1000).Longest("basis", basis, 500)
        .Check("suggested", suggested is null || rules.Knows(suggested.Value), "承办单位代码不存在，请从目录中选择");
}

/// <summary>争议裁定: designates a unit, which may not return it, and sets a precedent for the same facts from now on.</summary>
/// <param name="Basis">法律或职责依据</param>
/// <param name="Precedent">Whether it is to be quoted next time.</param>
public sealed record Adjudicate(DepartmentId Department, string? Reason, string? Basis, bool Precedent = true) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.Adjudicate;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) => new FieldErrors()
            .Check("department", rules.Knows(Department), "承办单位代码不存在，请从目录中选择")
            .Required("reason", Reason, 1000).Required("basis", Basis, 500)
            .Decision
        ?? new TicketEvent.Adjudicated(Department, Reason!, Basis!, Precedent ? NumberOf(ticket) : null) { Started = UnitClocks.Start(ticket, ticket.Facts, Department, rules, now) };

    /// <summary>裁字 and the ticket's number: a ruling is found by the case it was made in.</summary>
    private static string NumberOf(Ticket ticket) => $"裁{ticket.Number.Digits}";
}
