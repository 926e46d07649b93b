using System.Text.Json.Serialization;
using Hotline.Tickets.City;

namespace Hotline.Tickets.Supervising;

/// <summary>提级办理: 1 热线主管部门, 2 政府办公室, 3 政府常务会议. Never down.</summary>
public sealed record RaiseTicket(int? Level, string? Reason) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.Raise;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) => ticket.Level == Raising.Highest
        ? AtTheTop
        : new FieldErrors()
            .Check("level", Level > ticket.Level && Level <= Raising.Highest, $"应为 {ticket.Level + 1} 到 {Raising.Highest}：1 热线主管部门，2 政府办公室，3 政府常务会议")
            .Required("reason", Reason, 500).Decision
        ?? new TicketEvent.Raised(Level!.Value, Reason!);

    public static Decision.Refused AtTheTop { get; } = new("at-the-top", "已提级到最高层级", "The ticket is at the highest level already.");
}
