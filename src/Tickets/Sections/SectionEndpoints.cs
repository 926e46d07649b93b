using System.Security.Claims;
using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Http;
using Hotline.Tickets.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Hotline.Tickets.Sections;

/// <summary>下派 for the module: a unit's own system passes tickets on as its page does.</summary>
internal static class SectionEndpoints
{
    private sealed record EndBody(int? Task, AssignmentOutcome? Outcome, string? Report);

    internal static IServiceCollection AddSections(this IServiceCollection services) => services.AddSingleton<SectionBook>().AddSingleton(s => new Assignments(
        s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<TicketStore>(), s.GetRequiredService<SectionBook>(), s.GetRequiredService<CityRules>(), s.GetRequiredService<TimeProvider>()));

    internal static void MapSections(this IEndpointRouteBuilder api)
    {
        var units = Staff.Of(Role.Department, Role.DepartmentLead);
        api.MapGet("/departments/mine/sections", async (ClaimsPrincipal user, SectionBook book, CancellationToken ct) => TypedResults.Ok(await book.ReadAsync(Own(user), ct)))
            .RequireAuthorization(units).WithTags("Units").WithSummary("科室与经办人 of one's own unit.");
        api.MapPost("/departments/mine/sections", async (Body<Section> body, ClaimsPrincipal user, SectionBook book, CancellationToken ct) =>
                (await book.KeepAsync(body.Value.Name, body.Value.People ?? [], user.Signed(), ct)).ToHttp())
            .RequireAuthorization(units).WithTags("Units").Accepts<Section>("application/json").Produces(StatusCodes.Status204NoContent).ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("登记科室: by the unit's lead; people are named in full.");
        var ticket = api.MapGroup("/tickets/{number}/assignments").RequireAuthorization(units).WithTags("Units");
        ticket.MapGet("", ListAsync).Produces<IReadOnlyList<Assignment>>().ProducesProblem(StatusCodes.Status404NotFound).WithSummary("下派记录: who had it inside the unit, the newest first.");
        ticket.MapPost("", AssignAsync).Accepts<AssignmentWanted>("application/json").Produces(StatusCodes.Status204NoContent).ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("下派: to a section or a person, in so many working days.");
        ticket.MapPost("/end", EndAsync).Accepts<EndBody>("application/json").Produces(StatusCodes.Status204NoContent).ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("办好或收回: outcome done (with a report) or taken-back.");
    }

    private static DepartmentId Own(ClaimsPrincipal user) => user.Signed().Department ?? throw new UnauthorizedAccessException("A department's account without a department.");

    private static Task<IResult> ListAsync(string number, ClaimsPrincipal user, TicketFile file, Assignments assignments, CancellationToken ct) =>
        WithAsync(number, user, file, async id => TypedResults.Ok(await assignments.ReadAsync(id, Own(user), ct)), ct);

    private static Task<IResult> AssignAsync(string number, Body<AssignmentWanted> body, ClaimsPrincipal user, TicketFile file, Assignments assignments, CancellationToken ct) =>
        WithAsync(number, user, file, async id => (await assignments.AssignAsync(id, body.Value, user.Signed(), ct)).ToHttp(), ct);

    private static Task<IResult> EndAsync(string number, Body<EndBody> body, ClaimsPrincipal user, TicketFile file, Assignments assignments, CancellationToken ct) =>
        WithAsync(number, user, file, async id => body.Value.Outcome is AssignmentOutcome.Done or AssignmentOutcome.TakenBack
            ? (await assignments.EndAsync(id, body.Value.Task, body.Value.Outcome.Value, body.Value.Report, user.Signed(), ct)).ToHttp()
            : Problems.Invalid("outcome", "应为 done 或 taken-back"), ct);

    private static async Task<IResult> WithAsync(string number, ClaimsPrincipal user, TicketFile file, Func<TicketId, Task<IResult>> then, CancellationToken ct)
    {
        if (!TicketNumber.TryParse(number, out var found, out var problem)) return Problems.Invalid("number", problem!);
        return await file.ReadAsync(found, user.Signed(), ct) is { } view ? await then(view.Id) : Problems.NotFound();
    }
}
