using System.Security.Claims;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Tickets.Supervising;

/// <summary>督办台 in the API: whoever supervises or inspects reads all, a unit its own.</summary>
internal static class SupervisionEndpoints
{
    internal static void MapSupervision(this IEndpointRouteBuilder api)
    {
        var board = api.MapGroup("/supervision").WithTags("Supervision").RequireAuthorization(
            Staff.Of(Role.Supervisor, Role.Dispatcher, Role.Inspector, Role.Auditor, Role.Administrator, Role.Department, Role.DepartmentLead));
        board.MapGet("/orders", OrdersAsync).Produces<IReadOnlyList<OrderLine>>().ProducesValidationProblem()
            .WithSummary("督办单: state is open (default), overdue, to-judge or all; what is due first on top.");
        board.MapGet("/urged", (string? unit, ClaimsPrincipal user, SupervisionBoard b, CancellationToken ct) => b.UrgedAsync(Of(user, unit), ct)).WithSummary("催办件: open tickets that were urged, the most urged on top.");
        board.MapGet("/hard-cases", (string? unit, ClaimsPrincipal user, SupervisionBoard b, CancellationToken ct) => b.HardCasesAsync(Of(user, unit), ct)).WithSummary("疑难件: promises still to be kept, with their next review.");
        board.MapGet("/cards", CardsAsync).Produces<IReadOnlyList<CardLine>>().ProducesValidationProblem().WithSummary("亮牌: yellow and red cards of a day, by default today.");
        board.MapGet("/raised", (string? unit, ClaimsPrincipal user, SupervisionBoard b, CancellationToken ct) => b.RaisedAsync(Of(user, unit), ct)).WithSummary("提级件: open raised tickets with the reason.");
        board.MapGet("/redos", (string? unit, ClaimsPrincipal user, SupervisionBoard b, CancellationToken ct) => b.RedosAsync(Of(user, unit), ct)).WithSummary("重办件: what citizens said is not solved, in their words.");
    }

    private static async Task<IResult> OrdersAsync(string? state, string? unit, ClaimsPrincipal user, SupervisionBoard board, CancellationToken ct)
    {
        OrderFilter? which = state switch { null or "" or "open" => OrderFilter.Open, "overdue" => OrderFilter.Overdue, "to-judge" => OrderFilter.ToJudge, "all" => OrderFilter.All, _ => null };
        return which is { } known ? TypedResults.Ok(await board.OrdersAsync(known, Of(user, unit), ct)) : Problems.Invalid("state", "应为 open、overdue、to-judge、all 之一");
    }

    private static async Task<IResult> CardsAsync(string? day, string? card, string? unit, ClaimsPrincipal user, SupervisionBoard board, CityRules rules, TimeProvider clock, CancellationToken ct)
    {
        var on = rules.DayOf(clock.GetUtcNow());
        if (!string.IsNullOrEmpty(day) && !DateOnly.TryParseExact(day, "yyyy-MM-dd", out on)) return Problems.Invalid("day", "日期应为 2026-11-09 这样的格式");
        IReadOnlyList<Card> cards = [Card.Yellow, Card.Red];
        if (!string.IsNullOrEmpty(card))
        {
            if (!Terms.TryFromCode<Card>(card, out var one)) return Problems.Invalid("card", $"应为 {string.Join("、", Enum.GetValues<Card>().Select(c => c.Code()))} 之一");
            cards = [one];
        }

        return TypedResults.Ok(await board.CardsAsync(on, cards, Of(user, unit), ct));
    }

    /// <summary>A unit's account sees its unit, whatever it asks for; one without a unit sees nothing.</summary>
    private static DepartmentId? Of(ClaimsPrincipal user, string? unit) =>
        user.Signed() is { IsOfUnit: true } by ? by.Department ?? new DepartmentId("") : string.IsNullOrEmpty(unit) ? null : new DepartmentId(unit);
}
