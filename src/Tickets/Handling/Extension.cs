using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Handling;

/// <summary>申请延期: before the limit ends, as often and as long as the city allows. The citizen is told when it is granted.</summary>
/// <param name="Value">How much more, in <paramref name="Unit"/>; working days where no unit is given.</param>
public sealed record RequestExtension(ExtensionReason? Code, string? Reason, int? Value, LimitUnit? Unit = null) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.RequestExtension;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        if (ticket.ClockOf(ClockName.Handling) is not { } clock || now >= clock.DueAt) return TooLate;
        if (ticket.Extensions >= rules.Handling.Extensions.Count) return NoMore;

        var most = rules.Handling.Extensions[ticket.Extensions].Most;
        var unit = Unit ?? most.Unit;
        return new FieldErrors()
                .Check("code", Code is not null, "必选，请选择延期原因")
                .Required("reason", Reason, 500)
                .Check("unit", unit == most.Unit, $"单位应为{most.Unit.Chinese()}")
                .Check("value", Value is > 0 && (unit != most.Unit || Value <= most.Value), $"应为 1 到 {most.Value}，单位{most.Unit.Chinese()}")
                .Decision
            ?? new TicketEvent.ExtensionRequested(by.Department!.Value, new ExtensionRequest(Code!.Value, Reason!, new Limit(Value!.Value, unit), by.Id))
            {
                Started = [rules.Start(ClockName.ExtensionDecision, ticket.Facts, now)],
            };
    }

    public static Decision.Refused TooLate { get; } = new("too-late-to-extend", "办理时限已到，不能再申请延期", "The handling limit is over; an extension can no longer be asked for.");
    public static Decision.Refused NoMore { get; } = new("no-more-extensions", "延期次数已用完", "The ticket has had all its extensions.");
}

/// <summary>准予延期: one approver after the other; the last one's lengthens the clock.</summary>
public sealed record GrantExtension : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.GrantExtension;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        var state = (TicketState.ExtensionRequested)ticket.State;
        if (Approval.Refuse(state, ticket, by, rules) is { } refused) return refused;

        var before = ticket.ClockOf(ClockName.Handling)!;
        if (state.Granted + 1 < Approval.Chain(ticket, rules).Count) return new TicketEvent.ExtensionGranted(before.DueAt, before.DueAt, Last: false);
        var after = rules.Extend(before, state.Request.More, now);
        return new TicketEvent.ExtensionGranted(before.DueAt, after.DueAt, Last: true) { Changed = [after] };
    }
}

/// <summary>不准延期</summary>
public sealed record RefuseExtension(string? Reason) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.RefuseExtension;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        Approval.Refuse((TicketState.ExtensionRequested)ticket.State, ticket, by, rules)
        ?? new FieldErrors().Required("reason", Reason, 500).Decision
        ?? new TicketEvent.ExtensionRefused(Reason!);
}

/// <summary>延期审批链: whose turn it is.</summary>
internal static class Approval
{
    internal static IReadOnlyList<Role> Chain(Ticket ticket, CityRules rules) => rules.Handling.Extensions[ticket.Extensions].Approvers;

    internal static Decision? Refuse(TicketState.ExtensionRequested state, Ticket ticket, Actor by, CityRules rules)
    {
        var turn = Chain(ticket, rules)[state.Granted];
        if (by.Id == state.Request.By) return OwnRequest;
        return by.Role == turn || (turn == Role.Reviewer && by.Role == Role.Supervisor) ? null : NotYourTurn(turn);
    }

    public static Decision.Refused OwnRequest { get; } = new("own-request", "申请人不能审批自己的申请", "Nobody may approve what they asked for themselves.");

    internal static Decision.Refused NotYourTurn(Role turn) => new("not-your-turn", $"现应由{turn.Chinese()}审批", $"It is for the role {turn.Code()} to decide now.");
}
