using System.Security.Claims;
using Hotline.Tickets.Accepting;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Http;
using Hotline.Tickets.Reading;
using Hotline.Tickets.Requesters;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Tickets.Merging;

/// <summary>并单、拆单、查重 over the API.</summary>
internal static class MergeEndpoints
{
    /// <param name="Members">Numbers of the tickets to follow the master, at most 5,000.</param>
    private sealed record MergeBody(IReadOnlyList<string>? Members, string? Reason);

    private sealed record ReasonBody(string? Reason);

    /// <param name="Master">Of the proposal.</param>
    private sealed record DeclineBody(string? Master, string? Reason);

    internal static void MapMerging(this IEndpointRouteBuilder api)
    {
        var mergers = Staff.Of(Role.Dispatcher, Role.Supervisor);
        var tickets = api.MapGroup("/tickets").WithTags("Merging");
        tickets.MapPost("/{number}/merge", MergeAsync).RequireAuthorization(Staff.Of(Role.Agent, Role.Dispatcher, Role.Supervisor))
            .Accepts<MergeBody>("application/json").Produces<MergeOutcome.Done>().Produces<MergeOutcome.Done>(StatusCodes.Status202Accepted).Problems()
            .WithSummary("并单: the members follow this ticket; an agent's wish is kept as a proposal (202).");
        tickets.MapPost("/{number}/unmerge", UnmergeAsync).RequireAuthorization(mergers)
            .Accepts<ReasonBody>("application/json").Produces(StatusCodes.Status204NoContent).Problems().WithSummary("解除并单: this ticket stands for itself again, exactly as it was.");
        tickets.MapPost("/{number}/decline-merge", DeclineAsync).RequireAuthorization(mergers)
            .Accepts<DeclineBody>("application/json").Produces(StatusCodes.Status204NoContent).Problems().WithSummary("不并单: a proposal is not followed.");
        tickets.MapGet("/{number}/relations", RelationsAsync).RequireAuthorization(Staff.Any)
            .Produces<TicketRelations>().ProducesProblem(StatusCodes.Status404NotFound).WithSummary("关联工单: master, followers, links, and the log of them.");
        tickets.MapPost("/{number}/split", SplitAsync).RequireAuthorization(mergers)
            .Accepts<SplitPart>("application/json").Produces<Receipt>(StatusCodes.Status201Created).Problems().WithSummary("拆单: the second matter gets a ticket of its own; its query code is told this once. With the header Idempotency-Key a repetition splits nothing again.");
        tickets.MapPost("/duplicates", DuplicatesAsync).RequireAuthorization(Staff.Of(Role.Agent, Role.Dispatcher, Role.Supervisor))
            .Accepts<DuplicateQuery>("application/json").Produces<IReadOnlyList<DuplicateCandidate>>().ProducesValidationProblem()
            .WithSummary("查重: 一人多诉 and 多人同诉 with reasons; the phone number stands in the body and so in no log.");
        api.MapGet("/merges/to-do", async (Relations relations, CancellationToken ct) => TypedResults.Ok(await relations.ToDoAsync(ct))).RequireAuthorization(mergers).WithTags("Merging")
            .Produces<IReadOnlyList<RelationToDo>>().WithSummary("并单待办: agents' proposals, and tickets whose master ended without a reply.");
    }

    private static RouteHandlerBuilder Problems(this RouteHandlerBuilder route) =>
        route.ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> MergeAsync(string number, Body<MergeBody> body, ClaimsPrincipal user, TicketStore store, MergeDesk desk, CancellationToken ct)
    {
        if (!TicketNumber.TryParse(number, out var typed, out var problem)) return Http.Problems.Invalid("number", problem!);
        if (await store.FindAsync(typed, ct) is not { } master) return Http.Problems.NotFound();
        var wrong = new FieldErrors().Check("members", body.Value.Members is { Count: > 0 and <= MergePlan.Most }, $"应为 1 到 {MergePlan.Most} 个单号");
        var members = wrong.Found.Count > 0 ? [] : await FindAsync(body.Value.Members!, store, wrong, ct);
        if (wrong.Found.Count > 0) return Http.Problems.Invalid(wrong.Found);

        var by = user.Signed();
        return await desk.MergeAsync(master, members, body.Value.Reason, by, ct) switch
        {
            MergeOutcome.Not not => not.Why.ToHttp(),
            var done when by.Role == Role.Agent => TypedResults.Accepted($"/api/v1/tickets/{typed}/relations", (MergeOutcome.Done)done),
            var done => TypedResults.Ok((MergeOutcome.Done)done),
        };
    }

