using Hotline.Telephony.Blocking;
using Hotline.Telephony.Callbacks;
using Hotline.Telephony.Queues;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hotline.Telephony.Calls;

/// <content>排队, 回拨, 黑名单: what people may see and change of them.</content>
public sealed partial class Switchboard
{
    private const int LoadEvery = 25; // sweeps: five seconds

    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    private DateTimeOffset _seatsSeen;
    private bool _loaded;
    private int _sweeps;
    private Task _loading = Task.CompletedTask;

    /// <summary>回拨任务</summary>
    public CallbackList Callbacks => _services.Callbacks;

    /// <summary>黑名单</summary>
    public Blacklist Blacklist => _services.Blacklist;

    /// <summary>队列看板</summary>
    public IReadOnlyList<QueueBoard> Queues => _services.Queue.Boards();

    /// <summary>排队位置; null when the call does not wait.</summary>
    public QueuePlace? PlaceOf(CallId call) => _services.Queue.PlaceOf(call);

    /// <summary>技能: counts from the next offer on, and is stored.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A level is not from 0 to 5.</exception>
    public void SetSkills(AgentId agent, IReadOnlyDictionary<string, int> skills, AgentId by)
    {
        _services.Seats.Skills.Set(agent, skills);
        _services.Log.Write(new SkillsEntry(agent, _services.Seats.Skills.Of(agent), by, _services.Now));
    }

    private bool IsRefused(string caller) =>
        (Blacklist.Policy == BlockedCallerPolicy.Decline || _services.Prompts.Find(CallActor.BlockedPrompt) is null) && Blacklist.TurnsAway(caller);

    private void SweepQueues()
    {
        _services.Callbacks.Sweep();
        if (_clock.GetUtcNow() - _seatsSeen >= SeenEvery && _services.Seats.All.Count > 0)
        {
            _seatsSeen = _clock.GetUtcNow();
            _services.Log.WriteSeatsSeen();
        }

        if (!_loaded && _loading.IsCompleted && _sweeps++ % LoadEvery == 0) _loading = LoadAsync();
    }

    /// <summary>What the last run left: tried again while the database is away, calls are taken all the same.</summary>
    private async Task LoadAsync()
    {
        try
        {
            await _services.Log.FlushAsync(); // what waits on disk is part of it
            await SkillsEntry.LoadAsync(_services.Seats.Skills, _services.Log, _stopping.Token);
            await _services.Blacklist.LoadAsync(_services.Log, _stopping.Token);
            await _services.Callbacks.LoadAsync(_services.Log, _stopping.Token);
            _loaded = true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException or OperationCanceledException)
        {
            NotLoadedYet(e.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Callbacks, skills and blacklist are not loaded yet: {Reason}")]
    private partial void NotLoadedYet(string reason);
}
