using Hotline.Tickets;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Speech;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hotline.Agent.Blazor.Hosting;

/// <summary>What the modules say of themselves, as parts of /health/ready.</summary>
internal static class PartHealth
{
    internal static void AddPartHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<TicketsPart>("tickets")
        .AddCheck<SipPart>("sip")
        .AddCheck<SpeechPart>("speech", tags: [Web.Readiness.Optional]);

    private sealed class TicketsPart(TicketsHealth tickets) : IHealthCheck
    {
        private static readonly TimeSpan SweepIsLate = TimeSpan.FromSeconds(30);
        private static readonly TimeSpan FeedIsLate = TimeSpan.FromMinutes(5);

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var now = await tickets.CheckAsync(cancellationToken);
            var data = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["feedLagMilliseconds"] = (long)now.FeedLag.TotalMilliseconds, ["sweepAgeMilliseconds"] = (long)(now.SweepAge?.TotalMilliseconds ?? -1),
            };
            if (!now.Ok) return HealthCheckResult.Unhealthy(now.Why, data: data);
            if (now.SweepAge > SweepIsLate) return HealthCheckResult.Unhealthy("The clocks are not swept.", data: data);
            return now.FeedLag > FeedIsLate
                ? HealthCheckResult.Degraded($"Events of {now.FeedLag.TotalMinutes:0} minutes ago have not reached '{now.Behind}': the log says what stops it.", data: data)
                : HealthCheckResult.Healthy(data: data);
        }
    }

    private sealed class SipPart(Switchboard calls) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var now = calls.Health;
            var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["realTime"] = now.RealTime, ["recordsReachDatabase"] = now.Recorded, ["calls"] = calls.Live.Count };
            return Task.FromResult(now.Ok ? HealthCheckResult.Healthy(data: data) : HealthCheckResult.Unhealthy(now.Why, data: data));
        }
    }

    private sealed class SpeechPart(ISpeechToText speech) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(speech.State is { IsReady: true } ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(speech.State.Message));
    }
}
