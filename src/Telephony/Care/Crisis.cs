namespace Hotline.Telephony.Care;

/// <summary>A step of the crisis checklist (危机处置清单) that people tick off; what the system does itself stands in events of its own.</summary>
public enum CrisisStep
{
    /// <summary>稳住来电人: keeps talking.</summary>
    KeptTalking,
    /// <summary>确认位置</summary>
    PlaceKnown,
    /// <summary>确认危险物品或方式</summary>
    MeansKnown,
    /// <summary>确认身边有无他人</summary>
    CompanyKnown,
    /// <summary>救援到场</summary>
    RescueArrived,
}

/// <summary>The crisis protocol of a call at one moment (危机处置).</summary>
/// <param name="Helper">The second agent or supervisor who talks to 110 and 120; null while there is none.</param>
public sealed record CrisisSnapshot(DateTimeOffset DeclaredAt, AgentId DeclaredBy, AgentId? Helper, IReadOnlyList<RescueLine> Lines, IReadOnlyList<CrisisStep> Done);

/// <summary>One line to a rescue service.</summary>
/// <param name="Id">110 or 120.</param>
public sealed record RescueLine(string Id, RescueState State);

/// <summary>How far a rescue line is.</summary>
public enum RescueState
{
    /// <summary>呼叫中</summary>
    Calling,
    /// <summary>已接通</summary>
    Joined,
    /// <summary>未接通</summary>
    Failed,
    /// <summary>已挂断</summary>
    Left,
}
