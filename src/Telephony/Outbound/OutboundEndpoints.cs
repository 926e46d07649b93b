using System.Security.Claims;
using Hotline.Telephony.Calls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Telephony.Outbound;

/// <summary>Calls to citizens over HTTP.</summary>
internal static class OutboundEndpoints
{
    private const int LongestPurpose = 200;

    internal sealed record CallBody(string? Number, string? Ticket, string? Purpose);

    internal sealed record Begun(CallId Call);

    internal static void MapOutbound(this IEndpointRouteBuilder api) =>
        api.MapPost("/calls", CallAsync).For(TelephonyHttp.Agent).WithTags("calls").WithSummary("呼出");

    private static async Task<IResult> CallAsync(CallBody body, ClaimsPrincipal user, Switchboard calls, HttpContext http, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(body.Purpose) || body.Purpose.Length > LongestPurpose) return TelephonyHttp.Wrong("purpose", $"请填写外呼事由，不超过 {LongestPurpose} 字");
        if (string.IsNullOrWhiteSpace(body.Number) == string.IsNullOrWhiteSpace(body.Ticket)) return TelephonyHttp.Wrong("number", "请填写号码或工单号，二者填一");

        var text = body.Number;
        if (body.Ticket is { Length: > 0 } ticket)
        {
            var (number, refusal) = await FindAsync(http.RequestServices, user, ticket, body.Purpose, ct);
            if (refusal is not null) return TelephonyHttp.Conflict(refusal);
            text = number;
        }

        return DialNumber.TryParse(text, out var dial, out var why)
            ? Answer(calls.Call(user.AgentId(), dial, body.Purpose.Trim(), body.Ticket))
            : TelephonyHttp.Wrong(body.Ticket is null ? "number" : "ticket", why);
    }

    /// <summary>The number behind a ticket, or why there is none for this user.</summary>
    internal static async Task<(string? Number, CallRefusal? Refusal)> FindAsync(IServiceProvider services, ClaimsPrincipal user, string ticket, string purpose, CancellationToken ct)
    {
        if (services.GetService<CitizenNumbers>() is not { } numbers) return (null, OutboundRefusals.NoTickets);
        return await numbers.FindAsync(user, ticket.Trim(), purpose, ct) switch
        {
            CitizenNumber.Found found => (found.Number, null),
            CitizenNumber.NoSuchTicket => (null, OutboundRefusals.NoSuchTicket),
            CitizenNumber.NotYours => (null, OutboundRefusals.NotYours),
            _ => (null, OutboundRefusals.NotLeft),
        };
    }

    internal static IResult Answer(OutboundAnswer answer) => answer.Refusal is { } refusal
        ? TelephonyHttp.Conflict(refusal)
        : Results.Json(new Begun(answer.Call!.Value), CallJson.Options, statusCode: StatusCodes.Status202Accepted);
}
