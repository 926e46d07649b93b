using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hotline.Search;

/// <summary>How new the index is.</summary>
public sealed class SearchProgress
{
    private long _caughtUp;

    /// <summary>True once every event there was at the start has been taken in.</summary>
    public bool Ready => Interlocked.Read(ref _caughtUp) > 0;

    /// <summary>Time since the index last knew everything; null before the first time.</summary>
    public TimeSpan? Lag(DateTimeOffset now) => Ready ? now - new DateTimeOffset(Interlocked.Read(ref _caughtUp), TimeSpan.Zero) : null;

    internal void CaughtUp(DateTimeOffset now) => Interlocked.Exchange(ref _caughtUp, now.UtcTicks);
}

/// <summary>The part "search" of /health/ready.</summary>
internal sealed class SearchServes(SearchProgress progress, ISimilarCases cases, SearchOptions options, TimeProvider clock) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var lag = progress.Lag(clock.GetUtcNow());
        var data = new Dictionary<string, object> { ["count"] = cases.Count, ["lagMilliseconds"] = (long)(lag?.TotalMilliseconds ?? -1) };
        return Task.FromResult(lag switch
        {
            null => HealthCheckResult.Unhealthy($"The index of similar cases is being built: {cases.Count} so far.", data: data),
            { TotalSeconds: var seconds } when seconds > options.MostLagSeconds => HealthCheckResult.Unhealthy($"The index of similar cases is {seconds:F0} s behind.", data: data),
            _ => HealthCheckResult.Healthy(data: data),
        });
    }
}
