namespace Hotline.Tickets.Exclusions;

/// <summary>剔除的期限, in working days: to apply after the rating, to examine after the application, to appeal after the refusal.</summary>
public sealed record ExclusionRules(int ApplyDays = 2, int ExamineDays = 3, int AppealDays = 2);
