using Hotline.Tickets.City;
using Hotline.Tickets.Supervising;

namespace Hotline.Tickets;

/// <summary>The rules that hold for every step, before its own: the transition table decides first.</summary>
internal static class Deciding
{
    internal static Decision Decide(ITicketCommand command, Ticket? ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        if (ticket is null) return UnknownTicket;

        var decision = Forbidden(command.Step, ticket, by, rules) ?? Raising.AfterStep(command.Decide(ticket, by, rules, now), ticket, rules, now);
        return decision is Decision.Refused refused
            ? refused with { Allowed = [.. Transitions.Allowed(ticket, by).Where(s => rules.MayTake(by.Role, s)).Select(s => s.Code())] }
            : decision;
    }

    private static Decision.Refused? Forbidden(Step step, Ticket ticket, Actor by, CityRules rules) => RowFor(ticket, step, by) switch
    {
        null => new("not-in-this-state", $"工单处于“{ticket.State.Name.Chinese()}”，不能{step.Chinese()}", $"The ticket is {ticket.State.Name.Code()}; the step {step.Code()} is not possible now."),
        var row when !row.By.Contains(by.Role) => new("not-your-role", $"{by.Role.Chinese()}不能{step.Chinese()}", $"The role {by.Role.Code()} may not take the step {step.Code()}."),
        _ when !rules.MayTake(by.Role, step) =>
            new("withheld", $"本市规定{by.Role.Chinese()}不办理“{step.Chinese()}”", $"In this city the role {by.Role.Code()} does not take the step {step.Code()}."),
        _ when !Transitions.IsTheirs(ticket, step, by) => NotYourDepartment,
        _ => Transitions.WhyClosed(ticket, step),
    };

    // a row of the system alone is none for people
    private static Transition? RowFor(Ticket ticket, Step step, Actor by) =>
        Transitions.Find(ticket.State.Name, step) is { } row && (by.Role == Role.System || row.By is not [Role.System]) ? row : null;

    internal static Decision.Refused UnknownTicket { get; } = new("unknown-ticket", "没有这张工单，请核对单号", "There is no such ticket. Check its number.");
    internal static Decision.Refused NotYourDepartment { get; } = new("not-your-department", "该工单未交办给本单位", "The ticket was not given to your department.");
}
