using System.Globalization;
using System.Threading.RateLimiting;
using Hotline.Agent.Blazor.Language;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace Hotline.Agent.Blazor.Web;

/// <summary>
/// How often one address may do what costs us or could be guessed: signing in (a password check is 0.1 s of a core),
/// looking a ticket up by number and query code, sending a report.
/// </summary>
internal static class RequestLimits
{
    internal static void AddRequestLimits(this IServiceCollection services, IConfiguration settings)
    {
        var allowed = settings.GetSection("Limits").Get<LimitOptions>() ?? new LimitOptions();
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => Kind(http) is { } kind
                ? RateLimitPartition.GetTokenBucketLimiter($"{kind} {http.Connection.RemoteIpAddress}", _ => Bucket(allowed.Of(kind)))
                : RateLimitPartition.GetNoLimiter(""));
            limiter.OnRejected = RejectAsync;
        });
    }

    private static string? Kind(HttpContext http)
    {
        var path = http.Request.Path;
        var posts = HttpMethods.IsPost(http.Request.Method);
        if (posts && (Is(path, "/sign-in") || Is(path, "/api/v1/session"))) return "sign-in";
        if (posts && (Is(path, "/report") || Is(path, "/call-back") || path == "/api/v1/reports")) return "report";
        return Is(path, "/api/v1/reports") || (Is(path, "/track") && (posts || http.Request.QueryString.HasValue)) ? "look-up" : null;
    }

    private static bool Is(PathString path, string start) => path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase);

    private static TokenBucketRateLimiterOptions Bucket(int perMinute) => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute,
    };

    private static async ValueTask RejectAsync(OnRejectedContext context, CancellationToken ct)
    {
        var http = context.HttpContext;
        if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after))
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        var text = http.RequestServices.GetRequiredService<IStringLocalizer<Text>>();
        await Results.Problem(statusCode: StatusCodes.Status429TooManyRequests, title: text["limits.title"], detail: text["limits.why"]).ExecuteAsync(http);
    }
}

/// <summary>Settings "Limits": requests a minute from one address.</summary>
internal sealed record LimitOptions
{
    public int SignIn { get; init; } = 60;
    public int Report { get; init; } = 60;
    public int LookUp { get; init; } = 120;

    internal int Of(string kind) => kind switch { "sign-in" => SignIn, "report" => Report, _ => LookUp };
}
