using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.UnifiedReplies;

namespace Hotline.Tickets.Handling;

/// <summary>
/// 转接短信: a unit writes to the citizen and does not see the number; the citizen need not answer. It counts as the first contact
/// (首次联系) of the unit in the lead where the city's rules say so.
/// </summary>
public sealed record MessageCitizen(string? Text) : ITicketCommand, ITellsCitizen
{
    /// <summary>Characters: with the frame of the letter three texts on the citizen's phone.</summary>
    public const int Longest = 140;

    /// <summary>What stands in the log, which is kept in Chinese.</summary>
    private const string Citizen = "诉求人", Sent = "经热线转接短信告知诉求人。";

    [JsonIgnore]
    public Step Step => Step.Message;

    IEnumerable<(string Field, string? Text)> ITellsCitizen.Told => [("text", Text)];

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        if (Wrong() is { } invalid) return invalid;
        var (day, most) = (rules.DayOf(now), rules.Handling.MessagesADay);
        if (ticket.Messages?.Count(d => d == day) >= most) return EnoughToday(most);

        var messaged = new TicketEvent.Messaged(by.Department!.Value, Text!.Trim(), day);
        return Counts(ticket, by, rules) ? new Decision.Happened(messaged, new TicketEvent.Contacted(new FirstContact(true, now, Citizen, Sent, null))) : messaged;
    }

    internal Decision? Wrong() => new FieldErrors().Required("text", Text, Longest).Decision;

    private static bool Counts(Ticket ticket, Actor by, CityRules rules) =>
        rules.Handling.MessageIsContact && ticket.State is TicketState.InHandling { ContactRecorded: false } state && state.Department == by.Department;

    public static Decision.Refused NotWished { get; } = new("no-reply-wished", "诉求人不要求回复，不向其发送短信", "The citizen wished no reply: no message is sent.");

    public static Decision.Refused NoMobile { get; } = new("no-mobile-number", "诉求人没有留手机号，短信送不到；请用中继呼叫", "The citizen left no mobile number that reads messages. Use a relay call.");

    public static Decision.Refused EnoughToday(int most) => new("enough-messages-today", $"今天已给诉求人发过 {most} 条短信，明天再发，或用中继呼叫", $"The citizen got {most} message(s) today already. Write tomorrow, or use a relay call.");
}
