using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Supervising;

/// <summary>督办: a leader's order with an instruction, to be answered in time.</summary>
/// <param name="Addressee">Who has to answer; null for whoever holds the matter.</param>
/// <param name="ToDispatcher">Addressed to the dispatcher, whoever holds the matter.</param>
/// <param name="Value">Time for the answer in <paramref name="Unit"/> (working days where none is given); null for the city's usual limit.</param>
public sealed record SuperviseTicket(
    SupervisionLevel? Level, string? Instruction, DepartmentId? Addressee = null, bool ToDispatcher = false, int? Value = null, LimitUnit? Unit = null) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.Supervise;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        var errors = new FieldErrors()
            .Check("level", Level is not null, "必选，请选择督办级别")
            .Required("instruction", Instruction, 1000)
            .Check("addressee", Addressee is not { } unit || rules.Knows(unit), "承办单位代码不存在，请从目录选择")
            .Check("addressee", Addressee is null || !ToDispatcher, "督办对象只能选承办单位或派单员之一");
        if (Orders.CheckLimit(errors, Value, Unit).Decision is { } invalid) return invalid;

        var addressee = ToDispatcher ? null : Addressee ?? ticket.State.Responsible;
        return Orders.Issue(ticket, ticket.Supervisions.Count + 1, Level!.Value, Instruction!, addressee, Orders.LimitOf(Value, Unit), automatic: false, by, rules, now);
    }
}
