using Hotline.Tickets;
using Hotline.Tickets.Feed;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hotline.Search;

/// <summary>Builds the index from the events and keeps it as new as they are: one in memory from the first event at each start, one that is kept from where it left off.</summary>
internal sealed partial class CaseFollower(
    NpgsqlDataSource db, TicketsChanged changed, ISimilarCases cases, SearchProgress progress, TimeProvider clock, ILogger<CaseFollower> log) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private readonly OneWriter _writer = new(db);
    private readonly SemaphoreSlim _bell = new(0);
    private TicketReplay _replay = new(db) { BeginningsFirst = cases is not IKeptCases };
    private IReadOnlyList<FedEvent> _unfinished = [];
    private bool _behind;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var ringing = changed.Subscribe(_ => Ring());
        await using var writing = _writer;
        while (!stoppingToken.IsCancellationRequested) await FollowAsync(stoppingToken);
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        try
        {
            while (await PassAsync(ct)) { }
            if (_behind) BackAgain(log);
            _behind = false;
            await _bell.WaitAsync(Poll, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            if (!_behind) FellBehind(log, e); // once, not every second that it lasts
            _behind = true;
            await Task.Delay(Poll, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (OperationCanceledException) { return; }
    }

    /// <summary>Takes in the next events, apart from the loop so that a test can run it. False when there were none, or another host takes them in.</summary>
    internal async Task<bool> PassAsync(CancellationToken ct)
    {
        if (cases is IKeptCases kept && !await ResumeAsync(kept, ct)) return false;
        if (_unfinished.Count == 0) _unfinished = await _replay.NextAsync(ct);
        foreach (var e in _unfinished) await TakeInAsync(e, ct);
        var any = _unfinished.Count > 0;
        if (any && cases is IKeptCases index) await index.CommitAsync(_replay.Position, ct);
        _unfinished = [];
        if (!any) progress.CaughtUp(clock.GetUtcNow());
        return any;
    }

    /// <summary>Asks the index itself how far it is: another host may have written it, somebody may have deleted it. False when this host has nothing to write.</summary>
    private async Task<bool> ResumeAsync(IKeptCases kept, CancellationToken ct)
    {
        var writes = await _writer.IsThisHostAsync(ct);
        var position = await kept.PositionAsync(ct);
        (_replay, _unfinished) = (new(db), []);
        if (position is not null && !await _replay.ResumeAsync(position, ct))
        {
            if (!writes) return false;
            AnotherLog(log);
            await kept.ForgetAsync(ct);
            return await ResumeAsync(kept, ct);
        }

        if (writes) return true;
        if ((await _replay.NextAsync(ct)).Count == 0) progress.CaughtUp(clock.GetUtcNow());
        return false;
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "New cases could not be taken in; similar cases are found among those known so far or not at all, and it is tried again every second")]
    private static partial void FellBehind(ILogger log, Exception e);

    [LoggerMessage(Level = LogLevel.Information, Message = "The index of similar cases has caught up")]
    private static partial void BackAgain(ILogger log);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The index of similar cases was made of another log of tickets; it is built anew")]
    private static partial void AnotherLog(ILogger log);
}
