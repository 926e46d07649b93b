namespace Hotline.Telephony.Queues;

/// <summary>What every agent has done today (工作量), kept from the changes of the seats, and how fast calls are finished. Not for several threads.</summary>
internal sealed class SeatDays(TimeProvider clock)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly Dictionary<AgentId, Day> _days = [];
    private readonly RollingRate _finished = new();
    private int _busy;

    /// <summary>Calls finished per second by one busy agent, wrap-up included; null until one was.</summary>
    internal double? Finished => _finished.PerSecond(clock.GetUtcNow());

    internal TimeSpan TalkedToday(AgentId agent) => Of(agent).Talked;

    internal int CallsThisHour(AgentId agent)
    {
        var answered = Of(agent).Answered;
        while (answered.TryPeek(out var first) && first <= clock.GetUtcNow() - Hour) answered.Dequeue();
        return answered.Count;
    }

    internal void Note(SeatSnapshot before, SeatSnapshot after)
    {
        var now = clock.GetUtcNow();
        if (before.OnCall && !after.OnCall) Of(after.Agent).Talked += now - before.Since;
        if (before.State == SeatState.Offered && after.OnCall) Of(after.Agent).Answered.Enqueue(now);
        if (IsBusy(before) == IsBusy(after)) return;
        if (before.State is not SeatState.Offered && IsBusy(before)) _finished.Count(now);
        _finished.SetHeads(_busy += IsBusy(after) ? 1 : -1, now);
    }

    /// <summary>An agent on a call is busy from the ringing to the end of the wrap-up.</summary>
    private static bool IsBusy(SeatSnapshot seat) => seat.OnCall || seat.State is SeatState.Offered or SeatState.WrapUp;

    private Day Of(AgentId agent)
    {
        var today = DateOnly.FromDateTime(clock.GetLocalNow().DateTime);
        if (!_days.TryGetValue(agent, out var day)) _days[agent] = day = new() { Date = today };
        if (day.Date != today) (day.Date, day.Talked) = (today, TimeSpan.Zero);
        return day;
    }

    private sealed class Day
    {
        internal DateOnly Date { get; set; }
        internal TimeSpan Talked { get; set; }
        internal Queue<DateTimeOffset> Answered { get; } = new();
    }
}
