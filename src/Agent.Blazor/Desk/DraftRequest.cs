using Hotline.Tickets;
using Hotline.Tickets.Accepting;

namespace Hotline.Agent.Blazor.Desk;

/// <summary>The draft as the request it becomes.</summary>
internal static class DraftRequest
{
    internal const string PoliceReason = "话务员一键转接 110";

    internal static Request ToRequest(this Draft draft) => new()
    {
        Type = Terms.TryFromCode<RequestType>(draft.Type.Value, out var type) ? type : null,
        Urgency = Terms.TryFromCode<Urgency>(draft.Urgency.Value, out var urgency) ? urgency : Urgency.Normal,
        Channel = Channel.Phone,
        Title = Text(draft.Title),
        Text = Text(draft.Text),
        Place = Text(draft.Place),
        District = Text(draft.District),
        Category = Text(draft.Category),
        RequesterName = Text(draft.ContactName),
        Phone = Text(draft.ContactNumber),
        Confidential = draft.Confidential.Value.Length > 0 ? true : null, // unchecked: the ticket's own rule decides
        WantsReply = draft.NoReply.Value.Length == 0,
        CallId = draft.CallId?.ToString(),
        Line = draft.Line,
        Town = draft.Town,
        Grid = draft.Grid,
        Answer = draft.Police || Refused(draft) ? null : Text(draft.Answer),
        Citations = draft.Cited is [_, ..] && !draft.Police && !Refused(draft) && Text(draft.Answer) is not null ? [.. draft.Cited.Select(c => new Citation(c.Article, c.Version))] : null,
        NotAccepted = !draft.Police && Refused(draft) ? new NotAccept(draft.Ground.Value, Text(draft.Answer)) : null,
        Police = draft.Police ? PoliceReason : null,
    };

    private static bool Refused(Draft draft) => draft.Ground.Value.Length > 0;

    private static string? Text(FormField field) => string.IsNullOrWhiteSpace(field.Value) ? null : field.Value.Trim();
}
