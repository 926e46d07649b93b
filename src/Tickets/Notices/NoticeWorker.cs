using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Tickets.Notices;

/// <summary>Every two seconds: new warnings are told, silence is taken up a level, and in the morning the digest is written.</summary>
internal sealed partial class NoticeWorker(NoticeOffice office, NoticeDigest digest, TimeProvider clock, ILogger<NoticeWorker> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var often = new PeriodicTimer(TimeSpan.FromSeconds(2), clock);
        do
        {
            try { await PassAsync(stoppingToken); }
            catch (Exception e) when (e is not OperationCanceledException) { PassFailed(log, e); }
        }
        while (await often.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Silence first: what it raises is told in the same pass.</summary>
    internal async Task PassAsync(CancellationToken ct)
    {
        while (await office.RaiseAsync(ct) > 0) { /* more may be silent */ }
        while (await office.TellAsync(ct) > 0) { /* more are waiting */ }
        await digest.PassAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Telling warnings failed; the next try is in two seconds")]
    private static partial void PassFailed(ILogger log, Exception e);
}
