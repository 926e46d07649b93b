using System.Security.Claims;
using Hotline.Agent.Blazor.Accounts;
using Hotline.Tickets;

namespace Hotline.Agent.Blazor.Together;

/// <summary>The browser saves what is typed by itself: also when the page's own connection is gone.</summary>
internal static class KeptEndpoints
{
    private const int MostFields = 60;
    private const int MostCharacters = 20_000;

    private sealed record Body(Dictionary<string, string>? Values);

    internal static void MapKept(this IEndpointRouteBuilder app) => app
        .MapPut("/api/v1/tickets/{ticket:guid}/kept/{step}", SaveAsync).WithTags("Tickets").RequireAuthorization()
        .Produces(StatusCodes.Status204NoContent).ProducesValidationProblem()
        .WithSummary("暂存填写: {\"values\":{field:text}} of a step's form, for whoever is signed in; kept three days or until the step is taken.");

    private static async Task<IResult> SaveAsync(Guid ticket, string step, Body body, ClaimsPrincipal user, KeptWords words, CancellationToken ct)
    {
        if (SignedInUser.From(user) is not { } me) return TypedResults.Unauthorized();
        if (!Terms.TryFromCode<Step>(step, out var known)) return Wrong("step", "没有这个步骤，例如 reply");
        if (body.Values is not { Count: <= MostFields } values || values.Values.Sum(v => v?.Length ?? 0) > MostCharacters || values.Values.Any(v => v is null))
            return Wrong("values", $"必填，最多 {MostFields} 个字段、共 {MostCharacters} 字");
        await words.SaveAsync(me.Account, new(ticket), known, values, ct);
        return TypedResults.NoContent();
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ValidationProblem Wrong(string field, string fix) => TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [fix] });
}
