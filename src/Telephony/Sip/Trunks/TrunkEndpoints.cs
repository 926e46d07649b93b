using Hotline.Telephony.Calls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Telephony.Sip.Trunks;

/// <summary>How the trunks do, for supervisors.</summary>
internal static class TrunkEndpoints
{
    internal static void MapTrunks(this IEndpointRouteBuilder api) =>
        api.MapGet("/trunks", (Switchboard switchboard) => TelephonyHttp.Json(switchboard.Trunks))
            .WithTags("trunks").For(TelephonyHttp.Supervisor, TelephonyHttp.Administrator).WithSummary("中继状态与计数");
}
