using System.Security.Claims;
using Hotline.Tickets.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Tickets.Jobs;

/// <summary>/admin/jobs: the recurring jobs, for administrators.</summary>
internal static class JobEndpoints
{
    private sealed record ReasonBody(string? Reason);

    internal static void MapJobs(this IEndpointRouteBuilder api)
    {
        var jobs = api.MapGroup("/admin/jobs").WithTags("Administration").RequireAuthorization(p => p.RequireRole(Role.Administrator.Code()));
        jobs.MapGet("", async (JobAdministration a, CancellationToken ct) => TypedResults.Ok(await a.ListAsync(ct))).WithSummary("定时任务: schedule, last run, next run.");
        jobs.MapGet("/changes", async (JobAdministration a, CancellationToken ct) => TypedResults.Ok(await a.ChangesAsync(200, ct))).WithSummary("任务操作记录: who ran, paused or resumed what.");
        jobs.MapGet("/{name}/runs", RunsAsync).Produces<IReadOnlyList<JobRun>>().ProducesProblem(StatusCodes.Status404NotFound).WithSummary("执行记录: the newest hundred.");
        Map("run", "立即执行: on whichever host is free.", (a, name, by, why, ct) => a.RunNowAsync(name, by, why, ct));
        Map("pause", "暂停: no run until resumed.", (a, name, by, why, ct) => a.PauseAsync(name, by, why, ct));
        Map("resume", "恢复: runs as planned again.", (a, name, by, why, ct) => a.ResumeAsync(name, by, why, ct));

        void Map(string verb, string summary, Func<JobAdministration, string, Actor, string?, CancellationToken, Task> change) => jobs
            .MapPost("/{name}/" + verb, async (string name, Body<ReasonBody> body, ClaimsPrincipal user, JobAdministration a, CancellationToken ct) =>
            {
                if (!a.Knows(name)) return (IResult)Unknown();
                if (body.Value.Reason is { Length: > 200 }) return Problems.Invalid("reason", "最多 200 个字");
                await change(a, name, user.Signed(), body.Value.Reason, ct);
                return TypedResults.NoContent();
            })
            .Accepts<ReasonBody>(isOptional: true, "application/json").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).WithSummary(summary);
    }

    private static async Task<IResult> RunsAsync(string name, JobAdministration a, JobRuns runs, CancellationToken ct) =>
        a.Knows(name) ? TypedResults.Ok(await runs.HistoryAsync(name, 100, ct)) : Unknown();

    private static ProblemHttpResult Unknown() => TypedResults.Problem(
        title: "没有这个定时任务", detail: "There is no such job; GET /api/v1/admin/jobs lists them.", type: "urn:hotline:not-found", statusCode: StatusCodes.Status404NotFound);
}
