using Hotline.Agent.Blazor.Language;

namespace Hotline.Journeys.Language;

/// <summary>I18N-1: one of a thing is told in the singular.</summary>
public sealed class EnglishCountsTests
{
    [Theory]
    [InlineData("1 working days", "1 working day")]
    [InlineData("A reply is promised within 1 hours, counted from 2 Nov 2026, 09:05.", "A reply is promised within 1 hour, counted from 2 Nov 2026, 09:05.")]
    [InlineData("1 accounts are locked after wrong passwords", "1 account is locked after wrong passwords")]
    [InlineData("1 things need your attention", "1 thing needs your attention")]
    [InlineData("1 duties", "1 duty")]
    [InlineData("2 working days, 11 hours, 0 cases, 1.1 hours", "2 working days, 11 hours, 0 cases, 1.1 hours")]
    [InlineData("Redo no. 1: 21 days", "Redo no. 1: 21 days")]
    public void A_count_and_its_thing_agree(string told, string agreed) => Assert.Equal(agreed, EnglishCounts.Agree(told));
}
