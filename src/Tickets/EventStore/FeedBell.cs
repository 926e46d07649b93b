using Npgsql;

namespace Hotline.Tickets.EventStore;

/// <summary>
/// Wakes the feeds of all hosts after commits, at most once in a while: PostgreSQL lets transactions that notify commit only one
/// after the other, so no command's own transaction does. A bell that is lost with its host costs a second: the feeds poll.
/// </summary>
internal sealed class FeedBell(NpgsqlDataSource db)
{
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(50);
    private int _ringing;

    internal void Ring()
    {
        if (Interlocked.Exchange(ref _ringing, 1) == 0) _ = RingSoonAsync();
    }

    private async Task RingSoonAsync()
    {
        await Task.Delay(Gather);
        Volatile.Write(ref _ringing, 0);
        try { await db.ExecuteAsync("select pg_notify('tickets', '')", [], CancellationToken.None); }
        catch (Exception e) when (e is NpgsqlException or ObjectDisposedException or TimeoutException) { /* the poll goes on */ }
    }
}
