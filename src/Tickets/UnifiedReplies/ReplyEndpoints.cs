using System.Security.Claims;
using Hotline.Tickets.Http;
using Hotline.Tickets.Knowledge;
using Hotline.Tickets.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Tickets.UnifiedReplies;

/// <summary>The reply before it leaves, and what happens when one that has left was wrong.</summary>
internal static class ReplyEndpoints
{
    private static readonly Role[] Writers = [Role.Department, Role.DepartmentLead, Role.Reviewer, Role.KnowledgeEditor, Role.Supervisor];
    private static readonly Role[] Senders = [Role.Reviewer, Role.Supervisor];

    private sealed record CorrectionBody(IReadOnlyList<string>? Numbers, string? Text, string? Reason, IReadOnlyList<Citation>? Citations) : ICitesArticles;

    private sealed record SendBody(IReadOnlyList<long>? Corrections);

    private sealed record StandsBody(string? Number, string? Note);

    internal static IServiceCollection AddReplies(this IServiceCollection services) => services
        .AddSingleton(s => new ReplyDesk(s.GetRequiredService<Npgsql.NpgsqlDataSource>(), s.GetRequiredService<EventStore.TicketStore>(), s.GetRequiredService<City.CityRules>())).AddSingleton(s => new Corrections(
            s.GetRequiredService<Npgsql.NpgsqlDataSource>(), s.GetRequiredService<Onces>(), s.GetRequiredService<EventStore.TicketStore>(), s.GetRequiredService<ITicketDesk>(),
            s.GetRequiredService<RecallFile>(), s.GetRequiredService<TimeProvider>())).AddSingleton<RecallFile>().AddSingleton<RepliesOnce>().AddSingleton<Feed.ITicketSubscriber, CitationSubscriber>();

    internal static void MapReplies(this IEndpointRouteBuilder api)
    {
        var replies = api.MapGroup("").WithTags("Replies");
        replies.MapGet("/tickets/{number}/reply", ReadAsync).Only([.. Writers, Role.Inspector, Role.Auditor]).Produces<ReplyView>()
            .WithSummary("答复审核: demands with answers, units' contributions, contradictions, hints, and exactly what leaves.");
        replies.MapPost("/corrections", QueueAsync).Only(Writers).AddEndpointFilter(CitationCheck.HandleAsync<CorrectionBody>).Accepts<CorrectionBody>("application/json").Produces<Queued>()
            .WithSummary("起草更正 (Idempotency-Key): queues a new version of sent replies; {reply} stands for the present text.");
        replies.MapGet("/corrections", async (Corrections corrections, CancellationToken ct) => TypedResults.Ok(await corrections.OpenAsync(ct))).Only(Senders).WithSummary("更正队列");
        replies.MapPost("/corrections/{id:long}/send", async (long id, ClaimsPrincipal user, Corrections corrections, CancellationToken ct) => ToHttp(await corrections.SendAsync(id, user.Signed(), ct)))
            .Only(Senders).Produces(StatusCodes.Status204NoContent).WithSummary("发出更正: by somebody other than its writer.");
        replies.MapPost("/corrections/send", SendAllAsync).Only(Senders).Accepts<SendBody>("application/json").Produces<SentCorrections>().WithSummary("批量发出更正: up to 1,000 at once.");
        replies.MapPost("/corrections/{id:long}/drop", async (long id, ClaimsPrincipal user, Corrections corrections, CancellationToken ct) => ToHttp(await corrections.DropAsync(id, user.Signed(), ct)))
            .Only(Senders).Produces(StatusCodes.Status204NoContent).WithSummary("更正作废");
        replies.MapGet("/recalls", async (Guid? article, RecallFile recalls, CancellationToken ct) => TypedResults.Ok(await recalls.ListAsync(article, ct))).Only(Writers).WithSummary("召回: article versions that no longer hold; with article=… of that one.");
        replies.MapGet("/recalls/{id:long}", RecallAsync).Only(Writers).Produces<IReadOnlyList<RecalledReply>>().WithSummary("召回清单: exactly the replies that cite the version.");
        replies.MapPost("/recalls/{id:long}/corrections", CorrectAsync).Only(Writers).AddEndpointFilter(CitationCheck.HandleAsync<CorrectionBody>).Accepts<CorrectionBody>("application/json").Produces<Queued>()
            .WithSummary("批量更正: of the open replies named, or of all of them.");
        replies.MapPost("/recalls/{id:long}/stands", StandsAsync).Only([Role.Reviewer, Role.KnowledgeEditor, Role.Supervisor]).Accepts<StandsBody>("application/json").Produces(StatusCodes.Status204NoContent)
            .WithSummary("维持原答复");
    }

