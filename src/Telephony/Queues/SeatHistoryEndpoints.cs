using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Telephony.Queues;

/// <summary>座席状态历史 over HTTP, for those who plan and check rotas.</summary>
internal static class SeatHistoryEndpoints
{
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(31);

    /// <param name="From">ISO 8601; 24 hours before <paramref name="To"/> by default.</param>
    /// <param name="To">Now by default.</param>
    private sealed record Period(string? Agent, string? From, string? To);

    internal static void MapSeatHistory(this IEndpointRouteBuilder api)
    {
        var seats = api.MapGroup("/seats").For(TelephonyHttp.Supervisor).WithTags("seats").AddEndpointFilter(TelephonyHttp.DatabaseMayBeAway);
        seats.MapGet("history", ([AsParameters] Period p, SeatHistory history, TimeProvider clock, CancellationToken ct) => AnswerAsync(p, clock, (a, f, t) => history.ReadAsync(a, f, t, ct)))
            .Produces<IReadOnlyList<SeatSpan>>().ProducesValidationProblem().WithSummary("座席状态历史: who was in which state from when to when; agent, from, to");
        seats.MapGet("times", ([AsParameters] Period p, SeatHistory history, TimeProvider clock, CancellationToken ct) => AnswerAsync(p, clock, (a, f, t) => history.TimesAsync(a, f, t, ct)))
            .Produces<IReadOnlyList<SeatTime>>().ProducesValidationProblem().WithSummary("工时: how long each agent was in each state and on which break; agent, from, to");
    }

    private static async Task<IResult> AnswerAsync<T>(Period p, TimeProvider clock, Func<AgentId?, DateTimeOffset, DateTimeOffset, Task<T>> read)
    {
        var wrong = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var to = Read(p.To, "to", clock.GetUtcNow(), wrong);
        var from = Read(p.From, "from", to.AddDays(-1), wrong);
        if (wrong.Count == 0 && (from >= to || to - from > LongestPeriod)) wrong["from"] = [$"from 应早于 to，且相距不超过 {LongestPeriod.TotalDays} 天"];
        if (wrong.Count > 0) return TypedResults.ValidationProblem(wrong);
        return TelephonyHttp.Json(await read(string.IsNullOrWhiteSpace(p.Agent) ? null : new AgentId(p.Agent.Trim()), from, to));
    }

    private static DateTimeOffset Read(string? text, string field, DateTimeOffset otherwise, Dictionary<string, string[]> wrong)
    {
        if (string.IsNullOrWhiteSpace(text)) return otherwise;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)) return at;
        wrong[field] = ["应为 ISO 8601 时间，如 2026-11-01T08:00:00+08:00"];
        return otherwise;
    }
}
