using System.Security.Claims;
using Hotline.Tickets.Accepting;
using Hotline.Tickets.UnifiedReplies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Tickets.Http;

/// <summary>POST /tickets: an agent accepts a request (受理).</summary>
internal static class IntakeEndpoints
{
    internal static void MapIntake(this IEndpointRouteBuilder api) => api
        .MapPost("/tickets", AcceptAsync)
        .AddEndpointFilter(CitationCheck.HandleAsync<Request>)
        .Accepts<Request>("application/json")
        .RequireAuthorization(p => p.RequireRole(Role.Agent.Code(), Role.Supervisor.Code()))
        .Produces<Receipt>(StatusCodes.Status201Created)
        .ProducesValidationProblem()
        .WithTags("Tickets")
        .WithName("accept")
        .WithSummary("受理: takes a request in and gives its number and query code. With the header Idempotency-Key a repetition makes no second ticket.");

    private static async Task<IResult> AcceptAsync(
        Body<Request> body, [FromHeader(Name = "Idempotency-Key")] string? key, ClaimsPrincipal user, Reception reception, CancellationToken ct)
    {
        var receipt = await reception.AcceptOnceAsync(key, body.Value, user.Signed(), ct);
        return TypedResults.Created($"/api/v1/tickets/{receipt.Number}", receipt);
    }
}
