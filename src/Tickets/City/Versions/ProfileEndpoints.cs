using System.Security.Claims;
using System.Text.Json;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Hotline.Tickets.City.Versions;

/// <summary>Versions of the rules, precedents, and the report of what was refused to protect towns.</summary>
internal static class ProfileEndpoints
{
    private const int LongestProfile = 4_000_000;

    private sealed record Period(DateTimeOffset? From, DateTimeOffset? To);

    private sealed record Publication(string? Reason, DateTimeOffset? ValidFrom, bool MovesClocks);

    private sealed record Because(string? Reason);

    private sealed record RefusedTry(TicketNumber Ticket, string Code, Step Step, Actor By, DateTimeOffset At);

    private sealed record RefusedTries(string Month, int Count, IReadOnlyList<RefusedTry> Tries);

    internal static void MapProfiles(this IEndpointRouteBuilder api)
    {
        var profiles = api.MapGroup("/profiles").WithTags("Rules").RequireAuthorization(Staff.Administrators);
        profiles.MapGet("", async (ProfileStore store, CancellationToken ct) => TypedResults.Ok(await store.ListAsync(ct))).Produces<IReadOnlyList<ProfileVersion>>().WithSummary("配置版本: the latest first.");
        profiles.MapGet("/current", (CityRulebook book) => Json(book.Now.Profile)).Produces<CityProfile>().WithSummary("现行配置");
        profiles.MapGet("/schema", () => TypedResults.Text(ProfileSchema.Write(), "application/schema+json")).WithSummary("配置的 JSON Schema (draft 2020-12).");
        profiles.MapGet("/log", async (ProfileStore store, CancellationToken ct) => TypedResults.Ok(await store.LogAsync(ct))).Produces<IReadOnlyList<ProfileAct>>().WithSummary("配置日志: who did what with which version, and why.");
        profiles.MapGet("/{id:int}", ReadAsync)
            .Produces<CityProfile>().ProducesProblem(StatusCodes.Status404NotFound).WithSummary("某一版本的配置");
        profiles.MapGet("/draft", async (ProfileOffice office, CancellationToken ct) => Answer(await office.DraftAsync(ct))).Produces<ProfileDraft>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("草稿, and what stands against publishing it.");
        profiles.MapPut("/draft", DraftAsync).Accepts<CityProfile>("application/json").Produces<ProfileDraft>().ProducesValidationProblem().WithSummary("写草稿: everything that is wrong is told at once, by path.");
        profiles.MapPost("/draft/rehearsals", (Body<Period> body, ClaimsPrincipal user, ProfileOffice office, CancellationToken ct) =>
                AnswerAsync(office.RehearseAsync(body.Value.From?.ToUniversalTime(), body.Value.To?.ToUniversalTime(), user.Signed(), ct)))
            .Accepts<Period>("application/json").Produces<RehearsalReport>().WithSummary("预演: replays the draft on stored tickets, all or those accepted in a period.");
        profiles.MapGet("/draft/rehearsal", (ProfileOffice office, CancellationToken ct) => AnswerAsync(office.ReportAsync(ct))).Produces<RehearsalReport>().WithSummary("预演报告 of exactly this draft.");
        profiles.MapPost("/draft/publication", (Body<Publication> body, ClaimsPrincipal user, ProfileOffice office, CancellationToken ct) =>
                AnswerAsync(office.PublishAsync(body.Value.Reason, body.Value.ValidFrom, body.Value.MovesClocks, user.Signed(), ct)))
            .Accepts<Publication>("application/json").Produces<ProfileVersion>().ProducesProblem(StatusCodes.Status409Conflict).WithSummary("发布: at once or from a moment on; refused without a report of exactly this draft.");
        profiles.MapPost("/{id:int}/roll-back", (int id, Body<Because> body, ClaimsPrincipal user, ProfileOffice office, CancellationToken ct) =>
                AnswerAsync(office.RollBackAsync(id, body.Value.Reason, user.Signed(), ct)))
            .Accepts<Because>("application/json").Produces<ProfileVersion>().ProducesProblem(StatusCodes.Status409Conflict).WithSummary("回滚: the version before holds again, and clocks it moved are put back.");

        api.MapGet("/precedents", (Precedents precedents) => TypedResults.Ok(precedents.All)).WithTags("Rules").RequireAuthorization(Staff.Any).Produces<IReadOnlyList<Precedent>>().WithSummary("裁定先例");
        api.MapPost("/precedents/{number}/end", EndAsync).WithTags("Rules").RequireAuthorization(Staff.Of(Role.Supervisor, Role.Administrator)).Accepts<Because>("application/json")
            .WithSummary("终止先例: from now on it routes no more.");
        api.MapGet("/refused-tries", TriesAsync).WithTags("Rules").RequireAuthorization(Staff.Of(Role.Supervisor, Role.Auditor, Role.Administrator)).Produces<RefusedTries>()
            .WithSummary("保护基层月报: tries to push departments' duties to towns, of a month such as 2026-11.");
    }

