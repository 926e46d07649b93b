using System.Text.Json.Serialization;
using Hotline.Tickets.City;

namespace Hotline.Tickets.Attachments;

/// <summary>附件: a file that lies sealed in the store becomes part of the ticket.</summary>
internal sealed record AttachFile(Attachment File, int PerCitizen, int PerTicket) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.Attach;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) => ticket.Attachments switch
    {
        var there when there.Count >= PerTicket || (File.ByCitizen && there.Count(a => a.ByCitizen) >= PerCitizen) => TooMany,
        var there when there.Any(a => a.Sha256 == File.Sha256) => AlreadyThere,
        _ => new TicketEvent.Attached(File),
    };

    public static Decision.Refused TooMany { get; } = new("too-many-attachments", "附件数量已达上限", "The ticket holds as many attachments as it may.");
    public static Decision.Refused AlreadyThere { get; } = new("attachment-already-there", "这个文件已在工单中", "This very file is attached already.");
}
