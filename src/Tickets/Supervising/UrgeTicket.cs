using System.Text.Json.Serialization;
using Hotline.Tickets.City;

namespace Hotline.Tickets.Supervising;

/// <summary>催办: the citizen, as often a day as the city lets them, or staff on their behalf. Urged often enough, it is supervised by itself.</summary>
public sealed record UrgeTicket(string? Text = null) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.Urge;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        if (new FieldErrors().Longest("text", Text, 500).Decision is { } invalid) return invalid;
        var day = rules.DayOf(now);
        if (by.Role == Role.Citizen && ticket.Urges.Count(d => d == day) >= rules.Handling.UrgesADay) return UrgedToday(ticket.Urges.Count(d => d == day), day.AddDays(1));

        var (urged, times) = (new TicketEvent.Urged(Text, day), ticket.Urges.Count + 1);
        if (times % rules.Handling.UrgesToSupervise != 0) return urged;
        return new Decision.Happened(urged, Orders.Automatic(
            ticket, ticket.Supervisions.Count + 1, SupervisionLevel.Supervision, $"诉求人已催办 {times} 次，请说明办理进展和预计完成时间", rules, now));
    }

    /// <param name="again">From the beginning of this day of the city on.</param>
    public static Decision.Refused UrgedToday(int times, DateOnly again) => new(
        "urged-today", $"今天已催办 {times} 次，承办单位已收到；{again:yyyy年M月d日}起可再次催办", $"Urged {times} time(s) today already; you may urge again from {again:yyyy-MM-dd} on.");
}
