namespace Hotline.Tickets.Disputes;

/// <summary>陈述意见: what one side says about whose matter it is.</summary>
/// <param name="Unit">Null for the dispatcher.</param>
/// <param name="Suggested">建议承办单位</param>
/// <param name="Basis">法律或职责依据</param>
public sealed record Statement(DepartmentId? Unit, string Text, DepartmentId? Suggested = null, string? Basis = null);
