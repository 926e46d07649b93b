using System.Security.Cryptography;
using Hotline.Telephony.Calls;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hotline.Telephony.Speech;

/// <summary>
/// 补转写: calls whose words were not all written down while they were said (no engine, overload, a crash) are transcribed later from their
/// recordings, the newest first, one at a time. Live calls always come first; a host killed in between begins the call anew.
/// </summary>
internal sealed partial class TranscriptBacklog(
    NpgsqlDataSource db, CallLog calls, Switchboard switchboard, LiveTranscriber transcriber, SpeechOptions speech, TelephonyOptions options, TimeProvider clock, ILogger<TranscriptBacklog> log)
    : BackgroundService
{
    /// <summary>A recording that cannot be transcribed, or that ends the process, is not tried for ever.</summary>
    internal const int MostAttempts = 3;
    private const int Batch = 20;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private sealed record Due(CallId Call, string Line, string File, DateTimeOffset AnsweredAt);

    /// <returns>How many calls were done.</returns>
    internal async Task<int> SweepAsync(CancellationToken ct)
    {
        if (!transcriber.IsReady) return 0;

        var done = 0;
        foreach (var due in await DueAsync(null, ct))
            if (switchboard.LifeOf(due.Call).IsCompleted && await TryAsync(due, ct)) done++;
        return done;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await GuardedAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // the host stops
        }
    }

    private async Task GuardedAsync(CancellationToken ct)
    {
        try
        {
            if (await SweepAsync(ct) is > 0 and var done) Transcribed(done);
        }
        catch (Exception e) when (e is NpgsqlException or IOException or UnauthorizedAccessException or TimeoutException)
        {
            Failed(e);
        }
    }

    /// <summary>Recorded calls of this host that lack words; refused ones have no recording, erased ones keep none.</summary>
    private async Task<List<Due>> DueAsync(CallId? call, CancellationToken ct) => await db.ReadAsync(
        """
        select id, case direction when 'Inbound' then called else caller end, recording_file, answered_at from telephony.call c
        where transcribed_at is null and ended_at is not null and answered_at is not null and recording_sha256 is not null and recording_erased_at is null
          and host = $1 and transcribing_attempts < $2 and ($3::uuid is null or id = $3)
          and not exists (select from telephony.call_event e where e.call_id = c.id and e.kind = 'recording-refused')
        order by transcribing_attempts, ended_at desc limit $4
        """,
        [options.Node, MostAttempts, call?.Value, Batch],
        row => new Due(new(row.GetGuid(0)), row.GetString(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3)), ct);

    private async Task<bool> TryAsync(Due due, CancellationToken ct)
    {
        await switchboard.FlushLogAsync(); // a call that ended just now may be done
        if ((await DueAsync(due.Call, ct)).Count == 0) return false;
        if (!switchboard.MayTranscribe(due.Line)) return await MarkAsync(due, ct);

        await AttemptAsync(due, 1);
        try
        {
            return await TranscribeAsync(due, ct);
        }
        catch (OperationCanceledException)
        {
            await AttemptAsync(due, -1);
            throw;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            Unreadable(due.Call, e);
            return false;
        }
    }

    private async Task<bool> TranscribeAsync(Due due, CancellationToken ct)
    {
        await using var wav = switchboard.Recordings.Find(due.File) ?? throw new FileNotFoundException("The recording is not in its place.");
        var parties = await PartiesAsync(due);
        var talk = new RecordedTalk(speech, transcriber.Recognitions);
        await talk.ReadAsync(wav, parties, ct);
        ct.ThrowIfCancellationRequested();
        return talk.IsComplete && await KeepAsync(due, [.. talk.Words(parties)], ct);
    }

    private Task<int> AttemptAsync(Due due, int by) => db.ExecuteAsync(
        "update telephony.call set transcribing_attempts = transcribing_attempts + $2 where id = $1", [due.Call.Value, by], CancellationToken.None);

    private async Task<bool> MarkAsync(Due due, CancellationToken ct) =>
        await db.ExecuteAsync("update telephony.call set transcribed_at = $2 where id = $1", [due.Call.Value, clock.GetUtcNow()], ct) == 1;

    /// <summary>Everybody the citizen heard.</summary>
    private async Task<IReadOnlyList<HeardParty>> PartiesAsync(Due due)
    {
        var ours = (await calls.ParticipantsAsync(due.Call)).Where(p => p.JoinedAt is not null && p.Party != Party.Supervisor)
            .Select(p => new HeardParty(p.Party, p.JoinedAt!.Value - due.AnsweredAt, p.LeftAt - due.AnsweredAt));
        return [.. ours, .. HeardParty.Supervisors(await calls.EventsAsync(due.Call), due.AnsweredAt)];
    }

    /// <summary>All of the call's words in one transaction, in place of those there were; false when its recording was erased meanwhile.</summary>
    private async Task<bool> KeepAsync(Due due, IReadOnlyList<(Party Speaker, RecordedWords Words)> heard, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(Sql.Command(
            "update telephony.call set transcribed_at = $2 where id = $1 and transcribed_at is null and recording_erased_at is null", due.Call.Value, clock.GetUtcNow()));
        if (await batch.ExecuteNonQueryAsync(ct) == 0) return false;

        batch.BatchCommands.Clear();
        batch.BatchCommands.Add(new LogEntry.Forgotten(due.Call).ToSql());
        foreach (var (speaker, words) in heard) batch.BatchCommands.Add(Entry(due.Call, speaker, words).ToSql());
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private static LogEntry Entry(CallId call, Party speaker, RecordedWords words) => words.Why is { } why
        ? new LogEntry.Unsaid(new(call, speaker, words.Number, words.Start, words.End, words.Text, why))
        : new LogEntry.Said(new(call, speaker, words.Number, words.Start, words.End, words.Text, IsFinal: true, words.Confidence));

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} calls were transcribed from their recordings")]
    private partial void Transcribed(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The recording of call {Call} cannot be transcribed")]
    private partial void Unreadable(CallId call, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "Recordings could not be transcribed now; it is tried again")]
    private partial void Failed(Exception e);
}
