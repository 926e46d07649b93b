namespace Hotline.Telephony.Queues;

/// <summary>One queue (队列). With none configured a single queue takes every line and asks whoever has been ready longest.</summary>
public sealed record QueueOptions
{
    /// <summary>Identifies it in settings, in the API and in records.</summary>
    public required string Name { get; init; }

    /// <summary>As people read it; the name where empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>Numbers whose callers wait here. The first queue without lines takes the numbers that no queue names.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    public Distribution Strategy { get; init; }

    /// <summary>Work numbers of those who serve it, from the top; everybody where empty.</summary>
    public IReadOnlyList<string> Agents { get; init; } = [];

    /// <summary>Proficiency (1 to 5) that every call here asks for, by skill.</summary>
    public IReadOnlyDictionary<string, int> Skills { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The same for skills with a colon in their name, which no setting's name can hold: dialect:yue:3.</summary>
    public IReadOnlyList<string> Wants { get; init; } = [];

    internal IReadOnlyList<(string Skill, int Level)> Demands => [.. Skills.Select(s => (s.Key, s.Value)), .. Wants.Select(AgentSkills.Demand)];

    /// <summary>How the demand on skills is relaxed (技能放宽) while a caller waits; an inner ring is always asked before an outer one. Those of the settings replace the usual ones: level 2 after 30 s, anyone after 60 s.</summary>
    public IReadOnlyList<SkillStep>? Relaxation { get; init; }

    /// <summary>Added to the priority of each of its calls; the higher is served first.</summary>
    public int Priority { get; init; }

    /// <summary>Within a priority a caller's waiting time counts this many times: 66 and 65 are all but equal, 2 and 1 are not.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>溢出: the queue a caller moves to after <see cref="OverflowAfter"/>, or at once while nobody here is signed in. The place is kept.</summary>
    public string? OverflowTo { get; init; }

    public TimeSpan? OverflowAfter { get; init; }

    /// <summary>An offer lapses after this; the module's OfferTimeout where null.</summary>
    public TimeSpan? OfferTimeout { get; init; }

    /// <summary>话后整理 after its calls; the module's WrapUp where null.</summary>
    public TimeSpan? WrapUp { get; init; }

    /// <summary>A caller who has waited this long goes before every priority and weight (防饿死).</summary>
    public TimeSpan StarvedAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The waiting estimate is kept to ourselves while its own median error is above this (0.3 is 30 %).</summary>
    public double EstimateErrorLimit { get; init; } = 0.3;

    internal IReadOnlyList<SkillStep> Steps => Relaxation ?? SkillStep.Usual;

    internal static QueueOptions Default { get; } = new() { Name = "main", Title = "人工服务" };

    internal static IReadOnlyList<QueueOptions> OrDefault(IReadOnlyList<QueueOptions>? queues) => queues is { Count: > 0 } ? queues : [Default];
}

/// <summary>A step of the relaxation.</summary>
public sealed record SkillStep
{
    /// <summary>Waiting time from which it holds.</summary>
    public TimeSpan After { get; init; }

    /// <summary>This proficiency will do from then on; 0 is anyone.</summary>
    public int Level { get; init; }

    internal static IReadOnlyList<SkillStep> Usual { get; } =
        [new() { After = TimeSpan.FromSeconds(30), Level = 2 }, new() { After = TimeSpan.FromSeconds(60), Level = 0 }];
}
