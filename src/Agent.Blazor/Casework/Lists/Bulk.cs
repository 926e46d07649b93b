using Hotline.Tickets.Reading;

namespace Hotline.Agent.Blazor.Casework.Lists;

/// <summary>What may be done with many tickets at once: deeds that each ticket's own rules still decide on, and that no citizen reads word for word.</summary>
public enum BulkDeed
{
    /// <summary>催办</summary>
    Urge,

    /// <summary>派给同一单位</summary>
    DispatchTo,

    /// <summary>各按建议派单</summary>
    DispatchAsProposed,

    /// <summary>申请剔除, by the unit that closed them.</summary>
    Exclude,
}

/// <summary>What became of one ticket of many.</summary>
/// <param name="Problem">Null where it was done; otherwise why not, for people.</param>
internal sealed record BulkResult(TicketLine Ticket, string? Problem);

/// <summary>Does one thing with many tickets, one after the other (批量办理). One that is refused stops nobody else.</summary>
internal static class Bulk
{
    /// <summary>As many as fit into one look over the results.</summary>
    internal const int Most = 200;

    /// <param name="deed">What is done with a ticket: null, or why it was not done, for people.</param>
    /// <param name="done">After each ticket: how many are through.</param>
    internal static async Task<IReadOnlyList<BulkResult>> RunAsync(IReadOnlyList<TicketLine> tickets, Func<TicketLine, Task<string?>> deed, Action<int> done)
    {
        var results = new List<BulkResult>(tickets.Count);
        foreach (var ticket in tickets)
        {
            results.Add(new(ticket, await deed(ticket)));
            done(results.Count);
        }

        return results;
    }
}
