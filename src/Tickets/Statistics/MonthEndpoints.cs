using System.Globalization;
using System.Security.Claims;
using Hotline.Tickets.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Tickets.Statistics;

/// <summary>月报: frozen months and their errata.</summary>
internal static class MonthEndpoints
{
    private sealed record MonthLine(string Month, DateTimeOffset FrozenAt, string By, string Hash);

    /// <summary>A ticket that made a difference; of a sealed one only that there is one.</summary>
    private sealed record TicketLine(string Kpi, TicketNumber? Number, bool Sealed, string? Was, string? Now);

    private sealed record ErratumView(int No, DateTimeOffset FoundAt, string By, string Hash, IReadOnlyList<MonthChange> Changes, IReadOnlyList<TicketLine> Tickets, IReadOnlyList<CallMonthChange>? Calls);

    private sealed record MonthView(string Month, DateTimeOffset FrozenAt, string By, string Hash, string RulesVersion, IReadOnlyList<MonthFigure> Figures, IReadOnlyList<ErratumView> Errata, IReadOnlyList<string>? LeftOut, IReadOnlyList<CallMonthFigure>? Calls);

    internal static void MapMonths(this IEndpointRouteBuilder api)
    {
        var months = api.MapGroup("/statistics/months").WithTags("Statistics").RequireAuthorization(Staff.Of([.. StatisticsEndpoints.All]));
        months.MapGet("", async (MonthBook book, CancellationToken ct) => TypedResults.Ok((await book.AllAsync(ct)).Select(m => new MonthLine(Name(m.Month), m.FrozenAt, m.By.Name, m.Hash))))
            .WithSummary("月报目录");
        months.MapGet("/broken", async (MonthBook book, CancellationToken ct) => TypedResults.Ok(await book.BrokenAsync(ct)))
            .WithSummary("月报校验: months and errata that no longer fit their hash; none when all is well.");
        months.MapGet("/{month}", ReadAsync).Produces<MonthView>().ProducesProblem(StatusCodes.Status404NotFound).WithSummary("月报: as frozen, with its errata. Month as 2026-11.");
        var writers = Staff.Of(Role.Supervisor, Role.Administrator);
        months.MapPost("/{month}/freeze", FreezeAsync).RequireAuthorization(writers).Produces<MonthView>().ProducesProblem(StatusCodes.Status409Conflict).WithSummary("冻结月报");
        months.MapPost("/{month}/check", CheckAsync).RequireAuthorization(writers).Produces<MonthView>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("复算: a difference from the frozen values becomes an erratum.");
    }

    private static async Task<IResult> ReadAsync(string month, MonthBook book, CancellationToken ct) =>
        Parse(month) is { } first ? await ViewAsync(first, book, ct) : NoMonth();

    private static async Task<IResult> FreezeAsync(string month, ClaimsPrincipal user, MonthBook book, CancellationToken ct)
    {
        if (Parse(month) is not { } first) return NoMonth();
        var (_, not) = await book.FreezeAsync(first, user.Signed(), ct);
        return not is null ? await ViewAsync(first, book, ct) : not.ToHttp();
    }

    private static async Task<IResult> CheckAsync(string month, ClaimsPrincipal user, MonthBook book, CancellationToken ct)
    {
        if (Parse(month) is not { } first) return NoMonth();
        await book.CheckAsync(first, user.Signed(), ct);
        return await ViewAsync(first, book, ct);
    }

    private static async Task<IResult> ViewAsync(DateOnly month, MonthBook book, CancellationToken ct)
    {
        if (await book.FindAsync(month, ct) is not { } frozen)
            return TypedResults.Problem(title: "该月尚未冻结", type: "urn:hotline:month-not-frozen", statusCode: StatusCodes.Status404NotFound);
        var errata = await book.ErrataAsync(month, ct);
        var numbers = await book.NumbersAsync(errata, ct);
        return TypedResults.Ok(new MonthView(
            Name(month), frozen.FrozenAt, frozen.By.Name, frozen.Hash, frozen.Body.RulesVersion, frozen.Body.Figures,
            [.. errata.Select(e => new ErratumView(e.No, e.FoundAt, e.By.Name, e.Hash, e.Body.Changes, [.. e.Body.Tickets.Select(t => Line(t, numbers))], e.Body.Calls))], frozen.Body.LeftOut, frozen.Body.Calls));
    }

    private static TicketLine Line(MonthTicket ticket, IReadOnlyDictionary<Guid, TicketNumber> numbers) =>
        numbers.TryGetValue(ticket.Ticket, out var number) ? new(ticket.Kpi, number, Sealed: false, ticket.Was, ticket.Now) : new(ticket.Kpi, null, Sealed: true, ticket.Was, ticket.Now);

    private static DateOnly? Parse(string month) =>
        DateOnly.TryParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) && first.Year is >= 2000 and < 2200 ? first : null;

    private static string Name(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static IResult NoMonth() => Problems.Invalid("month", "月份应为 yyyy-MM，如 2026-11");
}
