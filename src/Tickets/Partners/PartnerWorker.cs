using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Tickets.Partners;

/// <summary>
/// Brings queued packets to partner lines, at least once and until they are taken: each is leased for a moment, so whatever a dead host held goes on
/// at another. A partner knows a repetition by the packet's kind and number. Between packets the links are probed.
/// </summary>
internal sealed partial class PartnerWorker(ExchangeLedger ledger, PartnerConnector connector, PartnerLinks links, PartnerOptions options, TimeProvider clock, ILogger<PartnerWorker> log) : BackgroundService
{
    private const int AtATime = 20;
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(5);
    private DateTimeOffset _probed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var everySecond = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        do
        {
            try
            {
                while (await PassAsync(stoppingToken) == AtATime) { /* more are waiting */ }
                await ProbeAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException) { PassFailed(e); }
        }
        while (await everySecond.WaitForNextTickAsync(stoppingToken));
    }

    /// <returns>How many packets were tried.</returns>
    internal async Task<int> PassAsync(CancellationToken ct)
    {
        var claimed = await ledger.ClaimAsync(AtATime, ct);
        foreach (var (id, partner, packet) in claimed) await TryAsync(id, partner, packet, ct);
        return claimed.Count;
    }

    internal async Task ProbeAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now - _probed < ProbeEvery) return;
        _probed = now;
        foreach (var partner in options.All.Keys.Where(connector.HasEndpoint)) await links.WriteAsync(partner, await connector.ProbeAsync(partner, ct), ct);
        if (await links.LateAsync(ct) is > 0 and var late) PacketsLate(late, options.AckWithin.TotalSeconds);
    }

    private async Task TryAsync(long id, string partner, string packet, CancellationToken ct)
    {
        try
        {
            await connector.SendAsync(partner, packet, ct);
            await ledger.AckedAsync(id, ct);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            await ledger.FailedAsync(id, PartnerConnector.KindOf(e), ct);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sending packets to partner lines failed; the next try is in a second")]
    private partial void PassFailed(Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} packets to partner lines have had no receipt for more than {Seconds} s: see /partners")]
    private partial void PacketsLate(int count, double seconds);
}
