using System.Security.Claims;
using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Feed;
using Hotline.Tickets.Http;
using Hotline.Tickets.Requesters;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Hotline.Tickets.FollowingUp;

/// <summary>回访台 in the API: no unit's account comes in.</summary>
internal static class FollowUpEndpoints
{
    internal static IServiceCollection AddFollowUps(this IServiceCollection services) => services
        .AddSingleton<FollowUpDesk>()
        .AddSingleton<ITicketSubscriber>(s => new FollowUpPlanner(
            s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<TicketStore>(), s.GetRequiredService<PersonalDataKey>(), s.GetRequiredService<CityRules>(), s.GetRequiredService<ITicketDesk>()));

    internal static void MapFollowUps(this IEndpointRouteBuilder api)
    {
        api.MapGet("/follow-ups", (bool? now, ClaimsPrincipal user, FollowUpDesk desk, CancellationToken ct) => desk.ToCallAsync(user.Signed(), now ?? false, ct)).WithTags("Follow-up")
            .RequireAuthorization(Staff.Of(Role.FollowUp, Role.Supervisor)).Produces<IReadOnlyList<FollowUpLine>>().WithSummary("待回访清单: by risk and next try, with the reason; now=true for those whose time has come.");
        api.MapGet("/tickets/{number}/surveys", SurveysAsync).WithTags("Follow-up").RequireAuthorization(Staff.Of(Role.FollowUp, Role.Supervisor, Role.Inspector, Role.Auditor, Role.Administrator))
            .Produces<IReadOnlyList<Survey>>().ProducesProblem(StatusCodes.Status404NotFound).WithSummary("回访记录: one survey for each closing, with who handled it then.");
    }

    private static async Task<IResult> SurveysAsync(string number, TicketStore store, FollowUpDesk desk, CancellationToken ct)
    {
        if (!TicketNumber.TryParse(number, out var typed, out var problem)) return Problems.Invalid("number", problem!);
        return await store.FindAsync(typed, ct) is { } id ? TypedResults.Ok(await desk.SurveysAsync(id, ct)) : Problems.NotFound();
    }
}