    private static async Task<IResult> ReadAsync(string number, ClaimsPrincipal user, TicketFile tickets, ReplyDesk desk, CancellationToken ct)
    {
        if (!TicketNumber.TryParse(number, out var found, out var problem)) return Problems.Invalid("number", problem!);
        if (await tickets.ReadAsync(found, user.Signed(), ct) is not { } ticket) return Problems.NotFound();
        return await desk.ReadAsync(ticket.Id, ct) is { } view ? TypedResults.Ok(view) : Problems.NotFound();
    }

    private static Task<IResult> QueueAsync(Body<CorrectionBody> body, [FromHeader(Name = "Idempotency-Key")] string? key, ClaimsPrincipal user, Corrections corrections, CancellationToken ct) =>
        QueueAllAsync(body.Value, body.Value.Numbers ?? [], null, key, user, corrections, ct);

    private static async Task<IResult> CorrectAsync(long id, Body<CorrectionBody> body, [FromHeader(Name = "Idempotency-Key")] string? key, ClaimsPrincipal user, RecallFile recalls, Corrections corrections, CancellationToken ct)
    {
        if (await recalls.ArticleAsync(id, ct) is null) return Nothing();
        var all = await recalls.RepliesAsync(id, user.Signed().IsOfUnit ? user.Signed().Department : null, ct);
        var open = all.Where(r => r is { State: RecalledState.Open, Queued: false }).Select(r => r.Number.ToString()).Where(n => body.Value.Numbers?.Contains(n) != false).ToList();
        return await QueueAllAsync(body.Value, open, id, key, user, corrections, ct);
    }

    private static async Task<IResult> QueueAllAsync(CorrectionBody body, IReadOnlyList<string> numbers, long? recall, string? key, ClaimsPrincipal user, Corrections corrections, CancellationToken ct)
    {
        var parsed = numbers.Select(n => TicketNumber.TryParse(n, out var number, out _) ? number : (TicketNumber?)null).ToList();
        var errors = new FieldErrors().Required("text", body.Text, 4000).Required("reason", body.Reason, 500).Citations(body.Citations)
            .Check("numbers", recall is not null || parsed.Count is > 0 and <= 1000, "请给出 1 到 1000 个单号").Check("numbers", parsed.TrueForAll(n => n is not null), "单号有误，请核对");
        return errors.Decision is { } wrong
            ? wrong.ToHttp()
            : TypedResults.Ok(await corrections.QueueAsync([.. parsed.Select(n => n!.Value)], body.Text!, body.Reason!, body.Citations, recall, user.Signed(), key, new { recall, body }, ct));
    }

    private static async Task<IResult> SendAllAsync(Body<SendBody> body, ClaimsPrincipal user, Corrections corrections, CancellationToken ct) => body.Value.Corrections is { Count: > 0 and <= 1000 } ids
        ? TypedResults.Ok(await corrections.SendAllAsync(ids, user.Signed(), ct))
        : Problems.Invalid("corrections", "请给出 1 到 1000 条更正的编号");

    private static async Task<IResult> RecallAsync(long id, ClaimsPrincipal user, RecallFile recalls, CancellationToken ct) => await recalls.ArticleAsync(id, ct) is null
        ? Nothing()
        : TypedResults.Ok(await recalls.RepliesAsync(id, user.Signed().IsOfUnit ? user.Signed().Department ?? new DepartmentId("") : null, ct));

    private static async Task<IResult> StandsAsync(long id, Body<StandsBody> body, ClaimsPrincipal user, TicketFile tickets, RecallFile recalls, CancellationToken ct)
    {
        if (new FieldErrors().Required("note", body.Value.Note, 500).Decision is { } wrong) return wrong.ToHttp();
        if (!TicketNumber.TryParse(body.Value.Number, out var number, out var problem)) return Problems.Invalid("number", problem!);
        return await tickets.FindAsync(number, ct) is { } ticket ? (await recalls.StandsAsync(id, ticket, body.Value.Note!, user.Signed(), ct)).ToHttp() : Problems.NotFound();
    }

    private static IResult ToHttp(Decision decision) => decision == Corrections.Unknown ? Nothing() : decision.ToHttp();

    internal static IResult Nothing() => TypedResults.Problem(title: "没有找到，请核对编号", type: "urn:hotline:not-found", statusCode: StatusCodes.Status404NotFound);

    private static RouteHandlerBuilder Only(this RouteHandlerBuilder endpoint, Role[] roles) => endpoint.RequireAuthorization(p => p.RequireRole(roles.Select(r => r.Code())));
}
