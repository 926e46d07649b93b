using Hotline.Telephony.Sip.Transactions;

namespace Hotline.Telephony.Tests.Sip.Transactions;

public sealed class TimerWheelTests
{
    private readonly FakeClock _clock = new();
    private readonly List<string> _fired = [];
    private readonly TimerWheel _wheel;

    public TimerWheelTests() => _wheel = new(_clock);

    [Fact]
    public void Timers_fire_in_order_and_not_early()
    {
        Start("late", 500);
        Start("soon", 20);
        Advance(19);
        Assert.Empty(_fired);
        Advance(1);
        Assert.Equal(["soon"], _fired);
        Advance(480);
        Assert.Equal(["soon", "late"], _fired);
        Assert.Equal(0, _wheel.Count);
    }

    [Fact]
    public void A_timer_longer_than_a_turn_of_the_wheel_waits_for_its_own_turn()
    {
        Start("hour", 3_600_000);
        for (var i = 0; i < 3_599; i++) Advance(1000);
        Assert.Empty(_fired);
        Advance(1000);
        Assert.Equal(["hour"], _fired);
    }

    [Fact]
    public void A_stopped_timer_does_not_fire_even_when_its_neighbour_stops_it()
    {
        var second = Start("second", 50);
        Start("other", 50);
        _wheel.Start(TimeSpan.FromMilliseconds(40), second.Stop);
        second.Stop();
        Advance(60);
        Assert.Equal(["other"], _fired);
        Assert.Equal(0, _wheel.Count);
    }

    [Fact]
    public void A_timer_may_start_itself_again()
    {
        var left = 3;
        void Again()
        {
            _fired.Add("tick");
            if (--left > 0) _wheel.Start(TimeSpan.FromMilliseconds(10), Again);
        }

        Again();
        for (var i = 0; i < 5; i++) Advance(10);
        Assert.Equal(3, _fired.Count);
    }

    private WheelTimer Start(string name, int ms) => _wheel.Start(TimeSpan.FromMilliseconds(ms), () => _fired.Add(name));

    private void Advance(int ms)
    {
        _clock.Advance(TimeSpan.FromMilliseconds(ms));
        _wheel.Advance();
    }
}
