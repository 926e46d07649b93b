using Hotline.Telephony.Calls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Telephony.Prompts;

/// <summary>提示音 over HTTP: what callers hear, to be looked at and listened to.</summary>
internal static class PromptEndpoints
{
    internal static void MapPrompts(this IEndpointRouteBuilder api) => api
        .MapGet("/prompts", (Switchboard switchboard) => TelephonyHttp.Json(switchboard.Prompts)).WithTags("prompts").For(TelephonyHttp.Agent, TelephonyHttp.Supervisor)
        .Produces<IReadOnlyList<PromptInfo>>().WithSummary("提示音: text, file, length and hash of each, and why one cannot be played.");
}
