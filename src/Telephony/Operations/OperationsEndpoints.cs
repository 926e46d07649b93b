using Hotline.Telephony.Calls;
using Hotline.Telephony.Media;
using Hotline.Telephony.Sip.Tracing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Telephony.Operations;

/// <summary>运维: the node, its alarms, its drain; ladder and quality of a call.</summary>
internal static class OperationsEndpoints
{
    private const string Administrator = "administrator";

    /// <param name="Alarms">What somebody must look at; empty when all is well.</param>
    internal sealed record NodePage(NodeState Now, IReadOnlyList<Alarm> Alarms);

    /// <param name="Mos">Mean opinion score by the E-model, 1 to 4.5: how they sounded to us; null in the first 5 s.</param>
    /// <param name="RemoteMos">How we sounded to them, by their reports.</param>
    internal sealed record LegPage(Party Party, double? Mos, double? RemoteMos, LegStatistics Statistics);

    internal static void MapOperations(this IEndpointRouteBuilder api)
    {
        var node = api.MapGroup("/operations").WithTags("operations");
        node.MapGet("node", (Switchboard calls) => calls.State is var now ? TelephonyHttp.Json(new NodePage(now, Alarms.Of(now))) : null)
            .For(TelephonyHttp.Supervisor, Administrator).WithSummary("媒体节点与告警");
        node.MapPost("drain", (Switchboard calls) => Drain(calls, true)).For(Administrator).WithSummary("排空: no new calls; live ones go on.");
        node.MapDelete("drain", (Switchboard calls) => Drain(calls, false)).For(Administrator).WithSummary("恢复接听");
        var call = api.MapGroup("/calls/{id:guid}").WithTags("operations").AddEndpointFilter(TelephonyHttp.DatabaseMayBeAway);
        call.MapGet("ladder", (Guid id, Switchboard calls) => LadderOf(calls.Ladder(new(id)))).For(TelephonyHttp.Supervisor, Administrator).WithSummary("信令梯形图");
        call.MapGet("quality", QualityAsync).For(TelephonyHttp.Supervisor, Administrator).WithSummary("通话质量");
    }

    private static NoContent Drain(Switchboard calls, bool on)
    {
        calls.IsDraining = on;
        return TypedResults.NoContent();
    }

    private static IResult LadderOf(IReadOnlyList<SipTraceLine> lines) => lines.Count > 0 ? TelephonyHttp.Json(lines) : TypedResults.Problem(
        "该通话的信令已不在内存中", statusCode: StatusCodes.Status404NotFound, title: "Not Found",
        extensions: new Dictionary<string, object?> { ["english"] = "The messages of this call are not in memory (any more)." });

    private static async Task<IResult> QualityAsync(Guid id, Switchboard calls, CallLog log)
    {
        var legs = await calls.QualityAsync(new(id)) is { Count: > 0 } live ? live : await log.QualityAsync(new(id));
        return TelephonyHttp.Json(legs.Select(l => new LegPage(l.Party, l.Statistics.Mos, l.Statistics.RemoteMos, l.Statistics)));
    }
}
