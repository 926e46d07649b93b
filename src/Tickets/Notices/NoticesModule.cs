using System.Security.Claims;
using Hotline.Tickets.Feed;
using Hotline.Tickets.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Tickets.Notices;

/// <summary>预警通知 for the module.</summary>
internal static class NoticesModule
{
    private static readonly Role[] Receivers = [Role.Department, Role.DepartmentLead, Role.Dispatcher, Role.Reviewer, Role.FollowUp, Role.Supervisor];

    internal static IServiceCollection AddNotices(this IServiceCollection services) => services
        .AddSingleton<NoticeContacts>().AddSingleton<NoticeOffice>().AddSingleton<NoticeDigest>().AddSingleton(s => new NoticeFile(s.GetRequiredService<Npgsql.NpgsqlDataSource>(), s.GetRequiredService<City.CityRules>(), s.GetRequiredService<TimeProvider>())).AddSingleton<NoticeWorker>()
        .AddSingleton<ITicketSubscriber, NoticeSubscriber>()
        .AddHostedService(s => s.GetRequiredService<NoticeWorker>());

    internal static void MapNotices(this IEndpointRouteBuilder api)
    {
        var notices = api.MapGroup("/notices").WithTags("Supervision");
        notices.MapGet("", async (bool? all, ClaimsPrincipal user, NoticeFile file, CancellationToken ct) => TypedResults.Ok(await file.ReadAsync(user.Signed(), all == true, ct)))
            .RequireAuthorization(Staff.Of([.. Receivers, Role.Inspector])).Produces<IReadOnlyList<NoticeLine>>()
            .WithSummary("预警通知: what whoever is signed in was warned of and how it reached them; supervisors and inspectors see all; all=true for those that have ended.");
        notices.MapPost("/{id:long}/acknowledge", async Task<IResult> (long id, ClaimsPrincipal user, NoticeFile file, CancellationToken ct) =>
                await file.AcknowledgeAsync(id, user.Signed(), ct) ? TypedResults.NoContent() : NotYours())
            .RequireAuthorization(Staff.Of(Receivers)).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("知悉: the receiver knows; it is not raised for silence.");
    }

    private static ProblemHttpResult NotYours() => TypedResults.Problem(title: "没有发给您的这条未结预警", type: "urn:hotline:not-found", statusCode: StatusCodes.Status404NotFound);
}
