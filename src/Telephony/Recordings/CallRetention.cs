using Npgsql;

namespace Hotline.Telephony.Recordings;

/// <summary>保存期限 of what calls leave behind, in days; null keeps it for ever.</summary>
/// <param name="Recordings">录音, with their words.</param>
/// <param name="ProtectedRecordings">重要录音: of calls that bear a mark (危机、辱骂、静默 …) or went to 110; the longer of the two holds for them.</param>
/// <param name="Transcripts">转写文本</param>
/// <param name="CallDetails">通话明细: the citizen's number, keys, events, parties and quality. The call itself stays as a row without a person.</param>
/// <param name="SeatHistory">座席状态记录</param>
/// <param name="Quality">质检记录: checks, scores and appeals; not while an appeal is undecided.</param>
public sealed record CallRetentionRules(int? Recordings, int? ProtectedRecordings, int? Transcripts, int? CallDetails, int? SeatHistory, int? Quality);

/// <summary>How much was erased.</summary>
public sealed record ErasedCalls(int Recordings, int Transcripts, int CallDetails, int SeatHistory, int Quality);

/// <summary>
/// Erases what is older than the rules keep it, some hundred rows at a time; cut off anywhere, the next run goes on. Nothing of a held call
/// (录音冻结) is touched. To be run on one host for all; each node deletes its own files (<see cref="ErasedRecordings"/>).
/// </summary>
public sealed class CallRetention(NpgsqlDataSource db, TimeProvider clock)
{
    private const int Batch = 500;
    private const string NotHeld = "c.id <> all($2) and not exists (select from telephony.recording_hold h where h.call_id = c.id and h.ended_at is null)";

    /// <param name="held">Calls that somebody needs kept for other reasons than a hold of their recording.</param>
    public async Task<ErasedCalls> EraseAsync(CallRetentionRules rules, IReadOnlyList<Guid> held, CancellationToken ct) => new(
        rules.Recordings is { } recordings ? await RecordingsAsync(Before(recordings), [.. held], Protected(rules, recordings), ct) : 0,
        rules.Transcripts is { } transcripts ? await TranscriptsAsync(Before(transcripts), [.. held], ct) : 0,
        rules.CallDetails is { } details ? await DetailsAsync(Before(details), [.. held], ct) : 0,
        rules.SeatHistory is { } seats ? await SeatsAsync(Before(seats), ct) : 0,
        rules.Quality is { } quality ? await QualityAsync(Before(quality), [.. held], ct) : 0);

    /// <summary>Those of the calls whose details are gone.</summary>
    public async Task<IReadOnlyList<Guid>> WithoutDetailsAsync(IReadOnlyCollection<Guid> calls, CancellationToken ct) => await db.ReadAsync(
        "select id from telephony.call where id = any($1) and details_erased_at is not null", [calls.ToArray()], row => row.GetGuid(0), ct);

    private Task<int> RecordingsAsync(DateTimeOffset before, Guid[] held, DateTimeOffset protectedBefore, CancellationToken ct) => RepeatAsync(
        $"""
        with due as (
          select id from telephony.call c
          where recording_file is not null and recording_erased_at is null and arrived_at < $1 and (arrived_at < $5 or (flags = '' and police = 'None')) and {NotHeld}
          order by arrived_at limit $3),
          dropped as (delete from telephony.transcript_dropped where call_id in (select id from due)),
          said as (delete from telephony.transcript_segment where call_id in (select id from due))
        update telephony.call set recording_erased_at = $4, recording_erased_why = '保存期限届满' where id in (select id from due)
        """,
        [before, held, Batch, clock.GetUtcNow(), protectedBefore], ct);

    private Task<int> TranscriptsAsync(DateTimeOffset before, Guid[] held, CancellationToken ct) => RepeatAsync(
        $"""
        with due as (
          select id from telephony.call c where arrived_at < $1 and transcript_erased_at is null and {NotHeld} order by arrived_at limit $3),
          dropped as (delete from telephony.transcript_dropped where call_id in (select id from due)),
          said as (delete from telephony.transcript_segment where call_id in (select id from due))
        update telephony.call set transcript_erased_at = $4, transcribed_at = coalesce(transcribed_at, $4) where id in (select id from due)
        """,
        [before, held, Batch, clock.GetUtcNow()], ct);

    /// <summary>Not while a recording is kept: it would belong to nobody.</summary>
    private async Task<int> DetailsAsync(DateTimeOffset before, Guid[] held, CancellationToken ct)
    {
        await db.ExecuteAsync("delete from telephony.callback where closed_at < $1", [before], ct);
        await db.ExecuteAsync("delete from telephony.blacklist where coalesce(until, decided_at) < $1 and state <> 'Proposed'", [before], ct);
        return await RepeatAsync(
            $"""
            with due as (
              select id from telephony.call c
              where arrived_at < $1 and ended_at is not null and details_erased_at is null and (recording_file is null or recording_erased_at is not null) and {NotHeld}
              order by arrived_at limit $3),
              events as (delete from telephony.call_event where call_id in (select id from due)),
              parts as (delete from telephony.participant where call_id in (select id from due)),
              quality as (delete from telephony.call_quality where call_id in (select id from due)),
              dropped as (delete from telephony.transcript_dropped where call_id in (select id from due)),
              said as (delete from telephony.transcript_segment where call_id in (select id from due))
            update telephony.call set details_erased_at = $4, digits = '', number_mac = null,
              caller = case direction when 'Inbound' then '' else caller end, called = case direction when 'Inbound' then called else '' end
            where id in (select id from due)
            """,
            [before, held, Batch, clock.GetUtcNow()], ct);
    }

    private Task<int> SeatsAsync(DateTimeOffset before, CancellationToken ct) =>
        RepeatAsync("delete from telephony.seat_history where id in (select id from telephony.seat_history where at < $1 order by at limit $2)", [before, Batch], ct);

    private Task<int> QualityAsync(DateTimeOffset before, Guid[] held, CancellationToken ct) => RepeatAsync(
        """
        with due as (
          select call_id from telephony.call_check k
          where ended_at < $1 and call_id <> all($2) and not exists (select from telephony.recording_hold h where h.call_id = k.call_id and h.ended_at is null)
            and not exists (select from telephony.appeal a where a.call_id = k.call_id and a.decided_at is null)
          order by ended_at limit $3),
          appeals as (delete from telephony.appeal where call_id in (select call_id from due)),
          scores as (delete from telephony.score where call_id in (select call_id from due))
        delete from telephony.call_check where call_id in (select call_id from due)
        """,
        [before, held, Batch], ct);

    private async Task<int> RepeatAsync(string sql, object?[] values, CancellationToken ct)
    {
        var all = 0;
        for (var rows = Batch; rows == Batch; all += rows) rows = await db.ExecuteAsync(sql, values, ct);
        return all;
    }

    private DateTimeOffset Before(int days) => clock.GetUtcNow().AddDays(-days);

    private DateTimeOffset Protected(CallRetentionRules rules, int recordings) => rules.ProtectedRecordings is { } days ? Before(Math.Max(days, recordings)) : DateTimeOffset.MinValue;
}
