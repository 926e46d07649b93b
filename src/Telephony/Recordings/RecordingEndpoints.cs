using System.Security.Claims;
using System.Security.Cryptography;
using Hotline.Telephony.Calls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Hotline.Telephony.Recordings;

/// <summary>Recordings over HTTP. An agent hears the calls that were theirs; supervisors and inspectors hear all. Every listening is written down.</summary>
internal static class RecordingEndpoints
{
    private const int LongestReason = 200;

    internal sealed record ReasonBody(string? Reason);

    /// <param name="Whole">What lies on the disk is what was recorded.</param>
    internal sealed record Check(bool Whole, string? Recorded, string? Found);

    internal static void MapRecordings(this IEndpointRouteBuilder api)
    {
        var recording = api.MapGroup("/calls/{id:guid}/recording").WithTags("recordings").AddEndpointFilter(TelephonyHttp.DatabaseMayBeAway);
        string[] listeners = [TelephonyHttp.Agent, TelephonyHttp.Supervisor, TelephonyHttp.Inspector];
        recording.MapGet("", ListenAsync).For(listeners).WithSummary("调听录音");
        recording.MapGet("clip", ClipAsync).For(listeners).ProducesValidationProblem().WithSummary("片段: seconds from … to … of the recording, at most 10, while the call still runs too. Every listening is written down.");
        recording.MapGet("waveform", WaveformAsync).For(listeners).WithSummary("波形");
        recording.MapGet("check", CheckAsync).For(listeners).WithSummary("核验: the hash that was taken when the call ended, and that of the file as it is now.");
        recording.MapPost("pause", PauseAsync).For(TelephonyHttp.Agent).WithSummary("录音暂停");
        recording.MapPost("resume", (Guid id, ClaimsPrincipal user, Switchboard calls) => DoneAsync(calls.ResumeRecordingAsync(new(id), user.AgentId()), "pause", "refuse"))
            .For(TelephonyHttp.Agent).WithSummary("录音继续");
        recording.MapPost("refuse", (Guid id, ClaimsPrincipal user, Switchboard calls) => DoneAsync(calls.RefuseRecordingAsync(new(id), user.AgentId())))
            .For(TelephonyHttp.Agent).WithSummary("不同意录音: nothing of this call is kept.");
        recording.MapPost("hold", HoldAsync).For(TelephonyHttp.Supervisor, TelephonyHttp.Inspector).WithSummary("冻结: it is not erased until it is released.");
        recording.MapPost("release", ReleaseAsync).For(TelephonyHttp.Supervisor, TelephonyHttp.Inspector).WithSummary("解除冻结");
    }

    private static Task<IResult> ListenAsync(Guid id, ClaimsPrincipal user, CallLog log, Switchboard calls, TimeProvider clock, HttpContext http) =>
        WithAudioAsync(id, user, log, calls, wav =>
        {
            // a player asks for many ranges; the first one is the listening
            if (http.Request.GetTypedHeaders().Range?.Ranges.FirstOrDefault()?.From is null or 0)
                log.Write(new CallEvent.Listened(new(id), clock.GetUtcNow(), user.AgentId().Value));
            http.Response.Headers.CacheControl = "private, no-store";
            return Task.FromResult<IResult>(TypedResults.Stream(wav, "audio/wav", enableRangeProcessing: true));
        });

    private static async Task<IResult> ClipAsync(Guid id, double? from, double? to, ClaimsPrincipal user, CallLog log, Switchboard calls, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        if (from is not { } start || to is not { } end || !(start >= 0 && end > start && end - start <= RecordingClip.Longest))
            return TelephonyHttp.Wrong("to", $"请给出起止秒数，止大于起，最长 {RecordingClip.Longest} 秒，例如 from=12.5&to=14.5");
        if (await MayHearAsync(id, user, log) is not { } recorded) return NoSuchRecording();
        await using var wav = calls.Recordings.FindSoFar(recorded.File);
        if (wav is null || await RecordingClip.ReadAsync(wav, start, end, ct) is not { } clip) return NoSuchRecording();
        log.Write(new CallEvent.Listened(new(id), clock.GetUtcNow(), user.AgentId().Value));
        http.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Bytes(clip, "audio/wav");
    }

    private static Task<IResult> WaveformAsync(Guid id, ClaimsPrincipal user, CallLog log, Switchboard calls, CancellationToken ct) =>
        WithAudioAsync(id, user, log, calls, async wav =>
        {
            await using (wav) return TelephonyHttp.Json(await Waveform.OfAsync(wav, ct));
        });

