namespace Hotline.Telephony.Queues;

/// <summary>分配策略: who of the agents that may take a call is asked first.</summary>
public enum Distribution
{
    /// <summary>最长空闲: who has been ready longest.</summary>
    LongestIdle,
    /// <summary>最少话务: who has talked the fewest minutes today.</summary>
    LeastBusy,
    /// <summary>轮流: the next work number after the one the queue asked last.</summary>
    RoundRobin,
    /// <summary>顺序: always from the top of the queue's list of agents.</summary>
    TopDown,
}

/// <summary>An agent who is ready, as the distribution sees one.</summary>
/// <param name="TalkedToday">Since local midnight.</param>
/// <param name="CallsThisHour">Answered within the last 60 minutes.</param>
/// <param name="Skills">Proficiency 1 to 5 by skill; a skill that is not named is 0.</param>
public sealed record IdleAgent(AgentId Agent, DateTimeOffset ReadySince, TimeSpan TalkedToday, int CallsThisHour, IReadOnlyDictionary<string, int> Skills)
{
    internal int Level(string skill) => Skills.GetValueOrDefault(skill);
}

/// <summary>The strategies themselves: pure, and total, so that the same agents always come in the same order.</summary>
internal static class Distributions
{
    /// <param name="last">Whom the queue asked last.</param>
    /// <param name="listed">The queue's agents from the top; who is not listed comes after them by work number.</param>
    internal static IReadOnlyList<IdleAgent> Order(this Distribution how, IEnumerable<IdleAgent> idle, AgentId? last, IReadOnlyList<string> listed)
    {
        var byNumber = idle.OrderBy(a => a.Agent.Value, StringComparer.Ordinal);
        return how switch
        {
            Distribution.LeastBusy => [.. byNumber.OrderBy(a => a.TalkedToday).ThenBy(a => a.ReadySince)],
            Distribution.RoundRobin => [.. byNumber.OrderBy(a => last is { } l && string.CompareOrdinal(a.Agent.Value, l.Value) <= 0)],
            Distribution.TopDown => [.. byNumber.OrderBy(a => Rank(a.Agent, listed))],
            _ => [.. byNumber.OrderBy(a => a.ReadySince)],
        };
    }

    private static int Rank(AgentId agent, IReadOnlyList<string> listed)
    {
        for (var i = 0; i < listed.Count; i++)
        {
            if (listed[i] == agent.Value) return i;
        }

        return int.MaxValue;
    }
}
