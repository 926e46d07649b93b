using System.Security.Claims;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Media;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Telephony.Surges;

/// <summary>突发事件播报 over HTTP: supervisors switch announcements on and off; everybody sees which are on and who reported the same.</summary>
internal static class SurgeEndpoints
{
    private const int LongestText = 200;
    private static readonly TimeSpan LongestSurge = TimeSpan.FromDays(3);

    /// <param name="Lines">Numbers; none: all lines.</param>
    /// <param name="Prompt">Id in the manifest; none and no audio: the general announcement.</param>
    /// <param name="Audio">A recorded announcement: a WAV file in Base64, at most 30 s.</param>
    /// <param name="Ticket">单号 of the event.</param>
    internal sealed record SurgeBody(IReadOnlyList<string>? Lines, string? Text, string? Prompt, string? Audio, string? Ticket, DateTimeOffset? Until);

    internal static void AddSurges(this IServiceCollection services)
    {
        services.AddSingleton<SurgeOffice>();
        services.AddHostedService(s => s.GetRequiredService<SurgeOffice>());
    }

    internal static void MapSurges(this IEndpointRouteBuilder api)
    {
        var surges = api.MapGroup("/surges").WithTags("surges").AddEndpointFilter(TelephonyHttp.DatabaseMayBeAway);
        surges.MapGet("", (SurgeOffice office) => TelephonyHttp.Json(office.On)).For(TelephonyHttp.Agent, TelephonyHttp.Supervisor)
            .Produces<IReadOnlyList<Surge>>().WithSummary("突发事件播报: those that are on");
        surges.MapPost("", AddAsync).For(TelephonyHttp.Supervisor).Produces<Surge>(StatusCodes.Status201Created).ProducesValidationProblem().WithSummary("开启播报: callers of the lines hear it before the queue, and 1 reports the same");
        surges.MapDelete("{id:guid}", EndAsync).For(TelephonyHttp.Supervisor).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).WithSummary("关闭播报");
        surges.MapGet("{id:guid}/callers", CallersAsync).For(TelephonyHttp.Agent, TelephonyHttp.Supervisor)
            .Produces<IReadOnlyList<SurgeCaller>>().ProducesProblem(StatusCodes.Status404NotFound).WithSummary("同诉登记: who pressed 1, and the ticket made of it");
    }

    private static async Task<IResult> AddAsync(SurgeBody body, ClaimsPrincipal user, SurgeOffice office, Switchboard switchboard, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var wrong = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var audio = Recording(body.Audio, wrong);
        Check(wrong, "text", body.Text?.Trim() is { Length: > 0 and <= LongestText }, $"请填写播报文字，1 至 {LongestText} 字");
        Check(wrong, "ticket", body.Ticket?.Trim() is { Length: > 0 and <= 40 }, "请填写该事件的工单编号");
        Check(wrong, "until", body.Until > now && body.Until <= now + LongestSurge, $"结束时间应在今后 {LongestSurge.TotalHours} 小时之内，如 {now.AddHours(2):yyyy-MM-ddTHH:mm:ssZ}");
        Check(wrong, "prompt", body.Prompt is null || switchboard.Prompts.Any(p => p.Id == body.Prompt), "没有这个提示音，见 GET /api/v1/prompts；留空则播放通用播报");
        Check(wrong, "lines", body.Lines?.All(Surge.IsLine) != false, "号码应为数字，如 12345；留空表示全部专线");
        if (wrong.Count > 0) return TypedResults.ValidationProblem(wrong);

        var surge = new Surge(
            Guid.CreateVersion7(), [.. (body.Lines ?? []).Distinct(StringComparer.Ordinal)], body.Text!.Trim(), body.Prompt ?? "surge", body.Ticket!.Trim(), now,
            body.Until!.Value.ToUniversalTime(), user.AgentId().Value, user.DisplayName()) { Audio = audio };
        return Results.Json(await office.AddAsync(surge, ct), CallJson.Options, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> EndAsync(Guid id, SurgeOffice office, CancellationToken ct) =>
        await office.EndAsync(id, ct) ? TypedResults.NoContent() : NotOn();

    private static async Task<IResult> CallersAsync(Guid id, SurgeOffice office, CancellationToken ct) =>
        await office.CallersAsync(id, ct) is { } callers ? TelephonyHttp.Json(callers) : NotOn();

    private static Prompt? Recording(string? base64, Dictionary<string, string[]> wrong)
    {
        if (string.IsNullOrEmpty(base64)) return null;
        try
        {
            return Surge.ReadRecording(Convert.FromBase64String(base64));
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            Check(wrong, "audio", holds: false, $"应为 Base64 编码的 WAV 文件（PCM 或 A-law，8000 或 16000 采样/秒，最长 {Surge.LongestRecording.TotalSeconds} 秒）：" + e.Message);
            return null;
        }
    }

    private static void Check(Dictionary<string, string[]> wrong, string field, bool holds, string problem)
    {
        if (!holds) wrong[field] = [problem];
    }

    private static ProblemHttpResult NotOn() => TelephonyHttp.Missing("没有这条播报，或已结束", "There is no such announcement, or it has ended.");
}
