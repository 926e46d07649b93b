using System.Text.Json.Serialization;
using Hotline.Tickets.City;

namespace Hotline.Tickets.Dispatching;

/// <summary>更正 in pre-review (预审): what is not given stays as it is; before and after are kept.</summary>
/// <param name="Demands">诉求要点, each at most 200 characters.</param>
public sealed record CorrectTicket(
    string? Title = null, string? Text = null, string? Place = null, string? District = null, string? Category = null, RequestType? Type = null, Urgency? Urgency = null,
    bool? Confidential = null, IReadOnlyList<string>? Demands = null, string? Reason = null) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.Correct;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        var before = ticket.Facts;
        var after = before with
        {
            Title = Title ?? before.Title, Text = Text ?? before.Text, Place = Place ?? before.Place, District = District ?? before.District, Category = Category ?? before.Category,
            Type = Type ?? before.Type, Urgency = Urgency ?? before.Urgency, Confidential = Confidential ?? before.Confidential, Demands = Demands ?? before.Demands,
        };
        return new FieldErrors()
                .Required("title", after.Title, 60).Required("text", after.Text, 2000).Longest("place", after.Place, 120).Longest("reason", Reason, 500)
                .Check("district", after.District is null || rules.KnowsDistrict(after.District), "区划代码不存在，请从目录中选择")
                .Check("category", after.Category is null || rules.Categories.ContainsKey(after.Category), "分类代码不存在，请从目录中选择")
                .Points("demands", Demands)
                .Check("title", after != before, "没有改动，请更正至少一项")
                .Check("reason", before.Confidential == after.Confidential || after.Confidential || by.Role == Role.Supervisor, "解除保密须由值班长办理")
                .Decision
            ?? new TicketEvent.Corrected(before, after, Reason);
    }
}
