using System.Text.Json.Serialization;
using Hotline.Tickets.Archiving;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Merging;

/// <summary>随主单答复: every caller gets an own reply and is asked for an own rating, whoever handled the matter.</summary>
/// <param name="Department">The master's; null where the hotline answered itself.</param>
public sealed record ReplyWithMaster(TicketNumber Master, string UnifiedReply, DepartmentId? Department, Reply? Reply) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.ReplyWithMaster;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        var closes = !ticket.Facts.WantsReply;
        return new TicketEvent.RepliedWithMaster(UnifiedReply, Master, Department, Reply is null ? null : Reply with { InternalNote = null, Points = [] }, closes)
        {
            Started = Department is null || closes ? Closing.Clocks(rules, now, Reply?.PromisedFor) : [rules.Start(ClockName.FollowUp, ticket.Facts, now)],
        };
    }

    /// <summary>Of a master that has a reply; null where there is none to give now.</summary>
    internal static ReplyWithMaster? Of(Ticket master) => master switch
    {
        { State: TicketState.Answered s } => new(master.Number, s.Answer, null, null),
        { State: TicketState.AwaitingFollowUp or TicketState.Closed or TicketState.Archived { Department: not null }, UnifiedReply: { } text } =>
            new(master.Number, text, master.State.Responsible, master.Reply),
        _ => null,
    };
}
