using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hotline.Tickets.City.Versions;

/// <summary>Hears at once of versions and precedents that another host published, and moves the clocks that a version moves.</summary>
internal sealed partial class ProfileWatch(NpgsqlDataSource db, ProfileShelf shelf, ClockMover mover, TimeProvider clock, ILogger<ProfileWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(ListenAsync(stoppingToken), MoveAsync(stoppingToken));

    private async Task ListenAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await using var connection = await db.OpenConnectionAsync(ct);
                await using var listen = new NpgsqlCommand("listen profiles", connection);
                await listen.ExecuteNonQueryAsync(ct);
                while (true)
                {
                    await shelf.ReloadAsync(ct); // once more after every break: what was told meanwhile was missed
                    await connection.WaitAsync(ct);
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested) { return; }
            catch (Exception e)
            {
                WatchFailed(log, e);
                await Task.Delay(Pause, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // also what becomes valid by itself at its moment, and what a host that ended left half done
    private async Task MoveAsync(CancellationToken ct)
    {
        using var everySecond = new PeriodicTimer(Pause, clock);
        try
        {
            while (await everySecond.WaitForNextTickAsync(ct))
            {
                try { await mover.PassAsync(ct); }
                catch (Exception e) when (e is not OperationCanceledException) { WatchFailed(log, e); }
            }
        }
        catch (OperationCanceledException) { /* the host stops */ }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Versions of the city profile could not be followed; trying again in a second")]
    private static partial void WatchFailed(ILogger log, Exception e);
}
