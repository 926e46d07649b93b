using System.Security.Claims;
using Hotline.Telephony.Calls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Telephony.Callbacks;

/// <summary>回拨任务 over HTTP. A number is shown whole only to the agent who took the task.</summary>
internal static class CallbackEndpoints
{
    private const int PageSize = 100;

    internal sealed record Outcome(string? Result);

    internal static void MapCallbacks(this IEndpointRouteBuilder api)
    {
        var callbacks = api.MapGroup("/callbacks").WithTags("callbacks").AddEndpointFilter(TelephonyHttp.DatabaseMayBeAway);
        callbacks.MapGet("", (ClaimsPrincipal user, Switchboard board) => TelephonyHttp.Json(board.Callbacks.Open.Select(t => Shown(t, user))))
            .For(TelephonyHttp.Agent, TelephonyHttp.Supervisor).WithSummary("待回拨: open tasks, the most urgent first");
        callbacks.MapGet("closed", ClosedAsync).For(TelephonyHttp.Supervisor).WithSummary("已办结的回拨: the latest 100 first; page from 1");
        callbacks.MapPost("{id:guid}/take", Take).For(TelephonyHttp.Agent).WithSummary("领取");
        callbacks.MapPost("{id:guid}/done", (Guid id, Outcome body, ClaimsPrincipal user, Switchboard board) => Finish(body, r => board.Callbacks.Reached(id, user.AgentId(), r)))
            .For(TelephonyHttp.Agent).WithSummary("已联系: with the result");
        callbacks.MapPost("{id:guid}/unreachable", (Guid id, Outcome body, ClaimsPrincipal user, Switchboard board) => Finish(body, r => board.Callbacks.NotReached(id, user.AgentId(), r)))
            .For(TelephonyHttp.Agent).WithSummary("未联系上: tried again later as the plan says");
    }

    private static IResult Take(Guid id, ClaimsPrincipal user, Switchboard board)
    {
        var refusal = board.Callbacks.Take(id, user.AgentId());
        if (refusal is not null) return TelephonyHttp.Conflict(refusal);
        return board.Callbacks.Find(id) is { } task ? TelephonyHttp.Json(Shown(task, user)) : TelephonyHttp.Conflict(CallbackList.NoSuchTask);
    }

    private static IResult Finish(Outcome body, Func<string, CallRefusal?> how)
    {
        if (string.IsNullOrWhiteSpace(body.Result) || body.Result.Length > 500)
            return TelephonyHttp.Wrong("result", "请填写结果，1 至 500 字");
        return how(body.Result.Trim()) is { } refusal ? TelephonyHttp.Conflict(refusal, "take") : TypedResults.NoContent();
    }

    private static async Task<IResult> ClosedAsync(int? page, ClaimsPrincipal user, CallLog log, CancellationToken ct)
    {
        var rows = await log.ReadAsync(
            $"select {CallbackTask.Columns} from telephony.callback where closed_at is not null order by closed_at desc limit $1 offset $2",
            [PageSize, (Math.Max(1, page ?? 1) - 1) * PageSize], row => CallbackTask.Read(row, log.Numbers), ct);
        return TelephonyHttp.Json(rows.Select(t => Shown(t, user)));
    }

    private static CallbackTask Shown(CallbackTask task, ClaimsPrincipal user) =>
        task.State == CallbackState.Taken && task.TakenBy == user.AgentId() ? task : task with { Number = CallerNumber.Masked(task.Number) };
}
