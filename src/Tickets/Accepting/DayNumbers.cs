using Npgsql;

namespace Hotline.Tickets.Accepting;

/// <summary>
/// The day's numbers, taken from the database in blocks so that those who accept do not queue for one row. They are unique
/// over all hosts; a block that a host did not use up stays a gap.
/// </summary>
internal sealed class DayNumbers(NpgsqlDataSource db)
{
    private const int Block = 20;
    private readonly Lock _taking = new();
    private (DateOnly Day, int Next, int Last) _block;
    private Task? _fetching;

    internal async Task<int> NextAsync(DateOnly day, CancellationToken ct)
    {
        while (true)
        {
            Task fetched;
            lock (_taking)
            {
                if (_block.Day == day && _block.Next <= _block.Last) return _block.Next++;
                fetched = _fetching ??= FetchAsync(day);
            }

            await fetched.WaitAsync(ct); // one block for all who wait
        }
    }

    private async Task FetchAsync(DateOnly day)
    {
        await Task.Yield();
        try
        {
            var last = await db.ReadAsync(
                "insert into tickets.day_sequence as s (day, last) values ($1, $2) on conflict (day) do update set last = s.last + $2 returning last",
                [day, Block], row => row.GetInt32(0), CancellationToken.None);
            lock (_taking) _block = (day, last[0] - Block + 1, last[0]);
        }
        finally
        {
            lock (_taking) _fetching = null;
        }
    }
}
