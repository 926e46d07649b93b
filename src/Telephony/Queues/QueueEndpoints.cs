using System.Security.Claims;
using Hotline.Telephony.Calls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Telephony.Queues;

/// <summary>Queues, seats and skills over HTTP, for supervisors; and an agent's wrap-up and rest.</summary>
internal static class QueueEndpoints
{
    internal sealed record NewState(string? State, string? Reason);

    internal sealed record GrantedRest(string? Reason, int? Minutes);

    internal sealed record Extension(int? Seconds, string? Reason);

    private const int LongestExtension = 3600;
    private const int LongestRest = 240;

    internal static void MapQueues(this IEndpointRouteBuilder api)
    {
        api.MapGet("/queues", (Switchboard board) => TelephonyHttp.Json(board.Queues)).For(TelephonyHttp.Agent, TelephonyHttp.Supervisor).WithTags("queues").WithSummary("队列看板");
        api.MapGet("/queues/places/{call:guid}", (Guid call, Switchboard board) => board.PlaceOf(new(call)) is { } place ? TelephonyHttp.Json(place) : TelephonyHttp.Missing("该通话不在排队", "The call does not wait."))
            .For(TelephonyHttp.Agent, TelephonyHttp.Supervisor).WithTags("queues").WithSummary("排队位置与预计等待");

        var seat = api.MapGroup("/seat").For(TelephonyHttp.Agent).WithTags("seat");
        seat.MapGet("reasons", (AgentSeats seats) => TelephonyHttp.Json(seats.Options.Reasons)).WithSummary("小休原因: code, text");
        seat.MapPost("wrap-up/extend", Extend).WithSummary("延长整理: seconds and reason");
        seat.MapPost("rest/take", (ClaimsPrincipal user, AgentSeats seats) => Answer(seats.TakeRest(user.AgentId()))).WithSummary("接受休息建议");
        seat.MapPost("rest/decline", (ClaimsPrincipal user, AgentSeats seats) => Answer(seats.DeclineRest(user.AgentId()))).WithSummary("谢绝休息建议");

        var seats = api.MapGroup("/seats").For(TelephonyHttp.Supervisor).WithTags("seats");
        seats.MapGet("", (AgentSeats all) => TelephonyHttp.Json(all.All)).WithSummary("座席状态");
        seats.MapPut("{agent}/state", Set).WithSummary("班长设置座席状态: ready, notReady, training or offline, with a reason");
        seats.MapPost("{agent}/rest", Grant).WithSummary("准予休息: reason, minutes");

        var agents = api.MapGroup("/agents").For(TelephonyHttp.Supervisor).WithTags("agents");
        agents.MapGet("skills", (AgentSeats all) => TelephonyHttp.Json(all.Skills.All.ToDictionary(a => a.Key.Value, a => a.Value, StringComparer.Ordinal))).WithSummary("技能表");
        agents.MapGet("{agent}/skills", (string agent, AgentSeats all) => TelephonyHttp.Json(all.Skills.Of(new(agent)))).WithSummary("话务员技能");
        agents.MapPut("{agent}/skills", SetSkills).WithSummary("设置技能: {\"dialect:yue\": 3}, levels 0 to 5; replaces all, effective with the next offer");
    }

    private static IResult SetSkills(string agent, Dictionary<string, int> skills, ClaimsPrincipal user, Switchboard board)
    {
        if (skills.FirstOrDefault(s => s.Value is < 0 or > AgentSkills.Best || string.IsNullOrWhiteSpace(s.Key) || s.Key.Length > 50) is { Key: { } skill })
            return TelephonyHttp.Wrong(skill, "等级应为 0 至 5，技能名 1 至 50 字");
        board.SetSkills(new(agent), skills, user.AgentId());
        return TypedResults.NoContent();
    }

    private static IResult Set(string agent, NewState body, ClaimsPrincipal user, AgentSeats seats)
    {
        if (!Enum.TryParse<SeatState>(body.State, ignoreCase: true, out var state) || state is not (SeatState.Ready or SeatState.NotReady or SeatState.Training or SeatState.Offline))
            return TelephonyHttp.Wrong("state", "应为 ready、notReady、training、offline 之一");
        return (IResult?)Reason(body.Reason) ?? Answer(seats.Set(new(agent), state, body.Reason!.Trim(), user.AgentId()));
    }

    private static IResult Grant(string agent, GrantedRest body, ClaimsPrincipal user, AgentSeats seats)
    {
        if (body.Minutes is not (>= 1 and <= LongestRest)) return TelephonyHttp.Wrong("minutes", "应为 1 至 240 分钟");
        return (IResult?)Reason(body.Reason) ?? Answer(seats.GrantRest(new(agent), body.Reason!.Trim(), TimeSpan.FromMinutes(body.Minutes.Value), user.AgentId()));
    }

    private static IResult Extend(Extension body, ClaimsPrincipal user, AgentSeats seats)
    {
        if (body.Seconds is not (>= 1 and <= LongestExtension)) return TelephonyHttp.Wrong("seconds", "应为 1 至 3600 秒");
        return (IResult?)Reason(body.Reason) ?? Answer(seats.ExtendWrapUp(user.AgentId(), TimeSpan.FromSeconds(body.Seconds.Value), body.Reason!.Trim()));
    }

    private static ValidationProblem? Reason(string? reason) => string.IsNullOrWhiteSpace(reason) || reason.Length > 100 ? TelephonyHttp.Wrong("reason", "请填写原因，1 至 100 字") : null;

    private static IResult Answer(CallRefusal? refusal) => refusal is null ? TypedResults.NoContent() : TelephonyHttp.Conflict(refusal);
}
