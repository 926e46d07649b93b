using Hotline.Telephony.Calls;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hotline.Telephony.Recordings;

/// <summary>保存期限: erases recordings and transcripts that are older than the city keeps them and that nobody holds. The call's record stays and says so.</summary>
internal sealed partial class RecordingRetention(NpgsqlDataSource db, Switchboard switchboard, TelephonyOptions options, TimeProvider clock, ILogger<RecordingRetention> log) : BackgroundService
{
    private const int Batch = 500;
    private static readonly TimeSpan Every = TimeSpan.FromHours(6);

    /// <returns>How many were erased.</returns>
    internal async Task<int> SweepAsync(CancellationToken ct)
    {
        var (total, erased) = (0, Batch);
        while (options.KeepRecordings > TimeSpan.Zero && erased == Batch) total += erased = await EraseAsync(ct);
        return total;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await WaitAsync(timer, stoppingToken))
        {
            try
            {
                if (await SweepAsync(stoppingToken) is > 0 and var erased) Erased(erased);
            }
            catch (Exception e) when (e is NpgsqlException or IOException or UnauthorizedAccessException)
            {
                Failed(e);
            }
        }
    }

    /// <summary>The file goes first: a crash between the two only erases it once more.</summary>
    private async Task<int> EraseAsync(CancellationToken ct)
    {
        var due = await db.ReadAsync(
            """
            select id, recording_file from telephony.call c
            where recording_file is not null and recording_erased_at is null and arrived_at < $1
              and not exists (select from telephony.recording_hold h where h.call_id = c.id and h.ended_at is null)
            order by arrived_at limit $2
            """,
            [clock.GetUtcNow() - options.KeepRecordings, Batch], row => (Id: row.GetGuid(0), File: row.GetString(1)), ct);
        foreach (var (_, file) in due) switchboard.Recordings.Delete(file);
        var ids = due.Select(d => d.Id).ToArray();
        await db.ExecuteAsync(
            """
            with gone as (update telephony.call set recording_erased_at = $2, recording_erased_why = '保存期限届满' where id = any($1)),
              dropped as (delete from telephony.transcript_dropped where call_id = any($1))
            delete from telephony.transcript_segment where call_id = any($1)
            """,
            [ids, clock.GetUtcNow()], ct);
        return due.Count;
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} recordings were erased: the city keeps them no longer")]
    private partial void Erased(int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Old recordings could not be erased")]
    private partial void Failed(Exception e);
}
