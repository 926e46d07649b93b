using System.Globalization;
using System.Security.Claims;
using Hotline.Tickets.City;
using Hotline.Tickets.Departments;
using Hotline.Tickets.Http;
using Hotline.Tickets.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Tickets.Statistics;

/// <summary>指标: the catalogue, the figures, and the tickets behind them.</summary>
internal static class StatisticsEndpoints
{
    /// <summary>Who sees the tickets of every unit.</summary>
    internal static readonly Role[] All = [Role.Supervisor, Role.Administrator, Role.Auditor, Role.Inspector];

    private static readonly Role[] Units = [Role.Department, Role.DepartmentLead];

    /// <param name="Value">One value of "by": only its cases.</param>
    private sealed record Address(string? From, string? To, string? Variant, string? By, string? Value, bool? Subtree, string? Basis, string? Part, int? Page, int? Size);

    internal static void MapStatistics(this IEndpointRouteBuilder api)
    {
        var kpis = api.MapGroup("/statistics/kpis").WithTags("Statistics").RequireAuthorization(Staff.Of([.. All, .. Units]));
        kpis.MapGet("", () => TypedResults.Ok(Kpis.All)).Produces<IReadOnlyList<Kpi>>().WithSummary("指标目录: formulas, sources, variants, and why an indicator has no number yet.");
        kpis.MapGet("/{code}", TableAsync).Produces<KpiTable>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("指标: from, to (days), variant, by, subtree, basis=own|accepted. Units with overlapping 95 % intervals share a rank.");
        kpis.MapGet("/{code}/tickets", TicketsAsync).Produces<Page<KpiTicket>>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("下钻: part=denominator|numerator|excluded|struck|pending, value= one value of by; a department sees its own.");
        kpis.MapPost("/rebuild", async (KpiFacts facts, CancellationToken ct) => TypedResults.Ok(new { Wrong = await facts.RebuildAsync(ct) }))
            .RequireAuthorization(Staff.Administrators).WithSummary("重建统计事实: from the events; answers how many tickets' facts were not as the events say.");
        api.MapMonths();
    }

    private static async Task<IResult> TableAsync(string code, [AsParameters] Address address, ClaimsPrincipal user, KpiBoard board, CityRules rules, TimeProvider clock, CancellationToken ct)
    {
        if (Kpis.Find(code) is not { } kpi) return NotKnown(code);
        if (kpi.Unavailable is { } why) return NoNumber(why);
        var errors = new FieldErrors();
        var question = Read(kpi, address, rules, clock, errors);
        if (errors.Found.Count > 0) return Problems.Invalid(errors.Found);
        return TypedResults.Ok(await board.ReadAsync(question.By == KpiDimension.Unit ? question : question with { Units = KpiReaders.UnitsOf(user.Signed(), rules) }, ct));
    }

    private static async Task<IResult> TicketsAsync(
        string code, [AsParameters] Address address, ClaimsPrincipal user, KpiTickets tickets, CityRules rules, TimeProvider clock, CancellationToken ct)
    {
        if (Kpis.Find(code) is not { } kpi) return NotKnown(code);
        if (kpi.Unavailable is { } why) return NoNumber(why);
        var errors = new FieldErrors();
        var question = Read(kpi, address, rules, clock, errors);
        errors.Check("part", Terms.TryFromCode<KpiPart>(address.Part ?? "denominator", out var part), $"应为 {Codes<KpiPart>()} 之一");
        if (errors.Found.Count > 0) return Problems.Invalid(errors.Found);

        var own = KpiReaders.UnitsOf(user.Signed(), rules);
        var (asked, key) = KpiReaders.Narrowed(question, own, address.Value, rules);
        return TypedResults.Ok(await tickets.ReadAsync(asked, part, key, address.Page ?? 1, address.Size ?? 50, ct));
    }

    private static KpiQuestion Read(Kpi kpi, Address a, CityRules rules, TimeProvider clock, FieldErrors errors)
    {
        var today = rules.DayOf(clock.GetUtcNow());
        var (from, to) = (Day(a.From, today.AddDays(-29), "from", errors), Day(a.To, today, "to", errors));
        var by = default(KpiDimension);
        var variant = a.Variant is null ? null : kpi.Variant(a.Variant);
        errors.Check("from", from <= to && to.DayNumber - from.DayNumber <= 3660, "from 不晚于 to，且不超过十年，如 from=2026-11-01&to=2026-11-30")
            .Check("by", a.By is null || Terms.TryFromCode(a.By, out by), $"应为 {Codes<KpiDimension>()} 之一")
            .Check("variant", a.Variant is null || variant is not null, $"应为 {string.Join("、", kpi.Variants.Select(v => v.Code))} 之一")
            .Check("basis", a.Basis is null or "own" or "accepted", "应为 own（各件自己的时间）或 accepted（受理时间）")
            .Check("value", a.Value is null || a.By is not null, "给出 value 时须同时给出 by，如 by=unit&value=water");
        return new(kpi, from, to, variant, a.By is null ? null : by, a.Subtree ?? false, a.Basis == "accepted");
    }

    private static DateOnly Day(string? text, DateOnly otherwise, string field, FieldErrors errors)
    {
        if (string.IsNullOrEmpty(text)) return otherwise;
        errors.Check(field, DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and < 2200, "日期应为 yyyy-MM-dd，如 2026-11-01");
        return day;
    }

    private static string Codes<T>() where T : struct, Enum => string.Join("、", Enum.GetValues<T>().Select(v => v.Code()));

    private static ProblemHttpResult NotKnown(string code) => TypedResults.Problem(
        title: $"没有指标 {code}，目录见 /api/v1/statistics/kpis", type: "urn:hotline:no-such-kpi", statusCode: StatusCodes.Status404NotFound);

    private static ProblemHttpResult NoNumber(string why) => TypedResults.Problem(title: why, type: "urn:hotline:refused:no-data", statusCode: StatusCodes.Status409Conflict,
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["english"] = "Nothing is stored yet that this indicator could be counted from." });
}
