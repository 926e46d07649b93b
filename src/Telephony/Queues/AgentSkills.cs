using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Hotline.Telephony.Queues;

/// <summary>技能表: proficiency 0 to 5 of every agent, by skill. Changes count from the next offer on.</summary>
public sealed class AgentSkills
{
    internal const int Best = 5;

    private readonly ConcurrentDictionary<AgentId, FrozenDictionary<string, int>> _of = new();

    /// <summary>A demand as settings write it: dialect:yue:3, or a skill alone for level 1.</summary>
    internal static (string Skill, int Level) Demand(string text)
    {
        var at = text.LastIndexOf(':');
        return at > 0 && int.TryParse(text.AsSpan(at + 1), out var level) ? (text[..at], level) : (text, 1);
    }

    /// <summary>A skill that is not named is 0.</summary>
    public IReadOnlyDictionary<string, int> Of(AgentId agent) => _of.GetValueOrDefault(agent) ?? FrozenDictionary<string, int>.Empty;

    /// <summary>Every agent with a skill.</summary>
    public IReadOnlyDictionary<AgentId, IReadOnlyDictionary<string, int>> All => _of.ToDictionary(a => a.Key, a => (IReadOnlyDictionary<string, int>)a.Value);

    /// <summary>Replaces all of the agent's skills; a level of 0 takes one away.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A level is not from 0 to 5.</exception>
    internal void Set(AgentId agent, IEnumerable<KeyValuePair<string, int>> skills)
    {
        var given = skills.ToList();
        foreach (var (skill, level) in given) ArgumentOutOfRangeException.ThrowIfNotEqual(level, Math.Clamp(level, 0, Best), skill);
        _of[agent] = given.Where(s => s.Value > 0).ToFrozenDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal);
    }
}
