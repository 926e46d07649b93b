using System.Security.Claims;
using Hotline.Telephony.Calls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Hotline.Telephony.Supervision;

/// <summary>Supervisors on live calls, over HTTP.</summary>
internal static class SupervisionEndpoints
{
    private const int LongestReason = 200;

    internal sealed record Body(string? Mode, string? Reason);

    internal static void MapSupervision(this IEndpointRouteBuilder api)
    {
        var call = api.MapGroup("/calls/{id:guid}").For(TelephonyHttp.Supervisor).WithTags("supervision");
        call.MapPost("supervise", SuperviseAsync).WithSummary("监听·耳语·强插");
        call.MapDelete("supervise", LeaveAsync).WithSummary("退出监听");
        call.MapPost("take-over", TakeOverAsync).WithSummary("接管");
        api.MapGet("/supervision/audio", AudioAsync).For(TelephonyHttp.Supervisor).WithTags("supervision").WithSummary("班长语音 (WebSocket)").ExcludeFromDescription();
    }

    private static async Task<IResult> SuperviseAsync(Guid id, Body body, ClaimsPrincipal user, Switchboard calls)
    {
        if (!Enum.TryParse<SupervisionMode>(body.Mode, ignoreCase: true, out var mode) || !Enum.IsDefined(mode)) return Wrong("mode", "请选择 listen（监听）、whisper（耳语）或 barge（强插）");
        if (string.IsNullOrWhiteSpace(body.Reason) || body.Reason.Length > LongestReason) return Wrong("reason", $"请填写介入原因，不超过 {LongestReason} 字");
        return Done(await calls.SuperviseAsync(new(id), user.AgentId(), mode, body.Reason.Trim()), calls, id, user);
    }

    private static async Task<IResult> LeaveAsync(Guid id, ClaimsPrincipal user, Switchboard calls) =>
        Done(await calls.EndSupervisionAsync(new(id), user.AgentId()), calls, id, user);

    private static async Task<IResult> TakeOverAsync(Guid id, ClaimsPrincipal user, Switchboard calls) =>
        Done(await calls.TakeOverAsync(new(id), user.AgentId(), user.DisplayName()), calls, id, user);

    /// <summary>The same leg as a seat's, but without signing in: who listens in is no agent who waits for calls.</summary>
    private static async Task<IResult> AudioAsync(HttpContext http, ClaimsPrincipal user, Switchboard calls, IHostApplicationLifetime host)
    {
        if (!http.WebSockets.IsWebSocketRequest)
            return TypedResults.Problem("This address speaks WebSocket only.", statusCode: StatusCodes.Status426UpgradeRequired, title: "Upgrade Required");

        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping);
        await calls.ConnectAudio(user.AgentId()).RunAsync(socket, ending.Token);
        return Results.Empty;
    }

    private static IResult Done(CallRefusal? refusal, Switchboard calls, Guid id, ClaimsPrincipal user) =>
        refusal is null ? TypedResults.NoContent() : TelephonyHttp.Conflict(refusal, Allowed(calls.Find(new(id)), user.AgentId()));

    private static string[] Allowed(CallSnapshot? call, AgentId supervisor) => call switch
    {
        { State: CallState.Talking } when call.Supervisors.Any(s => s.Supervisor == supervisor) => ["supervise", "leave", "take-over"],
        { State: CallState.Talking } when call.Agent != supervisor => ["supervise"],
        _ => [],
    };

    private static ValidationProblem Wrong(string field, string fix) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [fix] });
}
