using System.Security.Claims;
using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Tickets.Whistles;

/// <summary>吹哨报到 for the module.</summary>
internal static class WhistleEndpoints
{
    private sealed record CallBody(string? Kind, IReadOnlyList<UnitCalled>? Units);

    private sealed record CheckInBody(int? Task, string? Code);

    internal static IServiceCollection AddWhistles(this IServiceCollection services) => services.AddSingleton<ArrivalCodes>()
        .AddSingleton(s => new Arrivals(s.GetRequiredService<TicketStore>(), s.GetRequiredService<ITicketDesk>(), s.GetRequiredService<ArrivalCodes>())).AddSingleton<WhistleDesk>().AddSingleton<WhistleReport>().AddSingleton<WhistleTrend>();

    internal static void MapWhistles(this IEndpointRouteBuilder api)
    {
        var units = Staff.Of(Role.Department, Role.DepartmentLead);
        api.MapPost("/whistles", OpenAsync).RequireAuthorization(units).WithTags("Whistles").Accepts<WhistleRequest>("application/json")
            .Produces<WhistleReceipt>(StatusCodes.Status201Created).ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden)
            .WithSummary("吹哨: a town opens a whistle ticket and calls units; it alone gets their arrival codes. With the header Idempotency-Key a repetition calls nobody again.");
        api.MapGet("/whistles/report", ReportAsync).RequireAuthorization(Staff.Any).WithTags("Whistles").Produces<WhistleScores>().ProducesValidationProblem()
            .WithSummary("吹哨统计: calls, arrivals and both sides' ratings by town, unit and month; from … to … (days, both included).");
        api.MapGet("/whistles/trend", TrendAsync).RequireAuthorization(Staff.Any).WithTags("Whistles").Produces<IReadOnlyList<TrendMonth>>().ProducesValidationProblem()
            .WithSummary("吹哨趋势: month by month, both sides' grades, arrivals in time and the rate of calls; from … to … (months, by default the last twelve), town= or unit=.");
        var ticket = api.MapGroup("/tickets/{number}").WithTags("Whistles").RequireAuthorization(units);
        ticket.MapPost("/whistle-calls", CallAsync).Accepts<CallBody>("application/json").Produces<IReadOnlyList<CallReceipt>>().ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status409Conflict).WithSummary("追加吹哨: calls more units.");
        ticket.MapGet("/arrival-codes", CodesAsync).Produces<IReadOnlyList<CallReceipt>>().WithSummary("签到码: of units that have not arrived, for the calling town only.");
        ticket.MapPost("/" + Step.CheckIn.Code(), CheckInAsync).Accepts<CheckInBody>("application/json").Produces(StatusCodes.Status204NoContent).ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status429TooManyRequests).WithSummary("到场签到: by the code the town shows on the spot.");
        ticket.MapPost("/" + Step.RateResponse.Code(), HandleAsync<RateResponse>).Accepts<RateResponse>("application/json").WithSummary("评价响应: the town rates the unit, once.");
        ticket.MapPost("/" + Step.RateCall.Code(), HandleAsync<RateCall>).Accepts<RateCall>("application/json").WithSummary("评价吹哨: the unit rates the call, once.");
    }

    private static async Task<IResult> OpenAsync(Body<WhistleRequest> body, [FromHeader(Name = "Idempotency-Key")] string? key, ClaimsPrincipal user, WhistleDesk whistles, CancellationToken ct)
    {
        var receipt = await whistles.OpenAsync(key, body.Value, user.Signed(), ct);
        return TypedResults.Created($"/api/v1/tickets/{receipt.Number}", receipt);
    }

    private static Task<IResult> CallAsync(
        string number, Body<CallBody> body, ClaimsPrincipal user, TicketStore store, ITicketDesk desk, WhistleDesk whistles, ArrivalCodes codes, CancellationToken ct) =>
        WithTicketAsync(number, store, async id =>
        {
            var decision = await desk.HandleAsync(id, new CallUnits(body.Value.Kind, body.Value.Units, task => codes.MacOf(id, task)), user.Signed(), ct);
            return decision is Decision.Happened { Events: [TicketEvent.TasksAssigned called] } ? TypedResults.Ok(whistles.Receipts(id, called)) : decision.ToHttp();
        }, ct);

    private static Task<IResult> CodesAsync(string number, ClaimsPrincipal user, TicketStore store, ArrivalCodes codes, CityRules rules, CancellationToken ct) =>
        WithTicketAsync(number, store, async id =>
        {
            var ticket = (await store.LoadAsync(id, ct))!.Ticket;
            if (ticket.Facts.Kind != TicketKind.Whistle || ticket.State.Responsible != user.Signed().Department) return Problems.NotFound();
            return TypedResults.Ok(ticket.Tasks.Where(t => t is { Kind: TaskKind.Whistle, IsOpen: true, ArrivedAt: null }).Select(t => new CallReceipt(
                t.No, t.Unit, rules.NameOf(t.Unit)!, ticket.Clocks.FirstOrDefault(c => c.Task == t.No)?.DueAt ?? t.AssignedAt, codes.CodeOf(id, t.No))).ToList());
        }, ct);

    private static Task<IResult> CheckInAsync(string number, Body<CheckInBody> body, HttpContext http, ClaimsPrincipal user, TicketStore store, Arrivals arrivals, CancellationToken ct) =>
        WithTicketAsync(number, store, async id =>
        {
            var (decision, wait) = await arrivals.CheckInAsync(id, body.Value.Task, body.Value.Code, user.Signed(), ct);
            return wait is { } time ? Problems.TooMany(time, http) : decision!.ToHttp();
        }, ct);

    private static Task<IResult> HandleAsync<T>(string number, Body<T> body, ClaimsPrincipal user, TicketStore store, ITicketDesk desk, CancellationToken ct) where T : class, ITicketCommand =>
        WithTicketAsync(number, store, async id => (await desk.HandleAsync(id, body.Value, user.Signed(), ct)).ToHttp(), ct);

    private static async Task<IResult> ReportAsync(string? from, string? to, WhistleReport report, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var (first, last) = report.Period(from, to, errors);
        return errors.Found.Count > 0 ? Problems.Invalid(errors.Found) : TypedResults.Ok(await report.ReadAsync(first, last, ct));
    }

    private static async Task<IResult> TrendAsync(string? from, string? to, string? town, string? unit, WhistleTrend trend, CityRules rules, TimeProvider clock, CancellationToken ct)
    {
        var now = rules.DayOf(clock.Now());
        var (first, last) = (WhistleTrend.Parse(from, now.AddMonths(-11)), WhistleTrend.Parse(to, now));
        var errors = new FieldErrors().Check("from", first is not null, "月份应为 yyyy-MM，如 2026-11").Check("to", last is not null, "月份应为 yyyy-MM，如 2026-11")
            .Check("to", first is null || last is null || (first <= last && last.Value.Year - first.Value.Year <= 10), "止月不早于起月，且不超过十年")
            .Check("town", town is null || rules.LevelOf(new(town)) == UnitLevel.Town, "镇街代码不存在，请从目录中选择").Check("unit", unit is null || rules.Knows(new(unit)), "单位代码不存在，请从目录中选择");
        return errors.Found.Count > 0 ? Problems.Invalid(errors.Found) : TypedResults.Ok(await trend.ReadAsync(first!.Value, last!.Value, town, unit, ct));
    }

    private static async Task<IResult> WithTicketAsync(string number, TicketStore store, Func<TicketId, Task<IResult>> then, CancellationToken ct)
    {
        if (!TicketNumber.TryParse(number, out var found, out var problem)) return Problems.Invalid("number", problem!);
        return await store.FindAsync(found, ct) is { } id ? await then(id) : Problems.NotFound();
    }
}
