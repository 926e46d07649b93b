using Hotline.Telephony.Calls;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hotline.Telephony.Recordings;

/// <summary>
/// Takes the files of erased recordings from this node's disk. What is erased, <see cref="CallRetention"/> decides on one host for all; the files lie
/// with the node that recorded them, so each node looks by itself. Deleting one twice does no harm.
/// </summary>
internal sealed partial class ErasedRecordings(NpgsqlDataSource db, Switchboard switchboard, TelephonyOptions options, TimeProvider clock, ILogger<ErasedRecordings> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    private DateTimeOffset _since; // a start looks at all of them: the node may have been down for long

    internal async Task DeleteAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var erased = await db.ReadAsync(
            "select recording_file from telephony.call where host = $1 and recording_erased_at >= $2 and recording_file is not null", [options.Node, _since], row => row.GetString(0), ct);
        foreach (var file in erased) switchboard.Recordings.Delete(file);
        _since = now - Every; // whose transaction began before and is committed after this look
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                await DeleteAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or IOException or UnauthorizedAccessException)
            {
                Failed(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Files of erased recordings could not be deleted")]
    private partial void Failed(Exception e);
}