    private static async Task<IResult> ReadAsync(int id, ProfileStore store, CancellationToken ct) =>
        await store.FindAsync(id, ct) is null ? NotThere() : Json(await store.ReadAsync(id, ct));

    private static async Task<IResult> DraftAsync(HttpRequest request, ClaimsPrincipal user, ProfileOffice office, CancellationToken ct)
    {
        if (request.ContentLength is null or > LongestProfile) return Problems.Invalid("body", $"请求体应为不超过 {LongestProfile} 字节的 JSON，并带 Content-Length");
        using var reader = new StreamReader(request.Body);
        return Answer(await office.DraftAsync(await reader.ReadToEndAsync(ct), user.Signed(), ct));
    }

    private static async Task<IResult> EndAsync(string number, Body<Because> body, ClaimsPrincipal user, Precedents precedents, CancellationToken ct)
    {
        if (new FieldErrors().Required("reason", body.Value.Reason, 500).Found is { Count: > 0 } errors) return Problems.Invalid(errors);
        return await precedents.EndAsync(number, body.Value.Reason!, user.Signed(), ct) ? TypedResults.NoContent() : NotThere();
    }

    private static async Task<IResult> TriesAsync(string? month, NpgsqlDataSource db, CityRules rules, TimeProvider clock, CancellationToken ct)
    {
        var first = rules.DayOf(clock.GetUtcNow());
        if (!string.IsNullOrEmpty(month) && !DateOnly.TryParseExact($"{month}-01", "yyyy-MM-dd", out first)) return Problems.Invalid("month", "应为年月，如 2026-11");
        first = new(first.Year, first.Month, 1);
        var tries = await db.ReadAsync(
            """
            select t.number, r.code, r.step, r.actor::text, r.at from tickets.refused_try r join tickets.ticket t on t.id = r.ticket_id
            where r.code = $1 and r.at >= $2 and r.at < $3 order by r.at limit 10000
            """,
            [Dispatching.DispatchTicket.GrassrootsProtected, rules.StartOf(first), rules.StartOf(first.AddMonths(1))],
            row => new RefusedTry(row.Number(0), row.GetString(1), row.Code<Step>(2), EventJson.Read<Actor>(row.GetString(3)), row.Time(4)), ct);
        return TypedResults.Ok(new RefusedTries($"{first:yyyy-MM}", tries.Count, tries));
    }

    private static async Task<IResult> AnswerAsync(Task<ProfileAnswer> answer) => Answer(await answer);

    private static IResult Answer(ProfileAnswer answer) => answer switch
    {
        ProfileAnswer.Done done => Json(done.Value),
        ProfileAnswer.Wrong wrong => Problems.Invalid(wrong.Errors),
        ProfileAnswer.Refused { Conflicts: { } conflicts } refused => TypedResults.Problem(
            title: refused.Why.Reason, type: $"urn:hotline:refused:{refused.Why.Code}", statusCode: StatusCodes.Status409Conflict,
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["english"] = refused.Why.English, ["allowed"] = refused.Why.Allowed, ["conflicts"] = conflicts }),
        ProfileAnswer.Refused refused => refused.Why.ToHttp(),
        _ => NotThere(),
    };

    private static ContentHttpResult Json(object value) => TypedResults.Text(JsonSerializer.Serialize(value, value.GetType(), ProfileJson.Options), "application/json");

    private static ProblemHttpResult NotThere() => TypedResults.Problem(title: "没有这个版本或先例", type: "urn:hotline:not-found", statusCode: StatusCodes.Status404NotFound);
}
