using Hotline.Tickets;
using Hotline.Tickets.Feed;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hotline.Search;

/// <summary>Builds the index from the events at the start and keeps it as new as they are.</summary>
internal sealed partial class CaseFollower(
    NpgsqlDataSource db, TicketsChanged changed, ISimilarCases cases, SearchProgress progress, TimeProvider clock, ILogger<CaseFollower> log) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private readonly TicketReplay _replay = new(db);
    private readonly SemaphoreSlim _bell = new(0);
    private IReadOnlyList<FedEvent> _unfinished = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var ringing = changed.Subscribe(_ => Ring());
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await PassAsync(stoppingToken)) { }
                await _bell.WaitAsync(Poll, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                FellBehind(log, e);
                await Task.Delay(Poll, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) { return; }
        }
    }

    /// <summary>Takes in the next events, apart from the loop so that a test can run it. False when there were none.</summary>
    internal async Task<bool> PassAsync(CancellationToken ct)
    {
        if (_unfinished.Count == 0) _unfinished = await _replay.NextAsync(ct);
        foreach (var e in _unfinished) await TakeInAsync(e, ct);
        var any = _unfinished.Count > 0;
        _unfinished = [];
        if (!any) progress.CaughtUp(clock.GetUtcNow());
        return any;
    }

    private ValueTask TakeInAsync(FedEvent fed, CancellationToken ct)
    {
        var (recorded, status) = (fed.Recorded, new CaseStatus(fed.State.Chinese(), IsClosed(fed.State), fed.Department?.Code));
        return recorded.Event is TicketEvent.Accepted { Facts: var facts }
            ? cases.IndexAsync(new(recorded.Ticket, fed.Number.Digits, facts.Title, facts.Text, facts.Place, facts.District, facts.Category, recorded.At, status), ct)
            : cases.UpdateAsync(recorded.Ticket, status, ct);
    }

    private static bool IsClosed(StateName state) => !Transitions.Open.Contains(state);

    private void Ring()
    {
        if (_bell.CurrentCount == 0) _bell.Release();
    }

    public override void Dispose()
    {
        base.Dispose();
        _bell.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "New cases could not be read; the index answers with what it has and tries again")]
    private static partial void FellBehind(ILogger log, Exception e);
}
