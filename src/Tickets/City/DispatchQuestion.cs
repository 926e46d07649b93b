namespace Hotline.Tickets.City;

/// <summary>What the dispatch catalogue is asked about. What is not known fits no rule that asks for it.</summary>
/// <param name="At">When it is dispatched: rules have dates and hours.</param>
public sealed record DispatchQuestion(
    string? Category, string? District, DateTimeOffset At, string Text = "", RequestType? Type = null, Urgency? Urgency = null)
{
    internal static DispatchQuestion Of(RequestFacts facts, DateTimeOffset at) =>
        new(facts.Category, facts.District, at, $"{facts.Title}\n{facts.Text}", facts.Type, facts.Urgency);
}

/// <summary>A department proposed by the dispatch catalogue or a precedent, and why.</summary>
public sealed record DepartmentProposal(Department Department, string Reason)
{
    /// <summary>协办单位</summary>
    public IReadOnlyList<Department> CoHandlers { get; init; } = [];

    /// <summary>法律或职责依据</summary>
    public string? Basis { get; init; }

    /// <summary>Number of the ruling it follows (裁定先例).</summary>
    public string? Precedent { get; init; }
}
