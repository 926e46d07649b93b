using System.Runtime.CompilerServices;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.City.Versions;

/// <summary>All tickets with running clocks that rules may move, some hundreds at a time, without locks.</summary>
internal static class OpenTickets
{
    private const int AtATime = 500;

    private static readonly string[] Open = [.. Transitions.Open.Select(s => s.Code())];

    internal static async IAsyncEnumerable<(TicketId Id, Stored Stored)> ReadAsync(NpgsqlDataSource db, [EnumeratorCancellation] CancellationToken ct)
    {
        var last = Guid.Empty;
        while (true)
        {
            var page = await db.ReadAsync(
                """
                select id, body, version from tickets.ticket
                where id > $1 and (state = any ($2) or (state = 'closed' and supervised > 0)) order by id limit $3
                """,
                [last, Open, AtATime], row => (Id: row.GetGuid(0), Stored: new Stored(EventJson.Read<Ticket>(row.GetString(1)), row.GetInt32(2))), ct);
            foreach (var (id, stored) in page) yield return (new(id), stored);
            if (page.Count < AtATime) yield break;
            last = page[^1].Id;
        }
    }
}