    private static async Task<List<TicketId>> FindAsync(IReadOnlyList<string> numbers, TicketStore store, FieldErrors wrong, CancellationToken ct)
    {
        var typed = new List<TicketNumber>();
        foreach (var (text, i) in numbers.Select((n, i) => (n, i)))
        {
            if (TicketNumber.TryParse(text, out var number, out var problem)) typed.Add(number);
            else wrong.Check($"members[{i}]", holds: false, problem!);
        }

        if (wrong.Found.Count > 0) return [];
        var found = await store.FindAsync(typed, ct);
        foreach (var (number, i) in typed.Select((n, i) => (n, i))) wrong.Check($"members[{i}]", found.ContainsKey(number), "没有这张工单，请核对单号");
        return [.. found.Values];
    }

    private static async Task<IResult> UnmergeAsync(string number, Body<ReasonBody> body, ClaimsPrincipal user, TicketStore store, MergeDesk desk, CancellationToken ct)
    {
        if (!TicketNumber.TryParse(number, out var typed, out var problem)) return Http.Problems.Invalid("number", problem!);
        return await store.FindAsync(typed, ct) is { } id ? Answer(await desk.UnmergeAsync(id, body.Value.Reason, user.Signed(), ct)) : Http.Problems.NotFound();
    }

    private static async Task<IResult> DeclineAsync(string number, Body<DeclineBody> body, ClaimsPrincipal user, TicketStore store, MergeDesk desk, CancellationToken ct)
    {
        if (!TicketNumber.TryParse(number, out var typed, out var problem)) return Http.Problems.Invalid("number", problem!);
        if (!TicketNumber.TryParse(body.Value.Master, out var master, out problem)) return Http.Problems.Invalid("master", problem!);
        return await store.FindAsync(typed, ct) is { } member && await store.FindAsync(master, ct) is { } proposed
            ? Answer(await desk.DeclineAsync(member, proposed, body.Value.Reason, user.Signed(), ct)) : Http.Problems.NotFound();
    }

    private static async Task<IResult> RelationsAsync(string number, ClaimsPrincipal user, TicketFile file, Relations relations, CancellationToken ct)
    {
        if (!TicketNumber.TryParse(number, out var typed, out var problem)) return Http.Problems.Invalid("number", problem!);
        return await file.ReadAsync(typed, user.Signed(), ct) is { } view ? TypedResults.Ok(await relations.ReadAsync(view.Id, user.Signed(), ct)) : Http.Problems.NotFound();
    }

    private static async Task<IResult> SplitAsync(string number, Body<SplitPart> body, [FromHeader(Name = "Idempotency-Key")] string? key, ClaimsPrincipal user, TicketStore store, SplitDesk desk, CancellationToken ct)
    {
        if (!TicketNumber.TryParse(number, out var typed, out var problem)) return Http.Problems.Invalid("number", problem!);
        if (await store.FindAsync(typed, ct) is not { } id) return Http.Problems.NotFound();
        var (receipt, why) = await desk.SplitOnceAsync(key, id, body.Value, user.Signed(), ct);
        return receipt is null ? why!.ToHttp() : TypedResults.Created($"/api/v1/tickets/{receipt.Number}", receipt);
    }

    private static async Task<IResult> DuplicatesAsync(Body<DuplicateQuery> body, ClaimsPrincipal user, DuplicateCheck check, CancellationToken ct)
    {
        var query = body.Value;
        var wrong = new FieldErrors()
            .Check("phone", string.IsNullOrEmpty(query.Phone) || PhoneNumber.IsOne(query.Phone), "电话应为 3 到 20 位数字，如 13800001234 或 0473-3998000")
            .Check("title", !string.IsNullOrWhiteSpace(query.Title) || !string.IsNullOrWhiteSpace(query.Text), "标题和内容至少填写一项")
            .Longest("title", query.Title, 60).Longest("text", query.Text, 2000).Longest("place", query.Place, 120);
        return wrong.Found.Count > 0 ? Http.Problems.Invalid(wrong.Found) : TypedResults.Ok(await check.FindAsync(query, user.Signed(), ct));
    }

    private static IResult Answer(MergeOutcome outcome) => outcome is MergeOutcome.Not not ? not.Why.ToHttp() : TypedResults.NoContent();
}
