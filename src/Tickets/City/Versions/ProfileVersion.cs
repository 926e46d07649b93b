using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hotline.Tickets.City.Versions;

/// <summary>配置版本状态</summary>
[JsonConverter(typeof(KebabJson<ProfileState>))]
public enum ProfileState
{
    [Description("草稿")] Draft,
    [Description("已发布")] Published,
    [Description("已回滚")] RolledBack,
}

/// <summary>A version of the city profile (配置版本).</summary>
/// <param name="Name">Its rulesVersion, which stands on every event decided under it.</param>
/// <param name="ValidFrom">生效时间; null for a draft.</param>
/// <param name="MovesClocks">Running clocks are counted anew under it.</param>
/// <param name="MovedAt">When that was done.</param>
/// <param name="RestoredAt">When they were put back after it was rolled back.</param>
public sealed record ProfileVersion(
    int Id, string Name, ProfileState State, string Sha256, DateTimeOffset? ValidFrom, bool MovesClocks, DateTimeOffset? MovedAt, DateTimeOffset? RestoredAt);

/// <summary>One thing somebody did with a version (配置日志).</summary>
/// <param name="Act">drafted, rehearsed, published or rolled-back.</param>
public sealed record ProfileAct(int Profile, string Act, string? Reason, Actor By, DateTimeOffset At);

/// <summary>A draft as it stands: what is in it, and what stands against publishing it.</summary>
/// <param name="Conflicts">Rules of its dispatch catalogue that contradict each other.</param>
/// <param name="Rehearsed">A report of exactly this draft is there.</param>
public sealed record ProfileDraft(ProfileVersion Version, CityProfile Profile, IReadOnlyList<CatalogueConflict> Conflicts, bool Rehearsed);
