using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.EventStore;

/// <summary>Every column of a ticket's row as it follows from the events alone; what <see cref="Snapshot"/> writes step by step.</summary>
internal sealed record SnapshotRow(Ticket Ticket, RequestFacts AsAccepted, DateTimeOffset AcceptedAt, DateTimeOffset? DispatchedAt, DateTimeOffset? ClosedAt)
{
    internal static SnapshotRow After(SnapshotRow? before, TicketEvent happened, DateTimeOffset at)
    {
        var ticket = Ticket.Evolve(before?.Ticket, happened);
        return new(
            ticket, before?.AsAccepted ?? ticket.Facts, before?.AcceptedAt ?? at, happened is TicketEvent.Dispatched ? at : before?.DispatchedAt,
            ticket.State.IsOpen ? null : before?.ClosedAt ?? at);
    }

    /// <summary>An object by the columns' names.</summary>
    internal string ToJson(int version)
    {
        var (t, f, first) = (Ticket, Ticket.Facts, AsAccepted);
        var next = t.State.IsOpen ? t.Clocks.Where(c => c.PausedAt is null).MinBy(c => c.DueAt) : null;
        return EventJson.Write(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["number"] = t.Number.Digits, ["version"] = version, ["state"] = t.State.Name.Code(), ["department"] = t.State.Responsible?.Code, ["body"] = t,
            ["type"] = f.Type.Code(), ["title"] = f.Title, ["text"] = f.Text, ["place"] = f.Place, ["district"] = f.District, ["category"] = f.Category,
            ["urgency"] = f.Urgency.Code(), ["confidential"] = f.Confidential, ["level"] = t.Level, ["supervised"] = t.Supervisions.Count,
            ["channel"] = first.Channel.Code(), ["call_id"] = first.CallId, ["kind"] = first.Kind.Code(), ["line"] = first.Line, ["town"] = first.Town, ["grid"] = first.Grid,
            ["company"] = first.Company?.CreditCode, ["accepted_at"] = AcceptedAt, ["dispatched_at"] = DispatchedAt, ["closed_at"] = ClosedAt,
            ["next_clock"] = next?.Name.Code(), ["next_due_at"] = next?.DueAt, ["handling_due_at"] = t.Clocks.FirstOrDefault(c => c.Name == ClockName.Handling)?.DueAt,
        });
    }
}
