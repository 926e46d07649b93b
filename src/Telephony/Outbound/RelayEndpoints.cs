using System.Security.Claims;
using Hotline.Telephony.Calls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Telephony.Outbound;

/// <summary>中继呼叫: an official talks to a ticket's citizen; neither sees the other's number.</summary>
internal static class RelayEndpoints
{
    private const string Purpose = "联系诉求人（中继呼叫）";
    private static readonly string[] Roles = [TelephonyHttp.Agent, "department", "department-lead", "follow-up"];

    internal sealed record Body(string? Ticket, string? Phone);

    /// <param name="State">dialling, talking or ended.</param>
    /// <param name="Result">Null until it is known.</param>
    internal sealed record Relayed(CallId Call, string Ticket, CallState State, DialResult? Result);

    internal static void MapRelayCalls(this IEndpointRouteBuilder api)
    {
        var relay = api.MapGroup("/relay-calls").For(Roles).WithTags("relay-calls").AddEndpointFilter(TelephonyHttp.DatabaseMayBeAway);
        relay.MapPost("", CallAsync).WithSummary("中继呼叫诉求人");
        relay.MapGet("{id:guid}", GetAsync).WithSummary("中继呼叫结果");
        relay.MapDelete("{id:guid}", HangUpAsync).WithSummary("挂断中继呼叫");
    }

    private static async Task<IResult> CallAsync(Body body, ClaimsPrincipal user, Switchboard calls, HttpContext http, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(body.Ticket)) return TelephonyHttp.Wrong("ticket", "请填写工单号");
        if (!DialNumber.TryParse(body.Phone, out var own, out var why)) return TelephonyHttp.Wrong("phone", $"请填写您自己的电话。{why}");
        var (number, refusal) = await OutboundEndpoints.FindAsync(http.RequestServices, user, body.Ticket, Purpose, ct);
        if (refusal is not null) return TelephonyHttp.Conflict(refusal);
        return DialNumber.TryParse(number, out var citizen, out _)
            ? OutboundEndpoints.Answer(calls.Relay(user.AgentId().Value, own, citizen, body.Ticket.Trim()))
            : TelephonyHttp.Conflict(OutboundRefusals.NotLeft);
    }

    private static async Task<IResult> GetAsync(Guid id, ClaimsPrincipal user, Switchboard calls, CallLog log)
    {
        var events = await log.EventsAsync(new(id));
        if (events.OfType<CallEvent.Dialled>().FirstOrDefault() is not { Direction: CallDirection.Relay } dialled || dialled.By != user.AgentId().Value)
            return TelephonyHttp.Missing("没有这次呼叫", "There is no such call of yours.");
        var live = calls.Find(new(id)); // events are written a little later
        var answered = live?.State == CallState.Talking || events.OfType<CallEvent.Answered>().Any();
        var result = events.OfType<CallEvent.DialFailed>().FirstOrDefault()?.Result ?? (answered ? DialResult.Answered : null);
        return TelephonyHttp.Json(new Relayed(new(id), dialled.Ticket ?? "", live?.State ?? CallState.Ended, result));
    }

    private static async Task<IResult> HangUpAsync(Guid id, ClaimsPrincipal user, Switchboard calls) => await calls.EndRelayAsync(new(id), user.AgentId().Value) is { } refusal
        ? TelephonyHttp.Conflict(refusal)
        : TypedResults.NoContent();
}
