using Npgsql;

namespace Hotline.Tickets.Feed;

/// <summary>
/// The log from its first event on, for whoever keeps what it learns in memory and learns it anew with every start. Not for
/// several threads at once.
/// </summary>
public sealed class TicketReplay(NpgsqlDataSource db)
{
    private readonly FeedReader _reader = new(db);
    private Checkpoint _at = new(0, 0);

    /// <summary>The next events, some hundreds at a time; none when everything so far has been read.</summary>
    public async Task<IReadOnlyList<FedEvent>> NextAsync(CancellationToken ct)
    {
        var (events, end) = await _reader.ReadAsync(_at, ct);
        _at = end;
        return events;
    }
}
