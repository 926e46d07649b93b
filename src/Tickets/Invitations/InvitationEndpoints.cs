using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Tickets.Invitations;

/// <summary>邀评 in the API. The code travels in the body, never in an address, where it would stay in logs.</summary>
internal static class InvitationEndpoints
{
    private sealed record LookBody(string? Code, string? Number);

    private sealed record RatingBody(string? Code, string? Number, bool? Solved, Satisfaction? Satisfaction, string? Comment, Satisfaction? Service, DissatisfactionReason? Reason);

    private sealed record ReopenBody(string? Code, string? Number, string? Words);

    private sealed record AnswerBody(string? Text);

    internal static void MapInvitations(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/invitations").WithTags("Citizens").AllowAnonymous();
        group.MapPost("look", LookAsync).Accepts<LookBody>("application/json").Produces<InvitationView>().WithRefusals().WithSummary("邀评链接: what may be done with a letter's code; looking uses nothing up.");
        group.MapPost("rating", RateAsync).Accepts<RatingBody>("application/json").Produces(StatusCodes.Status204NoContent).WithRefusals().WithSummary("评价 by a letter's code: once, never changed; not solved is handled again by itself.");
        group.MapPost("reopen", ReopenAsync).Accepts<ReopenBody>("application/json").Produces(StatusCodes.Status204NoContent).WithRefusals().WithSummary("申请重办 by a letter's code, within the city's days, in the citizen's words.");
        api.MapPost("/deliveries/{id:guid}/answer", AnswerAsync).WithTags("Delivery").RequireAuthorization(Staff.Of(Role.System, Role.Administrator)).Accepts<AnswerBody>("application/json")
            .Produces(StatusCodes.Status204NoContent).WithRefusals().WithSummary("短信回复: the citizen answers a message; 2 means not solved, words may follow. By the message's idempotency key.");
    }

    internal static IServiceCollection AddInvitations(this IServiceCollection services) => services.AddSingleton(s => new InvitationDesk(
        s.GetRequiredService<Npgsql.NpgsqlDataSource>(), s.GetRequiredService<EventStore.TicketStore>(), s.GetRequiredService<PersonalDataKey>(), s.GetRequiredService<ITicketDesk>(), s.GetRequiredService<TimeProvider>()));

    private static RouteHandlerBuilder WithRefusals(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static Task<IResult> LookAsync(Body<LookBody> body, HttpContext http, InvitationDesk desk, CancellationToken ct) =>
        WithAsync(body.Value.Code, body.Value.Number, http, (code, number, address) => desk.LookAsync(code, number, address, ct));

    private static Task<IResult> RateAsync(Body<RatingBody> body, HttpContext http, InvitationDesk desk, CancellationToken ct)
    {
        var b = body.Value;
        var rating = new RateTicket(b.Solved, b.Satisfaction, b.Comment) { Service = b.Service, Reason = b.Reason };
        return WithAsync(b.Code, b.Number, http, (code, number, address) => desk.RateAsync(code, number, rating, address, ct));
    }

    private static Task<IResult> ReopenAsync(Body<ReopenBody> body, HttpContext http, InvitationDesk desk, CancellationToken ct) =>
        WithAsync(body.Value.Code, body.Value.Number, http, (code, number, address) => desk.ReopenAsync(code, number, new(body.Value.Words), address, ct));

    private static async Task<IResult> AnswerAsync(Guid id, Body<AnswerBody> body, HttpContext http, InvitationDesk desk, CancellationToken ct) =>
        new FieldErrors().Required("text", body.Value.Text, 500).Decision is { } wrong ? wrong.ToHttp() : ToHttp(await desk.AnswerAsync(id, body.Value.Text, ct), http);

    private static async Task<IResult> WithAsync(string? typed, string? number, HttpContext http, Func<InvitationCode, TicketNumber?, string, Task<InvitationResult>> then)
    {
        TicketNumber? of = null;
        if (number is not null)
        {
            if (!TicketNumber.TryParse(number, out var parsed, out var problem)) return Problems.Invalid("number", problem!);
            of = parsed;
        }

        if (!InvitationCode.TryParse(typed, out var code)) return Problems.Invalid("code", "应为短信链接末尾的 12 位字符");
        return ToHttp(await then(code, of, http.Connection.RemoteIpAddress?.ToString() ?? "unknown"), http);
    }

    private static IResult ToHttp(InvitationResult result, HttpContext http) => result switch
    {
        InvitationResult.Open open => TypedResults.Ok(open.View),
        InvitationResult.Decided decided => decided.Decision.ToHttp(),
        InvitationResult.TooMany many => Problems.TooMany(many.RetryAfter, http),
        _ => Problems.NotFound(),
    };
}
