using System.Globalization;
using Hotline.Agent.Blazor.Language;

namespace Hotline.Journeys.Language;

/// <summary>I18N-1: times as people of the language write them, by the city's clocks.</summary>
public sealed class CityTimeTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 2, 1, 5, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("zh-CN", "2026年11月2日 09:05", "11月2日 09:05", "2026年11月2日")]
    [InlineData("en", "2 Nov 2026, 09:05", "2 Nov, 09:05", "2 Nov 2026")]
    public void A_time_is_written_as_the_language_writes_it(string language, string full, string brief, string day)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            Assert.Equal((full, brief, day), (At.Minute(), At.ShortMinute(), new DateOnly(2026, 11, 2).InFull()));
        }
        finally { CultureInfo.CurrentUICulture = before; }
    }

    [Theory]
    [InlineData("zh-CN", "2026-12-08T16:00:00Z", "2026年12月8日 24:00", "12月8日 24:00")] // the end of the 8th, not the beginning of the 9th
    [InlineData("en", "2026-12-08T16:00:00Z", "8 Dec 2026, 24:00", "8 Dec, 24:00")]
    [InlineData("zh-CN", "2026-12-31T16:00:00Z", "2026年12月31日 24:00", "12月31日 24:00")]
    [InlineData("zh-CN", "2026-12-08T16:01:00Z", "2026年12月9日 00:01", "12月9日 00:01")]
    public void What_is_due_with_the_end_of_a_day_says_so(string language, string due, string full, string brief)
    {
        var (before, at) = (CultureInfo.CurrentUICulture, DateTimeOffset.Parse(due, CultureInfo.InvariantCulture));
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            Assert.Equal((full, brief), (at.DueMinute(), at.ShortDueMinute()));
        }
        finally { CultureInfo.CurrentUICulture = before; }
    }
}
