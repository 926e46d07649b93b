using Hotline.Telephony.Calls;
using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Callbacks;

/// <summary>What whoever dials citizens back is told. It comes under the queue's lock: only post.</summary>
internal abstract record CallbackNotice(Guid Task, CallId Call, AgentId Agent)
{
    /// <summary>轮到回拨: the agent rings. Answer with <see cref="CallQueue.Accept"/> for this call, dial, then say Reached or NotReached.</summary>
    internal sealed record CallbackDue(Guid Task, CallId Call, AgentId Agent, DateTimeOffset Until, string Number, string Line, int Attempt) : CallbackNotice(Task, Call, Agent);

    /// <summary>The agent did not take it, or the citizen called meanwhile: do not dial. Another agent may be chosen next.</summary>
    internal sealed record Withdrawn(Guid Task, CallId Call, AgentId Agent) : CallbackNotice(Task, Call, Agent);
}

/// <summary>Whom we owe a call (回拨): kept places and lost callers. The one owner of the tasks; every change is written behind its back and survives a restart.</summary>
public sealed partial class CallbackList
{
    private static readonly string[] Broken = ["the citizen's phone stopped answering", "no audio from the citizen", "internal error", "host stopped"];

    private readonly Lock _owner = new();
    private readonly Dictionary<Guid, CallbackTask> _open = [];
    private readonly Dictionary<string, Guid> _byNumber = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> _timed = []; // those that a moment changes: kept places and what an agent has taken
    private readonly HashSet<Guid> _queued = [];
    private readonly HashSet<CallId> _kept = [];
    private readonly CallQueue _queue;
    private readonly Action<LogEntry> _write;
    private readonly CallbackOptions _options;
    private readonly TimeProvider _clock;

    /// <param name="write">Where every state of a task goes; never waits.</param>
    internal CallbackList(CallQueue queue, Action<LogEntry> write, CallbackOptions options, TimeProvider clock) => (_queue, _write, _options, _clock) = (queue, write, options, clock);

    /// <summary>Who dials; until there is somebody kept places stay tasks and wait in no queue.</summary>
    internal Action<CallbackNotice>? Dialler { get; set; }

    /// <summary>Open tasks, the most urgent first.</summary>
    public IReadOnlyList<CallbackTask> Open
    {
        get
        {
            lock (_owner) return [.. _open.Values.OrderBy(t => t.DueAt).ThenBy(t => t.Since)];
        }
    }

    public CallbackTask? Find(Guid id)
    {
        lock (_owner) return _open.GetValueOrDefault(id);
    }

    /// <summary>保位回拨: the caller hangs up, the place stays. The call itself must end afterwards.</summary>
    /// <returns>Null where the number is withheld.</returns>
    internal CallbackTask? Keep(KeptPlace place)
    {
        if (CallerNumber.Normal(place.Number) is not { Length: > 0 } number) return null;
        var wish = _queue.RequestOf(place.Call);
        CallbackTask task;
        lock (_owner)
        {
            var (now, old) = (_clock.GetUtcNow(), Of(number));
            task = Store(new CallbackTask(old?.Id ?? Guid.CreateVersion7(), CallbackKind.Kept, number, place.Line, wish?.Since ?? old?.Since ?? now, CallId.New(), _options.Polite(now + _options.DueWithin))
            {
                Confirmed = place.Confirmed, LostAt = now, NextAt = _options.Polite(now), Version = old?.Version ?? 0,
            }.For(wish));
            _kept.Add(place.Call);
            if (old is not null) _queued.Remove(old.Id);
            if (task.NextAt > now || Dialler is null) return task;
        }

        Queue(task, keepsPlaceOf: place.Call);
        return task;
    }

    /// <summary>A call is over. Whoever was lost becomes a task; whoever was served is owed nothing any more. Before the call leaves the queue.</summary>
    /// <param name="wish">Whom the caller asked for, where the call waits no more or never came to it.</param>
    internal void Ended(CallSnapshot call, string reason, QueueRequest? wish = null)
    {
        var number = CallerNumber.Normal(call.Caller);
        lock (_owner)
        {
            if (_kept.Remove(call.Id)) return; // hung up as we asked
        }

        if (number.Length == 0 || call.Direction != CallDirection.Inbound) return;
        if (IsLost(call, reason)) Lost(call, number, _queue.RequestOf(call.Id) ?? wish);
        else if (call.TalkingSince is not null) CloseOf(number, CallbackState.CalledAgain, "served");
    }

