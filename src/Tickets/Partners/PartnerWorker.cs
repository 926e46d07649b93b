using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Tickets.Partners;

/// <summary>
/// Brings queued packets to partner lines, at least once and until they are taken: each is leased for a moment, so whatever a dead host held goes on
/// at another. A partner knows a repetition by the packet's kind and number. Between packets the links are probed.
/// </summary>
internal sealed partial class PartnerWorker(ExchangeLedger ledger, PartnerConnector connector, PartnerLinks links, PartnerOptions options, TimeProvider clock, ILogger<PartnerWorker> log) : BackgroundService
{
    private const int AtATime = 5;
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(5);
    private DateTimeOffset _probed;

    /// <summary>Each partner in its own time: one that answers nobody delays neither the packets of others nor the probes.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        options.All.Keys.Select(partner => EverySecondAsync(async () => { while (await SendDueAsync(partner, stoppingToken) == AtATime) { /* more are waiting */ } }, stoppingToken))
            .Append(EverySecondAsync(() => ProbeAsync(stoppingToken), stoppingToken)));

    private async Task EverySecondAsync(Func<Task> pass, CancellationToken ct)
    {
        using var everySecond = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        do
        {
            try { await pass(); }
            catch (Exception e) when (e is not OperationCanceledException) { PassFailed(e); }
        }
        while (await everySecond.WaitForNextTickAsync(ct));
    }

    /// <returns>How many packets were tried.</returns>
    internal async Task<int> PassAsync(CancellationToken ct) => (await Task.WhenAll(options.All.Keys.Select(partner => SendDueAsync(partner, ct)))).Sum();

    private async Task<int> SendDueAsync(string partner, CancellationToken ct)
    {
        var claimed = await ledger.ClaimAsync(partner, AtATime, ct);
        foreach (var packet in claimed) await TryAsync(packet, ct);
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

    /// <summary>Whatever is wrong with one packet, the next is tried.</summary>
    private async Task TryAsync(ExchangeLedger.Claimed packet, CancellationToken ct)
    {
        try
        {
            await connector.SendAsync(packet.Partner, ledger.Opened(packet), ct);
            await ledger.AckedAsync(packet.Id, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            await ledger.FailedAsync(packet.Id, PartnerConnector.KindOf(e), ct);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sending packets to partner lines failed; the next try is in a second")]
    private partial void PassFailed(Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} packets to partner lines have had no receipt for more than {Seconds} s: see /partners")]
    private partial void PacketsLate(int count, double seconds);
}
