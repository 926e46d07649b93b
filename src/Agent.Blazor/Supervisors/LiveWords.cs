using System.Globalization;

namespace Hotline.Agent.Blazor.Supervisors;

/// <summary>How the live pages write numbers and times.</summary>
internal static class LiveWords
{
    /// <summary>Such as 1:05 or 1:02:03; never below zero.</summary>
    internal static string Clock(TimeSpan span) => (span < TimeSpan.Zero ? TimeSpan.Zero : span) is var time && time.TotalHours >= 1
        ? $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}"
        : time.ToString(@"m\:ss", CultureInfo.InvariantCulture);

    internal static string Percent(double share) => share.ToString("P1", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal);
}
