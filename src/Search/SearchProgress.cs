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
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return State(await cases.CountAsync(cancellationToken), progress.Lag(clock.GetUtcNow()));
        }
        catch (SearchUnavailableException e)
        {
            return HealthCheckResult.Unhealthy(e.Message, data: Data(-1, progress.Lag(clock.GetUtcNow())));
        }
    }

    private HealthCheckResult State(int count, TimeSpan? lag) => lag switch
    {
        null => HealthCheckResult.Unhealthy($"The index of similar cases is being built: {count} so far.", data: Data(count, lag)),
        { TotalSeconds: var seconds } when seconds > options.MostLagSeconds => HealthCheckResult.Unhealthy($"The index of similar cases is {seconds:F0} s behind.", data: Data(count, lag)),
        _ => HealthCheckResult.Healthy(data: Data(count, lag)),
    };

    private static Dictionary<string, object> Data(int count, TimeSpan? lag) => new() { ["count"] = count, ["lagMilliseconds"] = (long)(lag?.TotalMilliseconds ?? -1) };
}
