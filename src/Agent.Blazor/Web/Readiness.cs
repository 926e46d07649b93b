using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Hotline.Agent.Blazor.Web;

/// <summary>
/// /health/live says that the process answers, /health/ready that it can serve, part by part. A part is a health check that
/// its module registers under its name; one with the tag "optional" may be missing without making the host unready.
/// </summary>
internal static class Readiness
{
    internal const string Optional = "optional";

    internal static void AddReadiness(this IServiceCollection services) =>
        services.AddHealthChecks().AddCheck<DatabaseAnswers>("database");

    internal static void MapReadiness(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => TypedResults.Text("ok")).ExcludeFromDescription();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext http, HealthReport report)
    {
        var optional = http.RequestServices.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value
            .Registrations.Where(r => r.Tags.Contains(Optional)).Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        var ready = report.Entries.All(e => e.Value.Status != HealthStatus.Unhealthy || optional.Contains(e.Key));
        http.Response.StatusCode = ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return http.Response.WriteAsJsonAsync(report.Entries.ToDictionary(e => e.Key, e => PartState.Of(e.Value, optional.Contains(e.Key)), StringComparer.Ordinal));
    }

    private sealed record PartState(
        bool Ok,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Why,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Optional,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, object>? Detail)
    {
        internal static PartState Of(HealthReportEntry entry, bool optional)
        {
            var ok = entry.Status == HealthStatus.Healthy;
            return new(ok, ok ? null : entry.Description ?? entry.Exception?.GetType().Name, optional ? true : null, entry.Data.Count == 0 ? null : entry.Data);
        }
    }
}
