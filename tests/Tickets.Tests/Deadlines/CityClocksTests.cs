using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Handling;
using static Hotline.Tickets.Tests.Deadlines.WorkCalendarTests;

namespace Hotline.Tickets.Tests.Deadlines;

public sealed class CityClocksTests
{
    /// <summary>A co-handler's clock that was cut to its lead's end is counted as the lead's: a pause over a weekend does not part them.</summary>
    [Fact]
    public void A_child_does_not_outlive_its_lead_after_a_pause()
    {
        var story = (TicketStory.Contacted() with { Now = At("2026-11-13 16:30").ToUniversalTime() }).Do(new CoHandle([new TaskWanted(Sample.Power, "请核实供电", 30)]), Sample.WaterClerk);
        Assert.Equal(story.Ticket.ClockOf(ClockName.Handling)!.DueAt, story.Ticket.ClockOf(ClockName.CoHandling, 1)!.DueAt);

        var resumed = (story.Do(new RequestSuspension("awaiting-citizen", "等待产权证明", 5), Sample.WaterClerk).Do(new GrantSuspension(), Sample.Reviewer) with { Now = At("2026-11-17 09:00").ToUniversalTime() })
            .Do(new ResumeHandling("材料已到"), Sample.WaterClerk);

        Assert.Equal(At("2026-11-18 10:00"), resumed.Ticket.ClockOf(ClockName.Handling)!.DueAt); // eight hours were left on Friday
        Assert.Equal(resumed.Ticket.ClockOf(ClockName.Handling)!.DueAt, resumed.Ticket.ClockOf(ClockName.CoHandling, 1)!.DueAt);
    }

    [Fact]
    public void A_warning_that_was_told_is_told_again_before_the_new_end()
    {
        var rules = new CityRules(Sample.Rules.Profile with { Handling = Sample.Rules.Handling with { Cards = [.. Sample.Rules.Handling.Cards.Where(c => c.Percent is null)] } });
        var clock = rules.Start(ClockName.Handling, TicketStory.Accepted().Ticket.Facts, Sample.Monday); // 5 working days, a card one day before
        var told = clock.Marks.Count(m => m.At == clock.Marks[0].At); // the card, and the ladder's reminder with it
        var later = rules.Extend(clock with { Passed = told }, new Limit(5, LimitUnit.WorkingDays), clock.Marks[0].At.AddMinutes(5));
        var cards = later.Marks.Where(m => m.Card == Card.Yellow).Select(m => m.At).ToList();
        Assert.Equal([clock.Marks[0].At, At("2026-11-23 09:00")], cards);
        Assert.Equal(cards[1], later.FiresAt);
    }

    [Fact]
    public void Counted_intervals_are_stored_short_and_read_in_both_forms()
    {
        var part = new CountedInterval(At("2026-11-24 09:00"), At("2026-11-24 12:00").AddTicks(-10));
        Assert.Equal("\"2026-11-24T09:00/2026-11-24T11:59:59.999999\"", EventJson.Write(part));
        Assert.Equal(part, EventJson.Read<CountedInterval>(EventJson.Write(part)));
        Assert.Equal(part, EventJson.Read<CountedInterval>("""{"to":"2026-11-24T11:59:59.999999+08:00","from":"2026-11-24T09:00:00+08:00"}"""));
    }

    [Theory]
    [InlineData("50%")]
    [InlineData("-4 working-hours")]
    [InlineData("+1 working-days opening")]
    public void A_mark_reads_as_it_is_written(string text) => Assert.Equal(text, MarkRule.Parse(text).ToString());

    [Theory]
    [InlineData("half")]
    [InlineData("-4 hours")]
    [InlineData("+1 working-days closing")]
    public void A_wrong_mark_is_refused_with_an_example(string text) => Assert.Contains("-4 working-hours", Assert.Throws<FormatException>(() => MarkRule.Parse(text)).Message);
}
