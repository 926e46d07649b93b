using System.Collections.Concurrent;
using Npgsql;

namespace Hotline.Tickets.EventStore;

/// <summary>The ids behind the numbers people use. A number never changes its ticket, so one that was found is remembered.</summary>
internal sealed class TicketNumbers(NpgsqlDataSource db)
{
    private const int Remembered = 100_000;
    private readonly ConcurrentDictionary<string, TicketId> _known = new(StringComparer.Ordinal);

    internal async Task<TicketId?> FindAsync(TicketNumber number, CancellationToken ct)
    {
        if (_known.TryGetValue(number.Digits, out var known)) return known;
        var found = await db.ReadAsync("select id from tickets.ticket where number = $1", [number.Digits], row => new TicketId(row.GetGuid(0)), ct);
        if (found.Count == 0) return null;
        if (_known.Count >= Remembered) _known.Clear();
        return _known[number.Digits] = found[0];
    }
}
