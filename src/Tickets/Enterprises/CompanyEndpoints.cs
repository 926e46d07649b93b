using System.Security.Claims;
using Hotline.Tickets.Http;
using Hotline.Tickets.Requesters;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Hotline.Tickets.Enterprises;

/// <summary>企业专线 for the module.</summary>
internal static class CompanyEndpoints
{
    private sealed record CompanyBody(string? Name, string? Address);

    private sealed record PurposeBody(string? Purpose);

    internal static IServiceCollection AddEnterprises(this IServiceCollection services) => services.AddSingleton(s =>
        new Companies(s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<PersonalDataKey>(), s.GetRequiredService<TimeProvider>()));

    internal static void MapCompanies(this IEndpointRouteBuilder api)
    {
        // a unit knows the companies of its own tickets; all of a company's matters are the hotline's
        var companies = api.MapGroup("/companies/{code}").WithTags("Companies")
            .RequireAuthorization(Staff.Of(Role.Agent, Role.Dispatcher, Role.Reviewer, Role.FollowUp, Role.Supervisor, Role.Administrator, Role.Auditor));
        companies.MapGet("", CardAsync).Produces<CompanyCard>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("企业卡: name, number of contact persons, earlier tickets.");
        companies.MapPut("", SaveAsync).RequireAuthorization(Staff.Of(Role.Agent, Role.Supervisor, Role.Administrator)).Accepts<CompanyBody>("application/json")
            .Produces(StatusCodes.Status204NoContent).ProducesValidationProblem().WithSummary("更正企业信息");
        companies.MapPost("/contacts", ContactsAsync).RequireAuthorization(Staff.Of(Role.Agent, Role.FollowUp, Role.Supervisor)).Accepts<PurposeBody>("application/json")
            .Produces<IReadOnlyList<CompanyContact>>().ProducesProblem(StatusCodes.Status404NotFound).WithSummary("查看企业联系人: personal data; the purpose is written into the ledger.");
    }

    private static async Task<IResult> CardAsync(string code, Companies companies, CancellationToken ct) =>
        Wrong(code) ?? (await companies.FindAsync(CreditCode.Normalize(code), ct) is { } card ? TypedResults.Ok(card) : NotMet());

    private static async Task<IResult> SaveAsync(string code, Body<CompanyBody> body, Companies companies, CancellationToken ct)
    {
        var errors = new FieldErrors().Check("code", CreditCode.IsOne(CreditCode.Normalize(code)), CreditCode.Hint).Required("name", body.Value.Name, 100).Longest("address", body.Value.Address, 200);
        if (errors.Found.Count > 0) return Problems.Invalid(errors.Found);
        await companies.SaveAsync(CreditCode.Normalize(code), body.Value.Name!, body.Value.Address, ct);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> ContactsAsync(string code, Body<PurposeBody> body, ClaimsPrincipal user, Companies companies, CancellationToken ct)
    {
        if (Wrong(code) is { } wrong) return wrong;
        var errors = new FieldErrors().Required("purpose", body.Value.Purpose, 200);
        if (errors.Found.Count > 0) return Problems.Invalid(errors.Found);
        return await companies.OpenContactsAsync(CreditCode.Normalize(code), user.Signed(), body.Value.Purpose!, ct) is { } contacts ? TypedResults.Ok(contacts) : NotMet();
    }

    private static IResult? Wrong(string code) => CreditCode.IsOne(CreditCode.Normalize(code)) ? null : Problems.Invalid("code", CreditCode.Hint);

    private static ProblemHttpResult NotMet() => TypedResults.Problem(title: "没有该企业的记录", type: "urn:hotline:not-found", statusCode: StatusCodes.Status404NotFound);
}
