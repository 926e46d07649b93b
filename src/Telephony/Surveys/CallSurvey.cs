namespace Hotline.Telephony.Surveys;

/// <summary>One call's survey (通话评价).</summary>
/// <param name="Agent">Who served the call last, as it was when the citizen was asked.</param>
/// <param name="Solved">Null: not answered.</param>
/// <param name="Satisfaction">1 非常满意 to 5 非常不满意; null: not answered, never a grade.</param>
public sealed record CallSurvey(CallId Call, AgentId Agent, DateTimeOffset AskedAt, bool? Solved, int? Satisfaction);
