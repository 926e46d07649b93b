using System.Security.Claims;
using Hotline.Tickets.Http;
using Hotline.Tickets.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Tickets.Delivery;

/// <summary>Letters, their deliveries, receipts of channels and call tasks.</summary>
internal static class DeliveryEndpoints
{
    private static readonly Role[] Callers = [Role.Agent, Role.FollowUp, Role.Supervisor];
    private static readonly Role[] Readers = [.. Callers, Role.Dispatcher, Role.Reviewer, Role.Inspector, Role.Auditor, Role.Administrator];

    private sealed record ReceiptBody(bool? Delivered, string? Reason);

    private sealed record DoneBody(bool? Reached, string? Note);

    internal static void MapDelivery(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Delivery");
        group.MapGet("/tickets/{number}/letters", LettersAsync).Only(Readers).Produces<IReadOnlyList<LetterLine>>().WithSummary("告知与送达: the letters to the citizen, each with its deliveries.");
        group.MapPost("/deliveries/{id:guid}/receipt", ReceiptAsync).Only(Role.System, Role.Administrator).Accepts<ReceiptBody>("application/json").Produces(StatusCodes.Status204NoContent)
            .WithSummary("送达回执 of a channel, by the message's idempotency key.");
        group.MapGet("/call-tasks", async (DeliveryFile file, CancellationToken ct) => TypedResults.Ok(await file.CallsAsync(ct))).Only(Callers).WithSummary("回拨任务: what is due first on top.");
        group.MapPost("/call-tasks/{id:long}/done", DoneAsync).Only(Callers).Accepts<DoneBody>("application/json").Produces(StatusCodes.Status204NoContent).WithSummary("完成回拨");
        group.MapGet("/reports/{number}/letters", CitizenAsync).AllowAnonymous().Produces<IReadOnlyList<CitizenLetter>>().WithSummary("市民告知: by number and query code.");
    }

    private static async Task<IResult> LettersAsync(string number, ClaimsPrincipal user, TicketFile tickets, DeliveryFile file, CancellationToken ct)
    {
        if (!TicketNumber.TryParse(number, out var found, out var problem)) return Problems.Invalid("number", problem!);
        return await tickets.ReadAsync(found, user.Signed(), ct) is { } view ? TypedResults.Ok(await file.ReadAsync(view.Id, ct)) : Problems.NotFound();
    }

    private static Task<IResult> CitizenAsync(string number, string? code, HttpContext http, Citizens.CitizenLookup lookup, DeliveryFile file, CancellationToken ct) =>
        CitizenEndpoints.WithTicketAsync(number, code, http, lookup, async found => TypedResults.Ok(await file.ForCitizenAsync(found.Id, ct)), ct);

    private static async Task<IResult> ReceiptAsync(Guid id, Body<ReceiptBody> body, DeliveryWorker worker, CancellationToken ct)
    {
        var wrong = new FieldErrors().Check("delivered", body.Value.Delivered is not null, "必填，true 为已送达").Longest("reason", body.Value.Reason, 200).Decision;
        if (wrong is not null) return wrong.ToHttp();
        return await worker.ReceiveAsync(id, body.Value.Delivered!.Value, body.Value.Reason, ct) ? TypedResults.NoContent() : Problems.NotFound();
    }

    private static async Task<IResult> DoneAsync(long id, Body<DoneBody> body, ClaimsPrincipal user, DeliveryFile file, CancellationToken ct)
    {
        var wrong = new FieldErrors().Check("reached", body.Value.Reached is not null, "必选，请说明是否接通").Longest("note", body.Value.Note, 500).Decision;
        return (wrong ?? await file.DoneAsync(id, body.Value.Reached!.Value, body.Value.Note, user.Signed(), ct)).ToHttp();
    }

    private static RouteHandlerBuilder Only(this RouteHandlerBuilder endpoint, params Role[] roles) => endpoint.RequireAuthorization(p => p.RequireRole(roles.Select(r => r.Code())));
}
