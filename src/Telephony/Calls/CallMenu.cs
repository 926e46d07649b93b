using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Calls;

/// <summary>语音导航 of a line: one short level at most; who presses nothing goes to an agent.</summary>
public sealed record CallMenu
{
    /// <summary>Id in the prompt manifest.</summary>
    public string Prompt { get; init; } = "menu";

    /// <summary>After the prompt the caller has this long to choose.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>At most four; 0 leads to an agent always and is not listed.</summary>
    public IReadOnlyList<MenuKey> Keys { get; init; } = [];
}

/// <summary>One key of a menu: which agents are wanted.</summary>
public sealed record MenuKey
{
    /// <summary>1 to 9.</summary>
    public char Key { get; init; }

    /// <summary>As the agent and the statistics see it, such as 涉企服务.</summary>
    public string Name { get; init; } = "";

    /// <summary>排队: the queue's name; null: the queue of the number called.</summary>
    public string? Queue { get; init; }

    /// <summary>技能 the agent should have, such as dialect:yue or dialect:yue:3 for the least level.</summary>
    public IReadOnlyList<string> Skills { get; init; } = [];

    /// <summary>语种 of the agent, such as en: the skill language:en.</summary>
    public string? Language { get; init; }

    /// <summary>Before others in the queue; 0 by default, higher is earlier.</summary>
    public int Priority { get; init; }

    /// <summary>A second level is refused when the host starts: GB/T 33358 advises against menus at all.</summary>
    public CallMenu? Menu { get; init; }

    /// <summary>Each skill with the least level wanted.</summary>
    internal IEnumerable<(string Skill, int Level)> Wanted => Skills.Select(AgentSkills.Demand).Concat(Language is { Length: > 0 } spoken ? [($"language:{spoken}", 1)] : []);
}
