using Hotline.Telephony.Calls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Telephony.Prompts;

/// <summary>提示音 over HTTP: what callers hear, to be looked at and listened to.</summary>
internal static class PromptEndpoints
{
    internal static void MapPrompts(this IEndpointRouteBuilder api)
    {
        api.MapGet("/prompts/{id}/audio", (string id, PromptDesk desk) => desk.Find(id) is { } file
                ? Results.File(file.FullName, "audio/wav", lastModified: file.LastWriteTimeUtc, enableRangeProcessing: true)
                : TelephonyHttp.Missing("没有这条提示音，或文件缺失", "There is no such prompt, or its file is missing."))
            .WithTags("prompts").For(TelephonyHttp.Supervisor, TelephonyHttp.Administrator).WithSummary("试听提示音 as WAV.");
        api.MapGet("/prompts", (Switchboard switchboard) => TelephonyHttp.Json(switchboard.Prompts)).WithTags("prompts").For(TelephonyHttp.Agent, TelephonyHttp.Supervisor, TelephonyHttp.Administrator)
            .Produces<IReadOnlyList<PromptInfo>>().WithSummary("提示音: text, file, length and hash of each, and why one cannot be played.");
    }
}
