using System.Security.Claims;
using Hotline.Telephony.Calls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Telephony.Outbound;

/// <summary>中继呼叫: an official talks to a ticket's citizen; neither sees the other's number.</summary>
internal static class RelayEndpoints
{
    private static readonly string[] Roles = [TelephonyHttp.Agent, "department", "department-lead", "follow-up"];

    internal sealed record Body(string? Ticket, string? Phone);

    internal static void MapRelayCalls(this IEndpointRouteBuilder api)
    {
        var relay = api.MapGroup("/relay-calls").For(Roles).WithTags("relay-calls").AddEndpointFilter(TelephonyHttp.DatabaseMayBeAway);
        relay.MapPost("", CallAsync).WithSummary("中继呼叫诉求人");
        relay.MapGet("{id:guid}", GetAsync).WithSummary("中继呼叫结果");
        relay.MapDelete("{id:guid}", HangUpAsync).WithSummary("挂断中继呼叫");
    }

    private static async Task<IResult> CallAsync(Body body, ClaimsPrincipal user, RelayCalls relay, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(body.Ticket)) return TelephonyHttp.Wrong("ticket", "请填写工单号");
        if (!DialNumber.TryParse(body.Phone, out var own, out var why)) return TelephonyHttp.Wrong("phone", $"请填写您自己的电话。{why}");
        return OutboundEndpoints.Answer(await relay.PlaceAsync(user, body.Ticket, own, ct));
    }

    private static async Task<IResult> GetAsync(Guid id, ClaimsPrincipal user, RelayCalls relay) => await relay.FindAsync(new(id), user) is { } relayed
        ? TelephonyHttp.Json(relayed)
        : TelephonyHttp.Missing("没有这次呼叫", "There is no such call of yours.");

    private static async Task<IResult> HangUpAsync(Guid id, ClaimsPrincipal user, RelayCalls relay) => await relay.EndAsync(new(id), user) is { } refusal
        ? TelephonyHttp.Conflict(refusal)
        : TypedResults.NoContent();
}
