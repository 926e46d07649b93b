using Hotline.Telephony.Calls;

namespace Hotline.Telephony.Callbacks;

/// <content>领取, and what came of it.</content>
public sealed partial class CallbackList
{
    internal static CallRefusal NoSuchTask { get; } = new("no-such-callback", "没有待办的该回拨任务", "There is no open callback of this id.");
    internal static CallRefusal TakenByOther { get; } = new("taken-by-other", "该任务已由其他话务员领取", "Another agent has taken this callback.");
    internal static CallRefusal NotTaken { get; } = new("not-taken", "请先领取该任务", "Take the callback first.");

    /// <summary>领取: from now on this agent sees the number.</summary>
    public CallRefusal? Take(Guid id, AgentId agent)
    {
        CallbackTask task;
        lock (_owner)
        {
            if (!_open.TryGetValue(id, out var found)) return NoSuchTask;
            if (found.State == CallbackState.Taken) return found.TakenBy == agent ? null : TakenByOther;
            _queued.Remove(id);
            task = Store(found with { State = CallbackState.Taken, TakenBy = agent, TakenAt = _clock.GetUtcNow() });
        }

        if (task.Kind == CallbackKind.Kept) _queue.Forget(task.Call);
        return null;
    }

    /// <summary>已联系: the citizen was reached.</summary>
    public CallRefusal? Reached(Guid id, AgentId agent, string result) => Finish(id, agent, task => Close(task, CallbackState.Done, result));

    /// <summary>未联系上: tried again later as the plan says, and unreachable when it is used up.</summary>
    public CallRefusal? NotReached(Guid id, AgentId agent, string reason) => Finish(id, agent, task =>
    {
        var tried = task with { Attempts = task.Attempts + 1, Result = reason, TakenBy = null, TakenAt = null };
        return _options.Next(tried.Attempts, _clock.GetUtcNow()) is { } next
            ? Store(tried with { State = CallbackState.Waiting, NextAt = next, DueAt = next })
            : Close(tried, CallbackState.Unreachable, reason);
    });

    private CallRefusal? Finish(Guid id, AgentId agent, Func<CallbackTask, CallbackTask> how)
    {
        lock (_owner)
        {
            if (!_open.TryGetValue(id, out var task)) return NoSuchTask;
            if (task.State != CallbackState.Taken) return NotTaken;
            if (task.TakenBy != agent) return TakenByOther;
            how(task);
            return null;
        }
    }

    /// <summary>What was open when the host went down, lost calls of that moment included.</summary>
    internal async Task LoadAsync(CallLog log, CancellationToken ct)
    {
        var open = await log.ReadAsync($"select {CallbackTask.Columns} from telephony.callback where closed_at is null", [], row => CallbackTask.Read(row, log.Numbers), ct);
        var broken = await log.ReadAsync(
            """
            select id, caller, called, coalesce(answered_at, arrived_at), ended_at from telephony.call c
            where end_reason = $1 and ended_at >= $2 and caller <> '' and handed_from is null and not exists (select 1 from telephony.callback b where b.call_id = c.id)
            order by ended_at desc
            """,
            [LogEntry.HostRestarted.Reason, _clock.GetUtcNow() - TimeSpan.FromHours(24)],
            row => (Call: new CallId(row.GetGuid(0)), Number: CallerNumber.Normal(log.Numbers.Open(row.GetString(1), row.GetGuid(0))), Line: row.GetString(2), Since: row.GetFieldValue<DateTimeOffset>(3), At: row.GetFieldValue<DateTimeOffset>(4)), ct);
        lock (_owner)
        {
            foreach (var task in open.Where(t => !_open.ContainsKey(t.Id))) Put(task);
            foreach (var b in broken.Where(b => Of(b.Number) is null))
            {
                Store(new(b.Call.Value, CallbackKind.Missed, b.Number, b.Line, b.Since, b.Call, _options.Polite(b.At + _options.DueWithin)) { LostAt = b.At, NextAt = b.At });
            }
        }
    }
}
