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
}
