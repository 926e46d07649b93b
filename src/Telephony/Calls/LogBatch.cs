using Hotline.Telephony.Callbacks;
using Npgsql;

namespace Hotline.Telephony.Calls;

/// <summary>
/// Entries of the call log as few statements: what every call brings goes by the table, and of several states of one row only the
/// newest. Anything else is written between two such groups, so that it finds what came before it.
/// </summary>
internal sealed class LogBatch(NumberSeal numbers)
{
    private readonly List<NpgsqlBatchCommand> _commands = [];
    private readonly Dictionary<CallId, LogEntry.Call> _calls = [];
    private readonly List<LogEntry.Happened> _happened = [];
    private readonly List<LogEntry.Transcribed> _transcribed = [];
    private readonly List<LogEntry.Quality> _quality = [];
    private readonly Dictionary<Guid, CallbackEntry> _callbacks = [];

    /// <summary>To be run in this order, in one transaction.</summary>
    internal static IReadOnlyList<NpgsqlBatchCommand> Of(IEnumerable<LogEntry> entries, NumberSeal numbers)
    {
        var batch = new LogBatch(numbers);
        foreach (var entry in entries) batch.Add(entry);
        batch.EndGroup();
        return batch._commands;
    }

    private void Add(LogEntry entry)
    {
        switch (entry)
        {
            case LogEntry.Call e: Keep(_calls, e.Record.Id, e, c => c.Version); break;
            case LogEntry.Happened e: _happened.Add(e); break;
            case LogEntry.Transcribed e: _transcribed.Add(e); break;
            case LogEntry.Quality e: _quality.Add(e); break;
            case CallbackEntry e: Keep(_callbacks, e.Task.Id, e, c => c.Task.Version); break;
            default:
                EndGroup();
                _commands.Add(entry.Sealed(numbers).ToSql());
                break;
        }
    }

    private static void Keep<TId, TState>(Dictionary<TId, TState> newest, TId id, TState state, Func<TState, int> version)
        where TId : notnull
    {
        if (!newest.TryGetValue(id, out var before) || version(before) < version(state)) newest[id] = state;
    }

    private void EndGroup()
    {
        if (_calls.Count > 0) _commands.Add(LogEntry.Call.ToSql([.. _calls.Values.Select(c => c.Sealed(numbers))]));
        if (_happened.Count > 0) _commands.Add(LogEntry.Happened.ToSql([.. _happened.Select(e => e.Sealed(numbers))]));
        if (_transcribed.Count > 0) _commands.Add(LogEntry.Transcribed.ToSql(_transcribed));
        if (_quality.Count > 0) _commands.Add(LogEntry.Quality.ToSql(_quality));
        if (_callbacks.Count > 0) _commands.Add(CallbackEntry.ToSql([.. _callbacks.Values.Select(c => c.Sealed(numbers))]));
        _calls.Clear();
        _happened.Clear();
        _transcribed.Clear();
        _quality.Clear();
        _callbacks.Clear();
    }
}