    private static async Task<IResult> CheckAsync(Guid id, ClaimsPrincipal user, CallLog log, Switchboard calls, CancellationToken ct)
    {
        if (await RecordedAsync(id, user, log) is not { } recorded) return NoSuchRecording();
        try
        {
            var found = await calls.Recordings.HashAsync(recorded.File, ct);
            return TelephonyHttp.Json(new Check(found == recorded.Sha256, recorded.Sha256, found));
        }
        catch (CryptographicException)
        {
            return TelephonyHttp.Json(new Check(false, recorded.Sha256, null));
        }
    }

    private static Task<IResult> PauseAsync(Guid id, ReasonBody body, ClaimsPrincipal user, Switchboard calls) => body.Reason?.Trim() is { Length: > 0 and <= LongestReason } reason
        ? DoneAsync(calls.PauseRecordingAsync(new(id), user.AgentId(), reason), "resume", "refuse")
        : Task.FromResult<IResult>(WrongReason());

    private static async Task<IResult> HoldAsync(Guid id, ReasonBody body, ClaimsPrincipal user, CallLog log, NpgsqlDataSource db, TimeProvider clock, CancellationToken ct)
    {
        if (body.Reason?.Trim() is not { Length: > 0 and <= LongestReason } reason) return WrongReason();
        if (await RecordedAsync(id, user, log) is null) return NoSuchRecording();
        return await db.ExecuteAsync(
            "insert into telephony.recording_hold (call_id, reason, actor, at) values ($1, $2, $3, $4) on conflict do nothing",
            [id, reason, user.AgentId().Value, clock.GetUtcNow()], ct) == 1
            ? TypedResults.NoContent() : TelephonyHttp.Conflict(new CallRefusal("already-on-hold", "该录音已冻结", "The recording is on hold already."), "release");
    }

    private static async Task<IResult> ReleaseAsync(Guid id, ClaimsPrincipal user, NpgsqlDataSource db, TimeProvider clock, CancellationToken ct) => await db.ExecuteAsync(
            "update telephony.recording_hold set ended_by = $2, ended_at = $3 where call_id = $1 and ended_at is null", [id, user.AgentId().Value, clock.GetUtcNow()], ct) == 1
            ? TypedResults.NoContent() : TelephonyHttp.Conflict(new CallRefusal("not-on-hold", "该录音未冻结", "The recording is not on hold."), "hold");

    private static async Task<IResult> DoneAsync(Task<CallRefusal?> asked, params string[] allowed) =>
        await asked is { } refusal ? TelephonyHttp.Conflict(refusal, refusal == CallRefusal.Over ? [] : allowed) : TypedResults.NoContent();

    private static async Task<IResult> WithAudioAsync(Guid id, ClaimsPrincipal user, CallLog log, Switchboard calls, Func<SealedWavStream, Task<IResult>> then)
    {
        try
        {
            return await RecordedAsync(id, user, log) is { } recorded && calls.Recordings.Find(recorded.File) is { } wav ? await then(wav) : NoSuchRecording();
        }
        catch (CryptographicException)
        {
            return TypedResults.Problem(
                "录音文件已损坏或缺少密钥", statusCode: StatusCodes.Status422UnprocessableEntity, type: "urn:hotline:recording-damaged",
                extensions: new Dictionary<string, object?> { ["english"] = "The recording is damaged, or its key is missing." });
        }
    }

    /// <summary>Null also where it is not this agent's to hear.</summary>
    private static async Task<RecordedFile?> RecordedAsync(Guid id, ClaimsPrincipal user, CallLog log) =>
        await MayHearAsync(id, user, log) is { Sha256: not null } complete ? complete : null;

    /// <summary>Complete or still growing.</summary>
    private static async Task<RecordedFile?> MayHearAsync(Guid id, ClaimsPrincipal user, CallLog log)
    {
        if (await log.FindAsync(new(id)) is not { Recording: { } recording } call) return null;
        var all = user.IsInRole(TelephonyHttp.Supervisor) || user.IsInRole(TelephonyHttp.Inspector);
        return all || await log.ServedAsync(call.Id, user.AgentId()) ? recording : null;
    }

    private static ValidationProblem WrongReason() => TelephonyHttp.Wrong("reason", $"必填，请用 {LongestReason} 字以内说明原因，例如：市民报身份证号");

    private static ProblemHttpResult NoSuchRecording() =>
        TelephonyHttp.Missing("没有录音，或录音尚未完成，或不是您的通话", "There is no recording, it is not complete yet, or the call was not yours.");
}
