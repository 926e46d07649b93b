using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Rotas;

/// <summary>What somebody is planned to do (排班内容).</summary>
public enum RotaActivity
{
    /// <summary>上班</summary>
    Work,
    /// <summary>休息, within a shift.</summary>
    Break,
    /// <summary>培训, within a shift.</summary>
    Training,
}

/// <summary>One planned stretch of time; a break or training stands over the work around it.</summary>
public sealed record RotaShift(Guid Id, AgentId Agent, DateTimeOffset From, DateTimeOffset To, RotaActivity Activity);

/// <summary>换班申请: a colleague is to take a shift over.</summary>
/// <param name="State">asked, granted or refused.</param>
public sealed record RotaSwap(Guid Id, RotaShift Shift, AgentId From, AgentId To, string Reason, DateTimeOffset AskedAt, string State);

/// <summary>班次遵循度 of one agent in a period.</summary>
/// <param name="Planned">Of the plan, up to now.</param>
/// <param name="Kept">Of it, spent as planned: at calls or ready for them at work, away in a break, in training in training.</param>
/// <param name="LateBy">From the begin of the first shift to the first moment at work; null where there was none yet.</param>
/// <param name="Unplanned">At work outside the plan.</param>
public sealed record Adherence(AgentId Agent, TimeSpan Planned, TimeSpan Kept, TimeSpan? LateBy, TimeSpan Unplanned)
{
    /// <summary>0 to 1; null where nothing was planned yet.</summary>
    public double? Share => Planned > TimeSpan.Zero ? Kept / Planned : null;
}

/// <summary>The plan against what seats did (排班对照). Pure.</summary>
internal static class RotaMath
{
    private static readonly SeatState[] AtWork = [SeatState.Ready, SeatState.Offered, SeatState.Talking, SeatState.Held, SeatState.WrapUp];

    internal static bool IsAtWork(SeatState state) => AtWork.Contains(state);

    /// <summary>Moments at which plan or state changes cut the time into pieces in which both stand still.</summary>
    internal static Adherence Of(AgentId agent, IReadOnlyList<RotaShift> shifts, IReadOnlyList<SeatSpan> spans, DateTimeOffset from, DateTimeOffset until)
    {
        var cuts = shifts.SelectMany(s => new[] { s.From, s.To }).Concat(spans.SelectMany(s => new[] { s.From, s.To ?? until })).Append(from).Append(until)
            .Where(at => at >= from && at <= until).Distinct().Order().ToList();
        var (planned, kept, unplanned) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        DateTimeOffset? began = null;
        foreach (var (at, next) in cuts.Zip(cuts.Skip(1)))
        {
            var (plan, state) = (PlanAt(shifts, at), StateAt(spans, at));
            if (state is { } now && IsAtWork(now)) began ??= at;
            if (plan is not { } what) { if (state is { } idle && IsAtWork(idle)) unplanned += next - at; continue; }
            planned += next - at;
            if (Fits(what, state)) kept += next - at;
        }

        var due = shifts.Where(s => s.Activity == RotaActivity.Work).Select(s => (DateTimeOffset?)s.From).Min();
        return new(agent, planned, kept, began is { } first && due is { } wanted ? (first > wanted ? first - wanted : TimeSpan.Zero) : null, unplanned);
    }

    /// <summary>Average seats of a kind over an interval, such as 3.5.</summary>
    internal static double Seats(IEnumerable<(DateTimeOffset From, DateTimeOffset To)> times, DateTimeOffset from, DateTimeOffset to) =>
        times.Sum(t => Math.Max(0, ((t.To < to ? t.To : to) - (t.From > from ? t.From : from)).TotalSeconds)) / (to - from).TotalSeconds;

    /// <summary>Planned and at work, breaks and training taken off.</summary>
    internal static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Working(IReadOnlyList<RotaShift> shifts)
    {
        foreach (var own in shifts.GroupBy(s => s.Agent))
        {
            var all = own.ToList();
            var cuts = all.SelectMany(s => new[] { s.From, s.To }).Distinct().Order().ToList();
            foreach (var (at, next) in cuts.Zip(cuts.Skip(1)))
            {
                if (PlanAt(all, at) == RotaActivity.Work) yield return (at, next);
            }
        }
    }

    private static RotaActivity? PlanAt(IReadOnlyList<RotaShift> shifts, DateTimeOffset at) =>
        shifts.Where(s => s.From <= at && at < s.To).Select(s => (RotaActivity?)s.Activity).OrderByDescending(a => a != RotaActivity.Work).FirstOrDefault();

    private static SeatState? StateAt(IReadOnlyList<SeatSpan> spans, DateTimeOffset at) =>
        spans.Where(s => s.From <= at && (s.To is null || at < s.To)).Select(s => (SeatState?)s.State).LastOrDefault();

    private static bool Fits(RotaActivity plan, SeatState? state) => plan switch
    {
        RotaActivity.Work => state is { } now && IsAtWork(now),
        RotaActivity.Break => state is null or SeatState.NotReady or SeatState.Offline,
        _ => state == SeatState.Training,
    };
}
