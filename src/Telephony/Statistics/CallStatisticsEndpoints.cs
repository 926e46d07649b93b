using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Telephony.Statistics;

/// <summary>话务指标 over HTTP.</summary>
internal static class CallStatisticsEndpoints
{
    private sealed record Address(string? From, string? To, string? Variant, string? By, string? Part, int? Page);

    private const int PageSize = 100;

    internal static void MapCallStatistics(this IEndpointRouteBuilder api)
    {
        var calls = api.MapGroup("/statistics/calls").WithTags("Statistics").AddEndpointFilter(TelephonyHttp.DatabaseMayBeAway)
            .RequireAuthorization(p => p.RequireRole(TelephonyHttp.Supervisor, "administrator", "auditor", "inspector"));
        calls.MapGet("", () => TelephonyHttp.Json(CallKpis.All)).WithSummary("话务指标目录");
        calls.MapGet("/{code}", ReadAsync).WithSummary("话务指标: from, to (ISO 8601), variant, by=line|agent. The whole first.");
        calls.MapGet("/{code}/calls", CasesAsync).WithSummary("下钻: the calls behind it, part=denominator|numerator|excluded|pending.");
        calls.MapGet("/connect/rolling", RollingAsync).WithSummary("连续 24 小时接通率 (GB/T 33358): the worst 24 hours that end in the period.");
        calls.MapGet("/board", BoardAsync).WithSummary("近 24 小时接通率与 15 秒接听率 (GB/T 33358), with the address of the calls behind each.");
    }

    private static async Task<IResult> BoardAsync(CallStatistics statistics, TimeProvider clock, CancellationToken ct)
    {
        var (to, from) = (clock.GetUtcNow(), clock.GetUtcNow().AddHours(-24));
        return TelephonyHttp.Json(new { From = from, To = to, Connect = await PartAsync("connect", "short-5"), Within15Seconds = await PartAsync("service-level", "c-15") });

        async Task<object> PartAsync(string code, string variant)
        {
            var kpi = CallKpis.Find(code)!;
            var figure = (await statistics.ReadAsync(kpi, kpi.Variants.Single(v => v.Code == variant), from, to, by: null, ct))[0];
            return new { Variant = variant, Figure = figure, Calls = string.Create(CultureInfo.InvariantCulture, $"/api/v1/statistics/calls/{code}/calls?variant={variant}&from={from:yyyy-MM-ddTHH:mm:ssZ}&to={to:yyyy-MM-ddTHH:mm:ssZ}") };
        }
    }

    private static async Task<IResult> ReadAsync(string code, [AsParameters] Address a, CallStatistics statistics, TimeProvider clock, CancellationToken ct)
    {
        if (Wrong(code, a, clock, out var q) is { } problem) return problem;
        var rows = await statistics.ReadAsync(q.Kpi, q.Variant, q.From, q.To, a.By, ct);
        return TelephonyHttp.Json(new { q.Kpi, Variant = q.Variant.Code, q.From, q.To, Total = rows[0], a.By, Rows = rows.Skip(1) });
    }

    private static async Task<IResult> CasesAsync(string code, [AsParameters] Address a, CallStatistics statistics, TimeProvider clock, CancellationToken ct) =>
        Wrong(code, a, clock, out var q) ?? TelephonyHttp.Json(await statistics.CasesAsync(q.Variant, q.From, q.To, a.Part, PageSize, (Math.Max(1, a.Page ?? 1) - 1) * PageSize, ct));

    private static async Task<IResult> RollingAsync([AsParameters] Address a, CallStatistics statistics, TimeProvider clock, CancellationToken ct) =>
        Wrong("connect", a, clock, out var q) ?? TelephonyHttp.Json(await statistics.RollingAsync(q.Variant, q.From, q.To, ct));

    private static ProblemHttpResult? Wrong(string code, Address a, TimeProvider clock, out (CallKpi Kpi, CallKpiVariant Variant, DateTimeOffset From, DateTimeOffset To) question)
    {
        question = default;
        if (CallKpis.Find(code) is not { } kpi) return Problem(404, "没有这个指标，目录见 /api/v1/statistics/calls");
        if (kpi.Unavailable is { } why) return Problem(409, why);
        var to = clock.GetUtcNow();
        var from = to.AddDays(-30);
        if (!Read(a.From, ref from) || !Read(a.To, ref to) || from >= to) return Problem(400, "from、to 应为 ISO 8601 时间且 from 早于 to，如 2026-11-01T00:00:00+08:00");
        if (a.By is not (null or "line" or "agent")) return Problem(400, "by 应为 line 或 agent");
        if (a.Part is not (null or "denominator" or "numerator" or "excluded" or "pending")) return Problem(400, "part 应为 denominator、numerator、excluded、pending 之一");
        var variant = a.Variant is null ? kpi.Variants[0] : kpi.Variants.FirstOrDefault(v => v.Code == a.Variant);
        if (variant is null) return Problem(400, $"variant 应为 {string.Join("、", kpi.Variants.Select(v => v.Code))} 之一");
        question = (kpi, variant, from, to);
        return null;
    }

    private static bool Read(string? text, ref DateTimeOffset at) =>
        string.IsNullOrEmpty(text) || (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at));

    private static ProblemHttpResult Problem(int status, string detail) => TypedResults.Problem(detail, statusCode: status);
}
