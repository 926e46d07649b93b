using System.Security.Claims;
using Hotline.Telephony.Calls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Telephony.Speech;

/// <summary>Transcripts' audit over HTTP.</summary>
internal static class TranscriptEndpoints
{
    internal static void MapTranscripts(this IEndpointRouteBuilder api) =>
        api.MapGet("/calls/{id:guid}/transcript/dropped", DroppedAsync).WithTags("calls").AddEndpointFilter(TelephonyHttp.DatabaseMayBeAway)
            .For(TelephonyHttp.Supervisor, TelephonyHttp.Inspector).WithSummary("弃用转写: what the engine heard and nobody was shown. Reading it is written down.");

    private static async Task<IResult> DroppedAsync(Guid id, ClaimsPrincipal user, CallLog log)
    {
        if (await log.FindAsync(new(id)) is null)
            return TelephonyHttp.Missing("没有这通电话", "There is no such call.");

        log.WriteRead(new(id), user.AgentId());
        return TelephonyHttp.Json(await log.DroppedAsync(new(id)));
    }
}
