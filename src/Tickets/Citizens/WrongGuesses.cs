using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Citizens;

/// <summary>Slows down whoever guesses codes: after so many wrong ones within the window nothing is looked up until it is over.</summary>
internal sealed class WrongGuesses(NpgsqlDataSource db, TimeProvider clock)
{
    internal const int PerNumber = 5, PerAddress = 20;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <param name="who">Fingerprints of who or what was guessed at, each with how many wrong guesses it may have.</param>
    internal async Task<TimeSpan?> BlockedForAsync((byte[] Who, int Most)[] who, CancellationToken ct)
    {
        var now = clock.Now();
        var since = await db.ReadAsync(
            "select f.since from tickets.lookup_failure f join unnest($2::bytea[], $3::int[]) w (who, most) using (who) where f.since > $1 and f.count >= w.most",
            [now - Window, who.Select(w => w.Who).ToArray(), who.Select(w => w.Most).ToArray()], row => row.Time(0), ct);
        return since.Count == 0 ? null : since.Max() + Window - now;
    }

    internal async Task RememberAsync((byte[] Who, int Most)[] who, CancellationToken ct)
    {
        var now = clock.Now();
        foreach (var (one, _) in who)
        {
            await db.ExecuteAsync(
                """
                insert into tickets.lookup_failure as f (who, count, since) values ($1, 1, $2)
                on conflict (who) do update set count = case when f.since > $3 then f.count + 1 else 1 end, since = case when f.since > $3 then f.since else $2 end
                """,
                [one, now, now - Window], ct);
        }
    }
}
