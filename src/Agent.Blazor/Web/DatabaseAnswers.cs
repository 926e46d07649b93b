using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Hotline.Agent.Blazor.Web;

/// <summary>The part "database" of /health/ready.</summary>
internal sealed class DatabaseAnswers(NpgsqlDataSource db) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await db.ReadAsync("select 1", [], _ => 1, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException e)
        {
            return HealthCheckResult.Unhealthy(e.GetBaseException().Message);
        }
    }
}
