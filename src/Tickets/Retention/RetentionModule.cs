using System.Security.Claims;
using Hotline.Tickets.Http;
using Hotline.Tickets.Jobs;
using Hotline.Tickets.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Hotline.Tickets.Retention;

/// <summary>/admin/retention: holds, and the erasure of one person's data on request.</summary>
internal static class RetentionModule
{
    private sealed record ReasonBody(string? Reason);

    internal static IServiceCollection AddRetention(this IServiceCollection services) => services
        .AddSingleton<PersonalDataEraser>()
        .AddSingleton(s => new LegalHolds(s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton(s => new RetentionDesk(s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<PersonalDataEraser>(), s.GetRequiredService<LegalHolds>(), s.GetRequiredService<TicketFile>()))
        .AddRecurringJob<RetentionSweep>("retention", "保存期限清理", "10 2 * * *");

    internal static void MapRetention(this IEndpointRouteBuilder api)
    {
        var tickets = api.MapGroup("/admin/retention/{number}").WithTags("Administration").RequireAuthorization(p => p.RequireRole(Role.Auditor.Code(), Role.Administrator.Code()));
        tickets.MapGet("/holds", (string number, TicketFile file, LegalHolds holds, CancellationToken ct) =>
            WithTicketAsync(number, file, async id => TypedResults.Ok(await holds.ReadAsync(id, ct)), ct)).Produces<IReadOnlyList<LegalHold>>().WithSummary("冻结记录");
        tickets.MapPost("/hold", HoldAsync).Accepts<ReasonBody>("application/json").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("冻结: nothing of the ticket is erased until it is released.");
        tickets.MapPost("/release", ReleaseAsync).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status409Conflict).WithSummary("解除冻结");
        tickets.MapPost("/erasure", EraseAsync).Accepts<ReasonBody>("application/json").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status409Conflict)
            .RequireAuthorization(p => p.RequireRole(Role.Administrator.Code())).WithSummary("去标识化: name, phone, code and files of a closed ticket go at once; its figures stay.");
    }

    private static Task<IResult> HoldAsync(string number, Body<ReasonBody> body, ClaimsPrincipal user, TicketFile file, LegalHolds holds, CancellationToken ct) =>
        WithReasonAsync(number, body, file, async (id, reason) => await holds.HoldAsync(id, reason, user.Signed(), ct)
            ? TypedResults.NoContent() : Refused("already-on-hold", "该工单已冻结", "The ticket is on hold already."), ct);

    private static Task<IResult> ReleaseAsync(string number, ClaimsPrincipal user, TicketFile file, LegalHolds holds, CancellationToken ct) =>
        WithTicketAsync(number, file, async id => await holds.ReleaseAsync(id, user.Signed(), ct)
            ? TypedResults.NoContent() : Refused("not-on-hold", "该工单未冻结", "The ticket is not on hold."), ct);

    private static Task<IResult> EraseAsync(
        string number, Body<ReasonBody> body, ClaimsPrincipal user, TicketFile file, PersonalDataEraser eraser, CancellationToken ct) =>
        WithReasonAsync(number, body, file, async (id, reason) =>
        {
            if (await file.ReadAsync(id, user.Signed(), ct) is not { ClosedAt: not null }) return Refused("still-open", "工单尚未办结，仍需联系诉求人", "The ticket is still open: its requester is needed.");
            return await eraser.EraseAsync([id.Value], reason, user.Signed(), ct) == 1
                ? TypedResults.NoContent() : Refused("not-erasable", "该工单已冻结或已去标识化", "The ticket is on hold, or its person is gone already.");
        }, ct);

    private static Task<IResult> WithReasonAsync(string number, Body<ReasonBody> body, TicketFile file, Func<TicketId, string, Task<IResult>> then, CancellationToken ct) =>
        body.Value.Reason is { Length: > 0 and <= 200 } reason && !string.IsNullOrWhiteSpace(reason)
            ? WithTicketAsync(number, file, id => then(id, reason), ct)
            : Task.FromResult(Problems.Invalid("reason", "必填，请用 200 字以内说明依据"));

    private static async Task<IResult> WithTicketAsync(string number, TicketFile file, Func<TicketId, Task<IResult>> then, CancellationToken ct)
    {
        if (!TicketNumber.TryParse(number, out var found, out var problem)) return Problems.Invalid("number", problem!);
        return await file.FindAsync(found, ct) is { } id ? await then(id) : Problems.NotFound();
    }

    private static ProblemHttpResult Refused(string code, string chinese, string english) => TypedResults.Problem(
        title: chinese, type: $"urn:hotline:refused:{code}", statusCode: StatusCodes.Status409Conflict,
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["english"] = english, ["allowed"] = Array.Empty<string>() });
}
