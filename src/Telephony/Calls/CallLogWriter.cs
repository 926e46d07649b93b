using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hotline.Telephony.Calls;

/// <summary>
/// Writes the call log behind the calls' backs: calls never wait for the database. While it is away, or slower than calls come,
/// entries go to the journal on disk, and are replayed in order later.
/// </summary>
internal sealed partial class CallLogWriter : IAsyncDisposable
{
    private const int Chunk = 2_048;
    private const int Backlog = 40_000; // entries in memory: some five seconds of a thousand calls a second
    private const int Capacity = 1_000_000;
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20); // many calls' entries cost the database little more than one's
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(2);

    private readonly Channel<object> _inbox = Channel.CreateBounded<object>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly NpgsqlDataSource _db;
    private readonly CallJournal _journal;
    private readonly NumberSeal _numbers;
    private readonly ILogger _log;
    private readonly ITimer _retry;
    private readonly Task _loop;
    private bool _migrated;
    private long _lost;

    internal CallLogWriter(NpgsqlDataSource db, CallJournal journal, NumberSeal numbers, TimeProvider clock, ILogger log)
    {
        (_db, _journal, _numbers, _log) = (db, journal, numbers, log);
        _loop = Task.Run(RunAsync);
        _retry = clock.CreateTimer(_ => _inbox.Writer.TryWrite(new Nudge()), null, TimeSpan.Zero, RetryEvery);
    }

    /// <summary>Entries are on their way to the database, none waits on disk.</summary>
    internal bool Healthy { get; private set; } = true;

    /// <summary>Entries given up because the disk was too slow or full; must be 0.</summary>
    internal long Lost => Volatile.Read(ref _lost);

    internal void Write(LogEntry entry)
    {
        if (!_inbox.Writer.TryWrite(entry)) Interlocked.Increment(ref _lost);
    }

    /// <summary>Everything written so far is in the database or in the journal.</summary>
    internal async Task FlushAsync()
    {
        var flush = new Nudge();
        await _inbox.Writer.WriteAsync(flush);
        await flush.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _retry.DisposeAsync();
        _inbox.Writer.TryComplete();
        await _loop;
    }

    private async Task RunAsync()
    {
        while (await _inbox.Reader.WaitToReadAsync())
        {
            if (_inbox.Reader.Count < Chunk) await Task.Delay(Gathering);
            var (entries, nudges) = Take();
            try
            {
                if (entries.Count > 0) await KeepAsync(entries);
                if (nudges.Count > 0 && !_journal.IsEmpty && !IsBehind) await ReplayAsync();
                if (!_migrated && nudges.Count > 0) await TryAsync(() => StoreAsync([]));
            }
            catch (Exception e)
            {
                Interlocked.Add(ref _lost, entries.Count);
                DiskFailed(e);
            }

            nudges.ForEach(n => n.Done.TrySetResult());
        }
    }

    private (List<LogEntry> Entries, List<Nudge> Nudges) Take()
    {
        var (entries, nudges) = (new List<LogEntry>(), new List<Nudge>());
        while (entries.Count < Chunk && nudges.Count == 0 && _inbox.Reader.TryRead(out var next))
        {
            if (next is LogEntry entry) entries.Add(entry); else nudges.Add((Nudge)next);
        }

        return (entries, nudges);
    }

    /// <summary>The database does not keep up.</summary>
    private bool IsBehind => _inbox.Reader.Count > Backlog;

    private async Task KeepAsync(List<LogEntry> entries)
    {
        if (_journal.IsEmpty && !IsBehind && await TryAsync(() => StoreAsync(entries))) return;
        if (_journal.IsEmpty && Healthy) Spilled();
        Healthy = false;
        _journal.Append(entries);
    }

    private Task<bool> ReplayAsync() => TryAsync(() => _journal.ReplayAsync(StoreAsync, goOn: () => !IsBehind));

    private async Task<bool> TryAsync(Func<Task> store)
    {
        try
        {
            await store();
            if (_journal.IsEmpty && !Healthy) DatabaseIsBack();
            Healthy = _journal.IsEmpty;
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            if (Healthy) DatabaseFailed(e.Message);
            return Healthy = false;
        }
    }

    private async Task StoreAsync(IReadOnlyList<LogEntry> entries)
    {
        if (!_migrated) await Migrations.ApplyAsync(_db, "telephony", typeof(CallLog).Assembly, CancellationToken.None);
        _migrated = true;
        try
        {
            await ExecuteAsync(entries);
        }
        catch (PostgresException e) when (!e.IsTransient && entries.Count > 0 && IsAboutData(e))
        {
            foreach (var entry in entries) await StoreOrRefuseAsync(entry);
        }
    }

    private async Task StoreOrRefuseAsync(LogEntry entry)
    {
        try
        {
            await ExecuteAsync([entry]);
        }
        catch (PostgresException e) when (IsAboutData(e))
        {
            _journal.Refuse(entry);
            Refused(e.SqlState, _journal.Refused);
        }
    }

    // class 22 data exception, 23 integrity constraint violation: trying again does not help
    private static bool IsAboutData(PostgresException e) => e.SqlState.StartsWith("22", StringComparison.Ordinal) || e.SqlState.StartsWith("23", StringComparison.Ordinal);

    private async Task ExecuteAsync(IReadOnlyList<LogEntry> entries)
    {
        if (entries.Count == 0) return;
        await using var batch = _db.CreateBatch();
        foreach (var command in LogBatch.Of(entries, _numbers)) batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The call log cannot reach the database ({Error}); calls go on, their records wait on disk")]
    private partial void DatabaseFailed(string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The call log comes faster than the database takes it; records wait on disk")]
    private partial void Spilled();

    [LoggerMessage(Level = LogLevel.Information, Message = "The call log is in the database again")]
    private partial void DatabaseIsBack();

    [LoggerMessage(Level = LogLevel.Error, Message = "The call log can write neither to the database nor to its journal: check the disk")]
    private partial void DiskFailed(Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "The database refused a row of the call log ({SqlState}); it is kept in {File}")]
    private partial void Refused(string sqlState, string file);

    private sealed class Nudge
    {
        internal TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
