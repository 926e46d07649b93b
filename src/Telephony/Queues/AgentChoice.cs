using System.Globalization;

namespace Hotline.Telephony.Queues;

/// <summary>What a waiting call asks of an agent, and whom it gets: pure.</summary>
/// <param name="Needs">Proficiency by skill; the queue's and the call's together.</param>
/// <param name="Waited">Since the caller came.</param>
internal sealed record AgentChoice(QueueOptions Queue, IReadOnlyList<(string Skill, int Level)> Needs, TimeSpan Waited)
{
    /// <summary>Who is over the limit of calls per hour is spared until the caller has waited this long.</summary>
    internal static readonly TimeSpan LimitYieldsAfter = TimeSpan.FromSeconds(30);

    internal int? CallsPerHour { get; init; }

    internal AgentId? Not { get; init; }

    /// <summary>May serve the queue at all, whatever the skills.</summary>
    internal static bool Serves(QueueOptions queue, AgentId agent) => queue.Agents.Count == 0 || queue.Agents.Contains(agent.Value, StringComparer.Ordinal);

    /// <summary>The rings that are open by now, the innermost first: no ring is skipped, however late somebody becomes ready.</summary>
    internal IEnumerable<int> Rings => [int.MaxValue, .. Queue.Steps.Where(s => Waited >= s.After).OrderBy(s => s.After).Select(s => s.Level)];

    internal (AgentId Agent, OfferReason Why)? Choose(IEnumerable<IdleAgent> idle, AgentId? last)
    {
        var mine = idle.Where(a => Serves(Queue, a.Agent) && a.Agent != Not).ToList();
        if (mine.Count == 0) return null;
        var fresh = mine.Where(a => !IsOverLimit(a)).ToList();
        return In(fresh, last) ?? (Waited >= LimitYieldsAfter && fresh.Count < mine.Count ? In(mine, last) : null);
    }

    private (AgentId Agent, OfferReason Why)? In(List<IdleAgent> idle, AgentId? last)
    {
        foreach (var ring in Needs.Count == 0 ? [int.MaxValue] : Rings)
        {
            var able = idle.Where(a => Needs.All(n => a.Level(n.Skill) >= Math.Min(n.Level, ring))).ToList();
            if (able.Count > 0) return Explained(Queue.Strategy.Order(able, last, Queue.Agents)[0], ring, able.Count);
        }

        return null;
    }

    private bool IsOverLimit(IdleAgent a) => CallsPerHour is { } limit && a.CallsThisHour >= limit;

    private (AgentId Agent, OfferReason Why) Explained(IdleAgent chosen, int ring, int able)
    {
        var (chinese, english) = (new List<string>(), new List<string>());
        foreach (var (skill, level) in Needs)
        {
            var (has, now) = (chosen.Level(skill), Math.Min(level, ring));
            chinese.Add(now == level ? $"{skill} {has} 级（要求 {level} 级）" : $"{skill} {has} 级（要求 {level} 级，已等待 {Seconds(Waited)} 秒，放宽到{(now == 0 ? "不限" : $" {now} 级")}）");
            english.Add(now == level ? $"{skill} level {has} (needs {level})" : $"{skill} level {has} (needs {level}; after {Seconds(Waited)} s of waiting {(now == 0 ? "anyone" : $"level {now}")} will do)");
        }

        if (IsOverLimit(chosen)) (chinese, english) = ([.. chinese, "已达每小时话务上限，但来电久等"], [.. english, "over the hourly limit, but the caller has waited long"]);
        var (how, why) = Basis(chosen);
        return (chosen.Agent, new(
            $"{string.Join("；", [.. chinese, how])}（{able} 人可接）",
            $"{string.Join("; ", [.. english, why])} ({able} could take it)"));
    }

    private (string Chinese, string English) Basis(IdleAgent chosen) => Queue.Strategy switch
    {
        Distribution.LeastBusy => ($"今日通话最少，{Minutes(chosen)} 分钟", $"least talk today, {Minutes(chosen)} min"),
        Distribution.RoundRobin => ("轮到该话务员", "next in turn"),
        Distribution.TopDown => ("按名单顺序排在最前", "first on the queue's list"),
        _ => ("空闲最久", "ready longest"),
    };

    private static string Seconds(TimeSpan time) => ((int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private static string Minutes(IdleAgent agent) => agent.TalkedToday.TotalMinutes.ToString("0", CultureInfo.InvariantCulture);
}
