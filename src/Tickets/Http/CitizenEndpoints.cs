using Hotline.Tickets.Accepting;
using Hotline.Tickets.Citizens;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Supervising;
using Hotline.Tickets.Withdrawing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Tickets.Http;

/// <summary>What citizens do without an account.</summary>
internal static class CitizenEndpoints
{
    internal static void MapCitizens(this IEndpointRouteBuilder api)
    {
        var reports = api.MapGroup("/reports").WithTags("Citizens").AllowAnonymous();
        reports.MapPost("", ReportAsync).Accepts<Request>("application/json").Produces<Receipt>(StatusCodes.Status201Created).ProducesValidationProblem()
            .WithSummary("网上诉求: a citizen hands in a request and gets a number and a query code. With the header Idempotency-Key a repetition makes no second ticket.");
        reports.MapGet("/{number}", StatusAsync).Produces<PublicStatus>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithSummary("办理进度: by number and query code.");
        reports.MapPost("/{number}/rating", StepAsync<RateTicket>).Accepts<RateTicket>("application/json").Produces(StatusCodes.Status204NoContent).ProducesValidationProblem()
            .WithSummary("评价: solved or not, then satisfied or not; counts as the answer of a waiting follow-up and is never changed.");
        reports.MapStep<UrgeTicket>("urge", "催办: as often a day as the city lets; a refusal says when again.");
        reports.MapStep<ReopenTicket>("reopen", "申请重办: not solved, in the citizen's words, while the matter can still be reopened.");
        reports.MapStep<SupplyInformation>("information", "补充信息: what was asked for, or what the citizen has to add.");
        reports.MapStep<WithdrawTicket>("withdrawal", "撤回: the citizen no longer wishes it.");
    }

    private static void MapStep<T>(this RouteGroupBuilder reports, string path, string summary) where T : class, ITicketCommand => reports
        .MapPost($"/{{number}}/{path}", StepAsync<T>).Accepts<T>(isOptional: true, "application/json").Produces(StatusCodes.Status204NoContent).ProducesValidationProblem()
        .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status429TooManyRequests).WithSummary(summary);

    private static async Task<IResult> ReportAsync(Body<Request> body, [FromHeader(Name = "Idempotency-Key")] string? key, Reception reception, CancellationToken ct)
    {
        var request = body.Value with { Channel = Channel.Web, CallId = null, Answer = null, Police = null, NotAccepted = null, Kind = TicketKind.Request, Line = null, DuplicateOf = null };
        var receipt = await reception.AcceptOnceAsync(key, request, Actor.Citizen, ct); // whoever guesses a key must know the whole request too
        return TypedResults.Created($"/api/v1/reports/{receipt.Number}", receipt);
    }

    private static Task<IResult> StatusAsync(string number, string? code, HttpContext http, CitizenLookup lookup, CancellationToken ct) =>
        WithTicketAsync(number, code, http, lookup, found => Task.FromResult<IResult>(TypedResults.Ok(found.Status)), ct);

    private static Task<IResult> StepAsync<T>(string number, string? code, Body<T> body, HttpContext http, CitizenLookup lookup, ITicketDesk desk, CancellationToken ct) where T : class, ITicketCommand =>
        WithTicketAsync(number, code, http, lookup, async found => (await desk.HandleAsync(found.Id, body.Value, Actor.Citizen, ct)).ToHttp(), ct);

    internal static async Task<IResult> WithTicketAsync(
        string number, string? code, HttpContext http, CitizenLookup lookup, Func<LookupResult.Found, Task<IResult>> then, CancellationToken ct)
    {
        if (!TicketNumber.TryParse(number, out var typed, out var problem)) return Problems.Invalid("number", problem!);
        if (!QueryCode.TryParse(code, null, out var key)) return Problems.Invalid("code", "查询码为 6 位数字");
        return await lookup.FindAsync(typed, key, http.Connection.RemoteIpAddress?.ToString() ?? "unknown", ct) switch
        {
            LookupResult.Found found => await then(found),
            LookupResult.TooMany blocked => Problems.TooMany(blocked.RetryAfter, http),
            _ => Problems.NotFound(),
        };
    }
}
