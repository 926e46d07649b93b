using System.Security.Claims;
using Hotline.Telephony.Queues;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Telephony.Calls;

/// <summary>What the agent on a call may do with it, over HTTP: 204 when done, 202 when somebody is being called, 409 with what is allowed instead.</summary>
internal static class ControlEndpoints
{
    internal sealed record Keys(string? Digits);

    /// <summary>An agent's work number, an entry of the address book, or a queue ("" for the line's own), a skill, or both.</summary>
    internal sealed record Whom(string? Agent, string? Queue, string? Skill, string? Number);

    internal sealed record Device(AgentDevice? Use);

    private delegate Task<CallRefusal?> Deed(CallId call, AgentId agent);

    private delegate Task<CallRefusal?> DeedWith(CallId call, AgentId agent, Target target);

    internal static void MapCallControl(this IEndpointRouteBuilder api)
    {
        var calls = api.MapGroup("/calls/{id:guid}").WithTags("calls").For(TelephonyHttp.Agent);
        Map(calls, "hold", "保持", s => s.HoldAsync);
        Map(calls, "resume", "取回", s => s.ResumeAsync);
        Map(calls, "mute", "静音", s => s.MuteAsync);
        Map(calls, "unmute", "取消静音", s => s.UnmuteAsync);
        Map(calls, "consult/toggle", "切换", s => s.ToggleConsultAsync);
        Map(calls, "consult/cancel", "取消咨询", s => s.CancelConsultAsync);
        Map(calls, "consult/complete", "咨询转接", s => s.CompleteConsultAsync);
        Map(calls, "consult/join", "咨询转三方", s => s.JoinConsultedAsync);
        MapWith(calls, "consult", "咨询", s => s.ConsultAsync);
        MapWith(calls, "join", "三方通话", s => s.JoinAsync);
        MapWith(calls, "transfer", "转接", s => s.TransferAsync);
        calls.MapPost("digits", DigitsAsync).WithSummary("二次拨号");
        calls.MapDelete("participants/{participant:int}", RemoveAsync).WithSummary("移出参与方");
        api.MapGet("/address-book", (Switchboard switchboard) => TelephonyHttp.Json(switchboard.Directory.Select(n => new { n.Id, n.Name })))
            .For(TelephonyHttp.Agent, TelephonyHttp.Supervisor).WithTags("calls").WithSummary("通讯录");
        api.MapPost("/seat/device", Choose).For(TelephonyHttp.Agent).WithTags("seat").WithSummary("选择话机");
    }

    private static void Map(RouteGroupBuilder calls, string path, string summary, Func<Switchboard, Deed> deed) =>
        calls.MapPost(path, async (Guid id, ClaimsPrincipal user, Switchboard switchboard) =>
            Answer(await deed(switchboard)(new(id), user.AgentId()), TypedResults.NoContent(), id, user, switchboard)).WithSummary(summary);

    private static void MapWith(RouteGroupBuilder calls, string path, string summary, Func<Switchboard, DeedWith> deed) =>
        calls.MapPost(path, async (Guid id, Whom body, ClaimsPrincipal user, Switchboard switchboard) => TargetOf(body, switchboard) is { } target
            ? Answer(await deed(switchboard)(new(id), user.AgentId(), target), TypedResults.Accepted($"/api/v1/calls/{id}"), id, user, switchboard)
            : Invalid("target", "请指定一个对象：agent（工号）、queue（队列，可为空）或 skill（技能）、 number（通讯录编号，见 GET /api/v1/address-book）")).WithSummary(summary);

    private static async Task<IResult> DigitsAsync(Guid id, Keys body, ClaimsPrincipal user, Switchboard switchboard)
    {
        try
        {
            return Answer(await switchboard.SendDigitsAsync(new(id), user.AgentId(), body.Digits ?? ""), TypedResults.NoContent(), id, user, switchboard);
        }
        catch (ArgumentException)
        {
            return Invalid("digits", "请填写 1 至 32 个按键：0-9、*、#、A-D");
        }
    }

    private static async Task<IResult> RemoveAsync(Guid id, int participant, ClaimsPrincipal user, Switchboard switchboard) =>
        Answer(await switchboard.RemoveAsync(new(id), user.AgentId(), participant), TypedResults.NoContent(), id, user, switchboard);

    private static IResult Choose(Device body, ClaimsPrincipal user, Switchboard switchboard)
    {
        if (body.Use is not { } device) return Invalid("use", "请填写 Browser 或 Phone");
        return switchboard.Choose(user.AgentId(), device) ? TypedResults.NoContent() : TelephonyHttp.Conflict(ControlRefusals.NoPhone);
    }

    private static Target? TargetOf(Whom body, Switchboard switchboard) => body switch
    {
        { Agent: { Length: > 0 } agent, Queue: null, Skill: null, Number: null } => new Target.Agent(new(agent)),
        { Agent: null, Number: null } when body is not { Queue: null, Skill: null } => QueueOf(body, switchboard),
        { Agent: null, Queue: null, Skill: null, Number: { } id } when switchboard.Directory.FirstOrDefault(n => n.Id == id) is { } number => new Target.Outside(number),
        _ => null,
    };

    private static Target.Queue? QueueOf(Whom body, Switchboard switchboard)
    {
        var name = string.IsNullOrEmpty(body.Queue) ? null : body.Queue;
        return name is null || switchboard.HasQueue(name) ? new(name, string.IsNullOrEmpty(body.Skill) ? null : body.Skill) : null;
    }

    private static IResult Answer(CallRefusal? refusal, IResult done, Guid id, ClaimsPrincipal user, Switchboard switchboard) =>
        refusal is null ? done : TelephonyHttp.Conflict(refusal, AllowedDeeds.Of(switchboard.Find(new(id)), user.AgentId()));

    private static ValidationProblem Invalid(string field, string fix) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [fix] });
}
