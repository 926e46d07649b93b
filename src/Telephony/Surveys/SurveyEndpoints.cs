using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Telephony.Surveys;

/// <summary>通话评价 over HTTP.</summary>
internal static class SurveyEndpoints
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    internal static void MapSurveys(this IEndpointRouteBuilder api) => api
        .MapGet("/surveys", ReadAsync).WithTags("surveys").AddEndpointFilter(TelephonyHttp.DatabaseMayBeAway).For(TelephonyHttp.Supervisor)
        .Produces<IReadOnlyList<SurveyFigures>>().ProducesValidationProblem()
        .WithSummary("通话评价: asked, solved and grades from … to … (days, both included; by default the last thirty), by=agent for each agent");

    private static async Task<IResult> ReadAsync(string? from, string? to, string? by, CallSurveys surveys, TimeProvider clock, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(China).DateTime);
        var (first, last) = (Day(from, today.AddDays(-29)), Day(to, today));
        if (first is not { } start) return Wrong("from");
        if (last is not { } end || end < start) return Wrong("to");
        return TelephonyHttp.Json(await surveys.ReadAsync(At(start), At(end.AddDays(1)), by == "agent", ct));
    }

    private static DateTimeOffset At(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), China).ToUniversalTime();

    private static DateOnly? Day(string? text, DateOnly otherwise) =>
        text is null ? otherwise : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static ValidationProblem Wrong(string field) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = ["日期应为 yyyy-MM-dd，且止日不早于起日"] });
}
