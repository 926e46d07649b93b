using System.Collections.Concurrent;
using Hotline.Telephony;

namespace Hotline.Agent.Blazor.Desk;

/// <summary>Saves the drafts of one desk within two seconds of a change, and at the end; a database that is away only delays it.</summary>
internal sealed partial class DraftKeeper(DraftStore store, AgentId agent, TimeProvider clock, ILogger log) : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly ConcurrentDictionary<Guid, Draft> _changed = [];
    private Task _loop = Task.CompletedTask;

    /// <summary>The last time of a save failed: the page says so.</summary>
    internal bool Failing { get; private set; }

    internal void Start() => _loop = LoopAsync();

    /// <summary>Called with every change; costs nothing.</summary>
    internal void Changed(Draft draft) => _changed[draft.Id] = draft;

    /// <summary>Saves now what is not saved yet.</summary>
    internal async Task SaveAsync(CancellationToken ct)
    {
        await _oneAtATime.WaitAsync(ct);
        try
        {
            foreach (var id in _changed.Keys)
            {
                if (_changed.TryRemove(id, out var draft)) await TrySaveAsync(draft, ct);
            }
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>The ticket is accepted, or the agent threw the draft away.</summary>
    internal async Task ForgetAsync(Draft draft, CancellationToken ct)
    {
        await _oneAtATime.WaitAsync(ct);
        try
        {
            _changed.TryRemove(draft.Id, out _);
            await store.RemoveAsync(agent, draft.Id, ct);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _loop;
        await SaveAsync(CancellationToken.None);
        _ending.Dispose();
        _oneAtATime.Dispose();
    }

    private async Task TrySaveAsync(Draft draft, CancellationToken ct)
    {
        try
        {
            await store.SaveAsync(agent, draft, ct);
            Failing = false;
        }
        catch (Npgsql.NpgsqlException e)
        {
            _changed.TryAdd(draft.Id, draft); // again in two seconds
            Failing = true;
            SaveFailed(log, e);
        }
    }

    private async Task LoopAsync()
    {
        using var everyTwoSeconds = new PeriodicTimer(TimeSpan.FromSeconds(2), clock);
        try
        {
            while (await everyTwoSeconds.WaitForNextTickAsync(_ending.Token)) await SaveAsync(CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // the page was left
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A draft could not be saved; it is tried again in two seconds.")]
    private static partial void SaveFailed(ILogger log, Exception e);
}
