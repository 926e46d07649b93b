using System.Globalization;
using Npgsql;

namespace Hotline.Tickets.Feed;

/// <summary>
/// The log from its first event on, for whoever keeps what it learns in memory and learns it anew with every start, or keeps
/// elsewhere both what it learned and how far it came. Not for several threads at once.
/// </summary>
public sealed class TicketReplay(NpgsqlDataSource db)
{
    private readonly FeedReader _reader = new(db);
    private Checkpoint? _at;
    private TicketId _last;
    private bool _begun;

    /// <summary>
    /// First only how each ticket began, with where it stands now, then every event since: soon done, and a ticket may come twice. There is
    /// no position to go on from before that has been read.
    /// </summary>
    public bool BeginningsFirst { get; init; }

    /// <summary>How far it came, to go on from by <see cref="ResumeAsync"/>; names the last event by its ticket too.</summary>
    public string Position => string.Create(CultureInfo.InvariantCulture, $"{_at?.Xid ?? 0}/{_at?.Seq ?? 0}/{_last.Value}");

    /// <summary>The next events, some hundreds at a time; none when everything so far has been read.</summary>
    public async Task<IReadOnlyList<FedEvent>> NextAsync(CancellationToken ct)
    {
        _at ??= BeginningsFirst ? await _reader.NowAsync(ct) : new(0, 0); // before the first ticket is read: what happens meanwhile comes afterwards
        if (BeginningsFirst && !_begun)
        {
            var begun = await _reader.BeginningsAsync(_last.Value, ct);
            _begun = begun.Count == 0;
            if (!_begun) _last = begun[^1].Recorded.Ticket;
            if (!_begun) return begun;
        }

        var (events, end) = await _reader.ReadAsync(_at, ct);
        _at = end;
        if (events.Count > 0) _last = events[^1].Recorded.Ticket;
        return events;
    }

    /// <summary>Goes on from a position. False when this log has no such event: the position is of another one, or of a time before a backup was restored.</summary>
    public async Task<bool> ResumeAsync(string position, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(position);
        if (position.Split('/') is not [var xid, var seq, var ticket]
            || !ulong.TryParse(xid, NumberStyles.None, CultureInfo.InvariantCulture, out var x) || !long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var s)
            || !TicketId.TryParse(ticket, null, out var last) || !await _reader.HasAsync(new(x, s), last, ct)) return false;
        (_at, _last, _begun) = (new(x, s), last, true);
        return true;
    }
}
