using Hotline.Tickets.City;
using Hotline.Tickets.Http;
using Hotline.Tickets.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Hotline.Tickets.Integrity;

/// <summary>/admin/integrity: the roots of the days, and the check of the log against them.</summary>
internal static class IntegrityModule
{
    internal static IServiceCollection AddIntegrity(this IServiceCollection services) => services
        .AddSingleton(s => new Anchors(s.GetRequiredService<TicketsOptions>().Anchors))
        .AddSingleton(s => new DayRoots(s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<CityRules>(), s.GetRequiredService<Anchors>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton(s => new IntegrityCheck(
            s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<DayRoots>(), s.GetRequiredService<Anchors>(), s.GetRequiredService<CityRules>()))
        .AddRecurringJob<DayRoots>("day-root", "日根", "40 0 * * *")
        .AddRecurringJob<IntegrityCheck>("integrity-check", "日志验真", "0 4 * * SUN");

    internal static void MapIntegrity(this IEndpointRouteBuilder api)
    {
        var integrity = api.MapGroup("/admin/integrity").WithTags("Administration").RequireAuthorization(p => p.RequireRole(Role.Auditor.Code(), Role.Administrator.Code()));
        integrity.MapGet("/roots", RootsAsync).Produces<IReadOnlyList<DayRoot>>().ProducesValidationProblem().WithSummary("日根: of the given days, by default the last thirty.");
        integrity.MapPost("/verification", VerifyAsync).Produces<IntegrityReport>().ProducesValidationProblem()
            .WithSummary("验真: walks chains, snapshots, roots and anchors of the given days, by default of all, and names the first event that does not fit.");
    }

    private static async Task<IResult> RootsAsync(DateOnly? from, DateOnly? to, DayRoots roots, CityRules rules, TimeProvider clock, CancellationToken ct)
    {
        var today = rules.DayOf(clock.GetUtcNow());
        return from > to ? Order() : TypedResults.Ok(await roots.ReadAsync(from ?? today.AddDays(-30), to ?? today, ct));
    }

    private static async Task<IResult> VerifyAsync(DateOnly? from, DateOnly? to, IntegrityCheck check, CancellationToken ct) =>
        from > to ? Order() : TypedResults.Ok(await check.VerifyAsync(from, to, ct));

    private static IResult Order() => Problems.Invalid("from", "from 不能晚于 to，如 from=2026-11-01&to=2026-11-30");
}