    /// <summary>重拨保位: the citizen calls again. A kept place, or one left within a minute, is taken up and its task closed.</summary>
    internal QueueRequest WithOldPlace(QueueRequest request, string caller)
    {
        var number = CallerNumber.Normal(caller);
        lock (_owner)
        {
            if (number.Length == 0 || Of(number) is not { } task) return request;
            var inTime = task.Kind == CallbackKind.Kept ? task.State == CallbackState.Waiting : _clock.GetUtcNow() - task.LostAt <= _options.PlaceKeptFor;
            if (!inTime) return request;
            Close(task, CallbackState.CalledAgain, "called again");
            return request with { KeepsPlaceOf = task.Call, Since = task.Since };
        }
    }

    /// <summary>Nobody served the citizen, or the call broke while somebody did. Who is turned away by the blacklist is owed nothing.</summary>
    private static bool IsLost(CallSnapshot call, string reason) => reason != Blocking.Blacklist.TurnedAway && (call.State switch
    {
        CallState.Queued or CallState.Offered => true,
        CallState.Talking => Broken.Any(b => reason.StartsWith(b, StringComparison.Ordinal)),
        _ => call.TalkingSince is null,
    });

    private void Lost(CallSnapshot call, string number, QueueRequest? wish)
    {
        lock (_owner)
        {
            var (now, old) = (_clock.GetUtcNow(), Of(number));
            if (old is null)
            {
                var since = call.AnsweredAt ?? call.ArrivedAt;
                Store(new CallbackTask(Guid.CreateVersion7(), CallbackKind.Missed, number, call.Called, since, call.Id, _options.Polite(now + _options.DueWithin)) { LostAt = now, NextAt = now }.For(wish));
            }
            else if (old.Kind == CallbackKind.Kept) Store(old with { Calls = old.Calls + 1, LostAt = now });
            else Store((old with { Calls = old.Calls + 1, LostAt = now, Call = call.Id }).For(wish));
        }
    }

    /// <summary>Enqueues what has come up; called every moment.</summary>
    internal void Sweep()
    {
        List<CallbackTask> due;
        lock (_owner)
        {
            var now = _clock.GetUtcNow();
            foreach (var task in Timed.Where(t => t.State == CallbackState.Taken && t.TakenAt + _options.TakenFor <= now).ToList())
                Store(task with { State = CallbackState.Waiting, TakenBy = null, TakenAt = null });
            due = [.. Timed.Where(t => t is { Kind: CallbackKind.Kept, State: CallbackState.Waiting } && t.NextAt <= now && !_queued.Contains(t.Id))];
        }

        foreach (var task in due) Queue(task, keepsPlaceOf: null);
    }

    /// <summary>Not under our own lock: the queue's comes first.</summary>
    private void Queue(CallbackTask task, CallId? keepsPlaceOf)
    {
        if (Dialler is not { } dialler) return;
        lock (_owner)
        {
            if (!_queued.Add(task.Id)) return;
        }

        _queue.Enqueue(task.Request with { KeepsPlaceOf = keepsPlaceOf }, notice => Tell(dialler, task, notice));
    }

    private static void Tell(Action<CallbackNotice> dialler, CallbackTask task, QueueNotice notice)
    {
        if (notice is QueueNotice.Offered o) dialler(new CallbackNotice.CallbackDue(task.Id, task.Call, o.Agent, o.Until, task.Number, task.Line, task.Attempts + 1));
        if (notice is QueueNotice.Lapsed l) dialler(new CallbackNotice.Withdrawn(task.Id, task.Call, l.Agent));
    }

    private CallbackTask? Of(string number) => _byNumber.TryGetValue(number, out var id) ? _open[id] : null;

    private IEnumerable<CallbackTask> Timed => _timed.Select(id => _open[id]);

    private void Put(CallbackTask task)
    {
        (_open[task.Id], _byNumber[task.Number]) = (task, task.Id);
        if (task is { Kind: CallbackKind.Kept } or { State: CallbackState.Taken }) _timed.Add(task.Id); else _timed.Remove(task.Id);
    }

    private void Drop(CallbackTask task)
    {
        _open.Remove(task.Id);
        _timed.Remove(task.Id);
        if (_byNumber.GetValueOrDefault(task.Number) == task.Id) _byNumber.Remove(task.Number);
    }

    private CallbackTask Store(CallbackTask task)
    {
        task = task with { Version = task.Version + 1 };
        if (task.IsOpen) Put(task); else Drop(task);
        _write(new CallbackEntry(task));
        return task;
    }

    private void CloseOf(string number, CallbackState state, string result)
    {
        CallbackTask? task;
        lock (_owner)
        {
            task = Of(number);
            if (task is not null) Close(task, state, result);
        }

        if (task is { Kind: CallbackKind.Kept }) _queue.Forget(task.Call);
    }

    private CallbackTask Close(CallbackTask task, CallbackState state, string result)
    {
        _queued.Remove(task.Id);
        return Store(task with { State = state, Result = result, ClosedAt = _clock.GetUtcNow() });
    }
}
