using Hotline.Telephony.Rotas;

namespace Hotline.Telephony.Tests.Rotas;

/// <summary>Erlang's formulas against published values and the closed forms of small systems.</summary>
public sealed class ErlangCTests
{
    /// <summary>The traffic table of Erlang B that every textbook prints (ITU-D, Teletraffic Engineering Handbook, appendix): erlangs offered at a grade of service.</summary>
    [Theory]
    [InlineData(1, 0.0101, 0.01)]
    [InlineData(5, 1.361, 0.01)]
    [InlineData(10, 4.461, 0.01)]
    [InlineData(20, 12.03, 0.01)]
    [InlineData(50, 37.90, 0.01)]
    [InlineData(100, 84.06, 0.01)]
    [InlineData(10, 6.216, 0.05)]
    [InlineData(20, 15.25, 0.05)]
    public void Blocking_is_that_of_the_printed_traffic_tables(int seats, double erlangs, double blocked) => Assert.Equal(blocked, ErlangC.Blocks(erlangs, seats), blocked * 0.01);

    [Theory]
    [InlineData(0.5, 1, 0.5)]           // M/M/1: the load itself
    [InlineData(1.0, 2, 1.0 / 3)]       // M/M/2: 2ρ² / (1 + ρ)
    [InlineData(2.0, 3, 4.0 / 9)]
    [InlineData(2.0, 4, 0.1739130)]     // 4/23
    [InlineData(10, 14, 0.174)]         // 100 calls of 3 minutes in half an hour: the example of the trade's own textbooks
    [InlineData(0, 3, 0)]
    [InlineData(5, 5, 1)]
    [InlineData(6, 5, 1)]
    public void Waiting_is_that_of_the_closed_forms(double erlangs, int seats, double waits) => Assert.Equal(waits, ErlangC.Waits(erlangs, seats), 0.0005);

    [Fact]
    public void A_hundred_calls_of_three_minutes_in_half_an_hour_need_fourteen_seats_for_80_percent_in_20_seconds()
    {
        var (half, three, twenty) = (TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(20));
        Assert.Equal(14, ErlangC.Seats(100, half, three, 0.8, twenty));
        Assert.Equal(0.888, ErlangC.AnsweredWithin(10, 14, three, twenty), 0.001);
        Assert.Equal(7.8, ErlangC.AverageWait(10, 14, three)!.Value.TotalSeconds, 0.05);
        Assert.True(ErlangC.AnsweredWithin(10, 13, three, twenty) < 0.8);
    }

    [Fact]
    public void The_seats_named_are_the_fewest_that_do()
    {
        var random = new Random(5);
        for (var i = 0; i < 500; i++)
        {
            var (calls, handling, share, within) = (random.Next(1, 900), TimeSpan.FromSeconds(random.Next(30, 900)), 0.5 + (random.NextDouble() * 0.49), TimeSpan.FromSeconds(random.Next(0, 60)));
            var seats = ErlangC.Seats(calls, TimeSpan.FromMinutes(30), handling, share, within);
            var erlangs = calls * handling.TotalSeconds / 1800;
            Assert.True(ErlangC.AnsweredWithin(erlangs, seats, handling, within) >= share);
            Assert.False(ErlangC.AnsweredWithin(erlangs, seats - 1, handling, within) >= share);
        }
    }

    [Fact]
    public void Nothing_needs_nobody_and_what_is_no_share_is_refused()
    {
        var (half, minute) = (TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(1));
        Assert.Equal(0, ErlangC.Seats(0, half, minute, 0.95, TimeSpan.FromSeconds(15)));
        Assert.Null(ErlangC.AverageWait(3, 3, minute));
        Assert.Throws<ArgumentOutOfRangeException>(() => ErlangC.Seats(10, half, minute, 1, TimeSpan.FromSeconds(15)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ErlangC.Seats(10, half, TimeSpan.Zero, 0.95, TimeSpan.FromSeconds(15)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ErlangC.Seats(1e9, half, minute, 0.95, TimeSpan.FromSeconds(15)));
    }
}
