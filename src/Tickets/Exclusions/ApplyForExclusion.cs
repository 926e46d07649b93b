using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Exclusions;

/// <summary>申请剔除: a unit, with evidence, within the city's working days after the rating.</summary>
/// <param name="Code">Of the city's catalogue.</param>
/// <param name="Evidence">Where the reason needs some.</param>
/// <param name="Round">The closing it is about; null for the unit's last.</param>
public sealed record ApplyForExclusion(ExclusionScope? Scope, string? Code, string? Reason, string? Evidence, int? Round = null)
{
    internal FieldErrors Wrong(CityRules rules)
    {
        var known = ExclusionCatalogue.Of(rules);
        var ground = known.FirstOrDefault(k => k.Code == Code);
        return new FieldErrors()
            .Check("scope", Scope is not null, "必选，请选择剔除范围")
            .Check("code", ground is not null, $"剔除理由代码不存在，应为 {string.Join("、", known.Select(k => k.Code))} 之一")
            .Required("reason", Reason, 1000)
            .Check("evidence", ground is not { EvidenceNeeded: true } || !string.IsNullOrWhiteSpace(Evidence), "该理由须提供佐证")
            .Longest("evidence", Evidence, 1000);
    }

    /// <summary>Whether the unit may ask for it now.</summary>
    /// <param name="at">What counts the days: the unit's rating, or the closing where nobody rated.</param>
    internal Decision? Refuse(RatedClosing? at, CityRules rules, DateTimeOffset now) => at switch
    {
        null => NotYours,
        { IsRated: false } when Scope is ExclusionScope.Satisfaction or ExclusionScope.Solved => NotRated,
        _ when now > ExclusionClock.End(rules, at.At, rules.Handling.Exclusion.ApplyDays) => TooLate,
        _ => null,
    };

    public static Decision.Refused NotYours { get; } = new("no-closing-of-yours", "没有由本单位办结的这一次办理，不能申请剔除", "Your department has no such closing of this ticket.");
    public static Decision.Refused NotRated { get; } = new("not-rated", "诉求人未评价，无需剔除", "The citizen has not rated; there is nothing to exclude.");
    public static Decision.Refused TooLate { get; } = new("too-late-to-exclude", "已超过剔除申请期限", "The time to apply for an exclusion is over.");
    public static Decision.Refused AppliedBefore { get; } = new("applied-before", "该项剔除已申请过", "This exclusion has been applied for before.");
}

/// <summary>A closing of a unit, and since when its days count.</summary>
internal sealed record RatedClosing(int Round, DateTimeOffset At, bool IsRated);

internal static class ExclusionClock
{
    /// <summary>The end of the n-th working day after a moment.</summary>
    internal static DateTimeOffset End(CityRules rules, DateTimeOffset from, int days) =>
        rules.Within(ClockName.Review, new Limit(days, LimitUnit.WorkingDays), from).DueAt;
}
