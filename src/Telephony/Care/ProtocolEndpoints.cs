using System.Security.Claims;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Police;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Telephony.Care;

/// <summary>What has a protocol of its own: responsibility with 110, referral to 12356, crisis, abuse; over HTTP.</summary>
internal static class ProtocolEndpoints
{
    private const int LongestName = 50;

    internal sealed record Agreement(string? Owner);

    /// <param name="FollowUp">要求回访: only then anybody calls the citizen afterwards.</param>
    internal sealed record Referral(bool Consented, string? Risk, string? Name, bool FollowUp = false);

    internal sealed record Step(string? Name);

    internal static void MapProtocols(this IEndpointRouteBuilder api)
    {
        var call = api.MapGroup("/calls/{id:guid}").WithTags("protocols");
        call.MapPost("police-agreement", AgreeAsync).For(TelephonyHttp.Agent).WithSummary("商定责任方");
        call.MapPost("psychological-transfer", ReferAsync).For(TelephonyHttp.Agent).WithSummary("转介12356");
        call.MapPost("crisis", CrisisAsync).For(TelephonyHttp.Agent).WithSummary("危机处置");
        call.MapPost("crisis/help", HelpAsync).For(TelephonyHttp.Agent, TelephonyHttp.Supervisor).WithSummary("协助危机处置");
        call.MapDelete("crisis/help", StopHelpingAsync).For(TelephonyHttp.Agent, TelephonyHttp.Supervisor).WithSummary("退出协助");
        call.MapPost("crisis/steps", StepAsync).For(TelephonyHttp.Agent, TelephonyHttp.Supervisor).WithSummary("危机处置清单");
        call.MapPost("abusive", AbusiveAsync).For(TelephonyHttp.Agent).WithSummary("辱骂来电警告");
        call.MapPost("abusive/end", EndAbusiveAsync).For(TelephonyHttp.Agent).WithSummary("辱骂来电结束");
    }

    private static async Task<IResult> AgreeAsync(Guid id, Agreement body, ClaimsPrincipal user, Switchboard calls) => Named<ResponsibleSide>(body.Owner) is { } owner
        ? Done(await calls.AgreeWithPoliceAsync(new(id), user.AgentId(), owner))
        : Wrong("owner", "请选择 hotline（12345受理）或 police（110受理）");

    private static async Task<IResult> ReferAsync(Guid id, Referral body, ClaimsPrincipal user, Switchboard calls)
    {
        if (!body.Consented) return Wrong("consented", "请先征得来电人同意，再转介12356");
        if (Named<RiskLevel>(body.Risk) is not { } risk) return Wrong("risk", "请选择风险等级 low、medium 或 high");
        if (body.Name?.Length > LongestName) return Wrong("name", $"称呼不超过 {LongestName} 字，可不填");
        return Done(await calls.ReferToPsychologicalAidAsync(new(id), user.AgentId(), risk, string.IsNullOrWhiteSpace(body.Name) ? null : body.Name.Trim(), body.FollowUp));
    }

    private static async Task<IResult> CrisisAsync(Guid id, ClaimsPrincipal user, Switchboard calls) => Done(await calls.DeclareCrisisAsync(new(id), user.AgentId()));

    private static async Task<IResult> HelpAsync(Guid id, ClaimsPrincipal user, Switchboard calls) =>
        Done(await calls.HelpInCrisisAsync(new(id), user.AgentId(), user.DisplayName()));

    private static async Task<IResult> StopHelpingAsync(Guid id, ClaimsPrincipal user, Switchboard calls) => Done(await calls.StopHelpingAsync(new(id), user.AgentId()));

    private static async Task<IResult> StepAsync(Guid id, Step body, ClaimsPrincipal user, Switchboard calls) => Named<CrisisStep>(body.Name?.Replace("-", "", StringComparison.Ordinal)) is { } step
        ? Done(await calls.TickCrisisStepAsync(new(id), user.AgentId(), step))
        : Wrong("name", "请选择 kept-talking、place-known、means-known、company-known 或 rescue-arrived");

    private static async Task<IResult> AbusiveAsync(Guid id, ClaimsPrincipal user, Switchboard calls) => Done(await calls.WarnAbuserAsync(new(id), user.AgentId()));

    private static async Task<IResult> EndAbusiveAsync(Guid id, ClaimsPrincipal user, Switchboard calls) => Done(await calls.EndAbusiveAsync(new(id), user.AgentId()));

    private static T? Named<T>(string? name)
        where T : struct, Enum => Enum.TryParse<T>(name, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(name![0]) ? value : null;

    private static IResult Done(CallRefusal? refusal) => refusal is null ? TypedResults.NoContent() : TelephonyHttp.Conflict(refusal);

    private static ValidationProblem Wrong(string field, string fix) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [fix] });
}
