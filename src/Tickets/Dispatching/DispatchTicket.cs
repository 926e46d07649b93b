using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Dispatching;

/// <summary>派单: a department becomes responsible. Its handling clock starts now and not when it signs.</summary>
/// <param name="Reason">Needed when it goes back to the department that returned it.</param>
public sealed record DispatchTicket(DepartmentId Department, string? Reason = null) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.Dispatch;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        new FieldErrors()
            .Check("department", rules.Knows(Department), "承办单位代码不存在，请从目录中选择")
            .Check("reason", ticket.LastDepartment != Department || !string.IsNullOrWhiteSpace(Reason), "再次派给原退单单位须写明理由")
            .Longest("reason", Reason, 500)
            .Decision
        ?? new TicketEvent.Dispatched(Department, ticket.LastDepartment, Reason, now.AddHours(rules.Profile.Counts.ReturnHours))
        {
            Started =
            [
                rules.Start(ClockName.SignIn, ticket.Facts, now),
                rules.Start(ClockName.FirstContact, ticket.Facts, now),
                rules.Start(ClockName.Handling, ticket.Facts, now),
            ],
        };
}
