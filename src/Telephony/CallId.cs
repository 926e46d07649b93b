namespace Hotline.Telephony;

/// <summary>Identifies one call (话务), from its INVITE to its recording. Sorted by time.</summary>
public readonly record struct CallId(Guid Value)
{
    public static CallId New() => new(Guid.CreateVersion7());

    public override string ToString() => Value.ToString();
}

/// <summary>An agent's work number (工号), e.g. "1001".</summary>
public readonly record struct AgentId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>Who speaks on a call.</summary>
public enum Party
{
    /// <summary>诉求人</summary>
    Citizen,
    /// <summary>话务员</summary>
    Agent,
    /// <summary>110 接警员</summary>
    Police,
}
