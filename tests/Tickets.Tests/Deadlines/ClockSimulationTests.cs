namespace Hotline.Tickets.Tests.Deadlines;

/// <summary>Clocks against a counter that goes through a row of minutes; bench/clocks does the same a million times.</summary>
public sealed class ClockSimulationTests
{
    [Fact]
    public void Five_thousand_lives_of_a_clock_are_as_the_minute_by_minute_simulation_has_them() =>
        Assert.Empty(Enumerable.Range(0, 5000).Select(seed => ClockCase.Difference(seed, out _)).OfType<string>().Take(5));
}
