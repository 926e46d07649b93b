using Hotline.Tickets;
using Hotline.Tickets.Knowledge;
using Hotline.Tickets.Reading;
using Hotline.Tickets.UnifiedReplies;

namespace Hotline.Agent.Blazor.Departments;

/// <summary>A reply while it is written, point by point (逐点答复). It lives as long as the page's connection: a photograph or a colleague's answer that comes meanwhile takes nothing away.</summary>
public sealed class ReplyDraft(TicketView ticket)
{
    internal Finding? Finding { get; set; }
    internal HandlingResult? Result { get; set; }
    internal string? Public { get; set; }
    internal string? Note { get; set; }
    internal DateOnly? Promised { get; set; }
    internal string? Ground { get; set; }
    internal List<Point> Points { get; } = ticket.Demands.Count > 1 ? [.. ticket.Demands.Select((_, i) => new Point(i + 1))] : [];
    internal List<Cited> Citations { get; } = [];

    /// <summary>采用: a co-handler's words come behind what is there, in a point or in the one answer.</summary>
    internal void TakeOver(Contribution part, Point? into)
    {
        if (into is null) Public = Joined(Public, part);
        else into.Answer = Joined(into.Answer, part);
    }

    internal SubmitReply Command() => new(
        Finding, Result, Public, Text(Note), Promised, Text(Ground),
        Points.Count == 0 ? null : [.. Points.Select(p => new PointAnswer(p.No, Text(p.Answer), Text(p.Ground)))],
        Citations.Count == 0 ? null : [.. Citations.Select(c => new Citation(c.Id.Article, c.Id.Version))]);

    private static string Joined(string? there, Contribution part) => string.IsNullOrWhiteSpace(there) ? $"{part.UnitName}：{part.Text}" : $"{there}\n{part.UnitName}：{part.Text}";

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    /// <param name="No">From 1.</param>
    internal sealed class Point(int no)
    {
        internal int No => no;
        internal string? Answer { get; set; }
        internal string? Ground { get; set; }
    }

    public sealed record Cited(ArticleVersionId Id, string Title);
}

/// <summary>The replies somebody is writing on this connection, by ticket.</summary>
public sealed class ReplyDrafts
{
    private readonly Dictionary<TicketId, ReplyDraft> _drafts = [];

    internal ReplyDraft Of(TicketView ticket)
    {
        if (!_drafts.TryGetValue(ticket.Id, out var draft) || draft.Points.Count != (ticket.Demands.Count > 1 ? ticket.Demands.Count : 0)) _drafts[ticket.Id] = draft = new(ticket);
        return draft;
    }

    internal void Forget(TicketId ticket) => _drafts.Remove(ticket);
}
