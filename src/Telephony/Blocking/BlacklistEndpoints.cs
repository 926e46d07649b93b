using System.Security.Claims;
using Hotline.Telephony.Calls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Telephony.Blocking;

/// <summary>黑名单 over HTTP: agents propose the caller of a call they had, supervisors decide.</summary>
internal static class BlacklistEndpoints
{
    /// <param name="Call">Whose caller it is about: no number needs to be typed.</param>
    /// <param name="Number">Where there is no call.</param>
    internal sealed record Proposal(Guid? Call, string? Number, string? Reason);

    /// <param name="Days">1 or more; the settings' longest at most.</param>
    internal sealed record Decision(bool Approve, string? Reason, int? Days);

    internal static void MapBlacklist(this IEndpointRouteBuilder api)
    {
        var list = api.MapGroup("/blacklist").WithTags("blacklist").AddEndpointFilter(TelephonyHttp.DatabaseMayBeAway);
        list.MapGet("", (Switchboard board) => TelephonyHttp.Json(board.Blacklist.Entries)).For(TelephonyHttp.Supervisor).WithSummary("黑名单: under review and active");
        list.MapPost("", ProposeAsync).For(TelephonyHttp.Agent, TelephonyHttp.Supervisor).WithSummary("提出列入黑名单, with a reason");
        list.MapPost("{id:guid}/decision", Decide).For(TelephonyHttp.Supervisor).WithSummary("审核: approve with days, or reject");
        list.MapPost("{id:guid}/lift", Lift).For(TelephonyHttp.Supervisor).WithSummary("解除");
    }

    private static async Task<IResult> ProposeAsync(Proposal body, ClaimsPrincipal user, Switchboard board, CallLog log)
    {
        if (Reason(body.Reason) is { } wrong) return wrong;
        var call = body.Call is { } id ? new CallId(id) : (CallId?)null;
        var number = call is { } c ? board.Find(c)?.Caller ?? (await log.FindAsync(c))?.Caller : body.Number;
        if (number is null) return TelephonyHttp.Wrong("call", "请给出通话编号 call（GET /api/v1/calls/live）或号码 number");
        if (call is null && Callbacks.CallerNumber.Normal(number) is not { Length: >= 3 and <= 20 }) return TelephonyHttp.Wrong("number", "号码应为 3 至 20 位数字，例如 13800001234");
        return board.Blacklist.Propose(number, body.Reason!.Trim(), user.AgentId(), call) is { } refusal ? TelephonyHttp.Conflict(refusal) : TypedResults.NoContent();
    }

    private static IResult Decide(Guid id, Decision body, ClaimsPrincipal user, Switchboard board)
    {
        if (Reason(body.Reason) is { } wrong) return wrong;
        if (body.Approve && body.Days is not > 0) return TelephonyHttp.Wrong("days", "请填写拦截天数，1 天以上");
        var refusal = board.Blacklist.Decide(id, user.AgentId(), body.Reason!.Trim(), body.Approve ? TimeSpan.FromDays(Math.Min(body.Days!.Value, 3650)) : null);
        return refusal is null ? TypedResults.NoContent() : TelephonyHttp.Conflict(refusal);
    }

    private static IResult Lift(Guid id, Decision body, ClaimsPrincipal user, Switchboard board)
    {
        if (Reason(body.Reason) is { } wrong) return wrong;
        return board.Blacklist.Lift(id, user.AgentId(), body.Reason!.Trim()) is { } refusal ? TelephonyHttp.Conflict(refusal) : TypedResults.NoContent();
    }

    private static ValidationProblem? Reason(string? reason) => string.IsNullOrWhiteSpace(reason) || reason.Length > 200 ? TelephonyHttp.Wrong("reason", "请填写理由，1 至 200 字") : null;
}
