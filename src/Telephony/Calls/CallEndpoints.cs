using System.Security.Claims;
using Hotline.Telephony.Speech;
using Hotline.Telephony.Supervision;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Telephony.Calls;

/// <summary>Calls over HTTP: to look at them and to act on them.</summary>
internal static class CallEndpoints
{
    internal sealed record CallPage(CallSnapshot? Live, CallRecord? Record, IReadOnlyList<CallEvent> Events, IReadOnlyList<TranscriptSegment> Transcript,
        IReadOnlyList<CallPart> Participants);

    internal static void MapCalls(this IEndpointRouteBuilder api)
    {
        var calls = api.MapGroup("/calls").WithTags("calls").AddEndpointFilter(TelephonyHttp.DatabaseMayBeAway);
        calls.MapGet("live", (Switchboard switchboard, ClaimsPrincipal user, TelephonyOptions options) => TelephonyHttp.Json(switchboard.Live.Select(c => c.For(user, options)))).For(TelephonyHttp.Agent, TelephonyHttp.Supervisor).WithSummary("通话中");
        NumberLookup.Map(calls);
        calls.MapGet("{id:guid}", GetAsync).For(TelephonyHttp.Agent, TelephonyHttp.Supervisor, TelephonyHttp.Inspector).WithSummary("话务记录");
        calls.MapPost("{id:guid}/answer", AnswerAsync).For(TelephonyHttp.Agent).WithSummary("应答");
        calls.MapPost("{id:guid}/decline", DeclineAsync).For(TelephonyHttp.Agent).WithSummary("拒接");
        calls.MapPost("{id:guid}/hang-up", HangUpAsync).For(TelephonyHttp.Agent).WithSummary("挂机");
        calls.MapPost("{id:guid}/transfer-to-110", TransferAsync).For(TelephonyHttp.Agent).WithSummary("一键转接110");
    }

    private static async Task<IResult> GetAsync(Guid id, ClaimsPrincipal user, Switchboard switchboard, CallLog log, TelephonyOptions options)
    {
        var call = new CallId(id);
        var (live, record) = (switchboard.Find(call), await log.FindAsync(call));
        if ((live is null && record is null) || !await MayReadAsync(user, live, call, log)) return NoSuchCall();
        var words = await log.TranscriptAsync(call);
        if (words.Count > 0 && live is null) log.WriteRead(call, user.AgentId());
        return TelephonyHttp.Json(new CallPage(live?.For(user, options), record, [.. (await log.EventsAsync(call)).Where(e => e.ShownTo(user, options))], words,
            await log.ParticipantsAsync(call)));
    }

    /// <summary>What was said on a call is for those who were on it, and for those who watch over the work.</summary>
    private static async Task<bool> MayReadAsync(ClaimsPrincipal user, CallSnapshot? live, CallId call, CallLog log)
    {
        var me = user.AgentId();
        return user.IsInRole(TelephonyHttp.Supervisor) || user.IsInRole(TelephonyHttp.Inspector) || live?.Agent == me || live?.Others.Any(o => o.Agent == me) == true
            || await log.ServedAsync(call, me);
    }

    private static async Task<IResult> AnswerAsync(Guid id, ClaimsPrincipal user, Switchboard switchboard) =>
        await switchboard.AnswerAsync(new(id), user.AgentId())
            ? TypedResults.NoContent()
            : TelephonyHttp.Conflict(CallRefusal.NotOffered, Allowed(switchboard, id, user));

    private static async Task<IResult> DeclineAsync(Guid id, ClaimsPrincipal user, Switchboard switchboard)
    {
        if (!Allowed(switchboard, id, user).Contains("decline"))
            return TelephonyHttp.Conflict(CallRefusal.NotOffered, Allowed(switchboard, id, user));
        await switchboard.DeclineAsync(new(id), user.AgentId());
        return TypedResults.NoContent();
    }

    private static async Task<IResult> HangUpAsync(Guid id, ClaimsPrincipal user, Switchboard switchboard) =>
        await switchboard.LeaveAsync(new(id), user.AgentId()) is { } refusal
            ? TelephonyHttp.Conflict(refusal, Allowed(switchboard, id, user))
            : TypedResults.NoContent();

    /// <summary>What the agent knows may come with it; without a body 110 gets the number and the last minute of text.</summary>
    private static async Task<IResult> TransferAsync(Guid id, Police.PoliceContext? known, ClaimsPrincipal user, Switchboard switchboard) =>
        await switchboard.TransferToPoliceAsync(new(id), user.AgentId(), known ?? new())
            ? TypedResults.Accepted($"/api/v1/calls/{id}")
            : TelephonyHttp.Conflict(ControlRefusals.NoPolice, Allowed(switchboard, id, user));

    private static string[] Allowed(Switchboard switchboard, Guid id, ClaimsPrincipal user) =>
        switchboard.OffersCallback(new(id), user.AgentId()) ? ["answer", "decline"] : AllowedDeeds.Of(switchboard.Find(new(id)), user.AgentId());

    private static ProblemHttpResult NoSuchCall() => TelephonyHttp.Missing("没有这通电话", "There is no such call.");
}
