using System.Security.Claims;
using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Hotline.Tickets.Exclusions;

/// <summary>剔除 in the API: units apply and appeal for their own, supervisors and inspectors decide, auditors read everything.</summary>
internal static class ExclusionEndpoints
{
    private static readonly Role[] Units = [Role.Department, Role.DepartmentLead];
    private static readonly Role[] Examiners = [Role.Supervisor, Role.Inspector];

    private sealed record DecisionBody(bool? Granted, string? Reason);

    private sealed record AppealBody(string? Reason);

    private sealed record CodeName(string Code, string Name);

    private sealed record Catalogue(IReadOnlyList<CodeName> Scopes, IReadOnlyList<ExclusionCode> Codes, IReadOnlyList<CodeName> States);

    private sealed record Whole(Exclusion Exclusion, IReadOnlyList<ExclusionEntry> Log);

    internal static IServiceCollection AddExclusions(this IServiceCollection services) => services.AddSingleton(s => new ExclusionOffice(
        s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<TicketStore>(), s.GetRequiredService<CityRules>(), s.GetRequiredService<TimeProvider>()));

    internal static void MapExclusions(this IEndpointRouteBuilder api)
    {
        var readers = Staff.Of([.. Units, .. Examiners, Role.Auditor, Role.Administrator]);
        api.MapPost("/tickets/{number}/exclusions", ApplyAsync).WithTags("Exclusions").RequireAuthorization(Staff.Of(Units)).Accepts<ApplyForExclusion>("application/json")
            .Produces<Exclusion>(StatusCodes.Status201Created).ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict).WithSummary("申请剔除: by the unit, with evidence, in time after the rating.");
        var exclusions = api.MapGroup("/exclusions").WithTags("Exclusions").RequireAuthorization(readers);
        exclusions.MapGet("", ListAsync).Produces<IReadOnlyList<Exclusion>>().WithSummary("剔除台账: what waits for a decision first; a unit finds its own.");
        exclusions.MapGet("/catalogue", (CityRules rules) => new Catalogue(Names<ExclusionScope>(), ExclusionCatalogue.Of(rules), Names<ExclusionState>())).WithSummary("剔除代码: scopes, reasons, states.");
        exclusions.MapGet("/{id:guid}", ReadAsync).Produces<Whole>().ProducesProblem(StatusCodes.Status404NotFound).WithSummary("剔除详情, with its log.");
        exclusions.MapPost("/{id:guid}/decision", DecideAsync).RequireAuthorization(Staff.Of(Examiners)).Accepts<DecisionBody>("application/json")
            .Produces(StatusCodes.Status204NoContent).ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict).WithSummary("审核剔除: granted or not, with a reason; never by who applied.");
        exclusions.MapPost("/{id:guid}/appeal", AppealAsync).RequireAuthorization(Staff.Of(Units)).Accepts<AppealBody>("application/json")
            .Produces(StatusCodes.Status204NoContent).ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict).WithSummary("申诉: once, against a refusal.");
    }

    private static async Task<IResult> ApplyAsync(
        string number, Body<ApplyForExclusion> body, ClaimsPrincipal user, TicketStore store, ExclusionOffice office, CancellationToken ct)
    {
        if (!TicketNumber.TryParse(number, out var typed, out var problem)) return Problems.Invalid("number", problem!);
        if (await store.FindAsync(typed, ct) is not { } id) return Problems.NotFound();
        var (made, not) = await office.ApplyAsync(id, body.Value, user.Signed(), ct);
        return made is not null ? TypedResults.Created($"/api/v1/exclusions/{made.Id}", made) : not!.ToHttp();
    }

    private static async Task<IResult> ListAsync(string? state, string? unit, bool? overdue, ClaimsPrincipal user, ExclusionOffice office, CancellationToken ct)
    {
        ExclusionState? wanted = Terms.TryFromCode<ExclusionState>(state, out var known) ? known : null;
        if (!string.IsNullOrEmpty(state) && wanted is null) return Problems.Invalid("state", $"没有这个状态，应为 {string.Join("、", Enum.GetValues<ExclusionState>().Select(s => s.Code()))} 之一");
        var by = user.Signed();
        var of = by.IsOfUnit ? by.Department : string.IsNullOrEmpty(unit) ? null : new DepartmentId(unit);
        return TypedResults.Ok(await office.ListAsync(new(wanted, of, Overdue: overdue ?? false), ct));
    }

    private static Task<IResult> ReadAsync(Guid id, ClaimsPrincipal user, ExclusionOffice office, CancellationToken ct) =>
        WithAsync(id, user, office, async found => TypedResults.Ok(new Whole(found, await office.LogAsync(id, ct))), ct);

    private static Task<IResult> DecideAsync(Guid id, Body<DecisionBody> body, ClaimsPrincipal user, ExclusionOffice office, CancellationToken ct) =>
        WithAsync(id, user, office, async found => Answer(await office.DecideAsync(found, body.Value.Granted, body.Value.Reason, user.Signed(), ct)), ct);

    private static Task<IResult> AppealAsync(Guid id, Body<AppealBody> body, ClaimsPrincipal user, ExclusionOffice office, CancellationToken ct) =>
        WithAsync(id, user, office, async found => Answer(await office.AppealAsync(found, body.Value.Reason, user.Signed(), ct)), ct);

    private static async Task<IResult> WithAsync(Guid id, ClaimsPrincipal user, ExclusionOffice office, Func<Exclusion, Task<IResult>> then, CancellationToken ct)
    {
        var by = user.Signed();
        return await office.FindAsync(id, ct) is { } found && (!by.IsOfUnit || by.Department == found.Unit)
            ? await then(found)
            : TypedResults.Problem(title: "没有这条剔除申请", type: "urn:hotline:not-found", statusCode: StatusCodes.Status404NotFound);
    }

    private static IResult Answer(Decision? not) => not is null ? TypedResults.NoContent() : not.ToHttp();

    private static IReadOnlyList<CodeName> Names<T>() where T : struct, Enum => [.. Enum.GetValues<T>().Select(v => new CodeName(v.Code(), v.Chinese()))];
}
