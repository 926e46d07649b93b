using System.Net;
using System.Net.Sockets;
using Hotline.Telephony.Media;

namespace Hotline.Telephony.Tests.Media;

public sealed class PortPoolTests
{
    private static readonly TimeSpan Quarantine = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Ports_are_even_in_the_range_and_run_out_with_a_clear_word()
    {
        await using var studio = new Studio(new MediaOptions { FirstPort = 19001, LastPort = 19006, PortQuarantine = Quarantine });
        Assert.Equal([19002, 19004], new[] { studio.Engine.OpenRtpLeg(), studio.Engine.OpenRtpLeg() }.Select(leg => leg.LocalEndPoint.Port));
        var error = Assert.Throws<PortsExhaustedException>(() => studio.Engine.OpenRtpLeg());
        Assert.Contains("19001 and 19006", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_that_was_closed_rests_before_it_is_used_again()
    {
        var clock = new Stopped();
        var pool = new PortPool(IPAddress.Loopback, 19010, 19013, Quarantine, clock);
        var (first, second) = (pool.Take(), pool.Take());
        pool.Release(first);
        clock.Now += Quarantine - TimeSpan.FromMilliseconds(1);
        Assert.Throws<PortsExhaustedException>(pool.Take);
        clock.Now += TimeSpan.FromMilliseconds(1);
        var again = pool.Take();
        Assert.Equal(first.Port, again.Port);
        pool.Release(again);
        pool.Release(second);
    }

    [Theory]
    [InlineData(19020)]
    [InlineData(19021)]
    public void A_pair_of_which_another_program_holds_a_port_is_passed_over_and_not_leaked(int taken)
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, taken));
        var pool = new PortPool(IPAddress.Loopback, 19020, 19023, Quarantine, TimeProvider.System);
        var pair = pool.Take();
        Assert.Equal(19022, pair.Port);
        Assert.Throws<PortsExhaustedException>(pool.Take);
        other.Dispose();
        var freed = pool.Take();
        Assert.Equal(19020, freed.Port);
        pool.Release(pair);
        pool.Release(freed);
    }

    [Theory]
    [InlineData("localhost", 20000, 20010, "localhost")]
    [InlineData("127.0.0.1", 20000, 19999, "19999")]
    [InlineData("127.0.0.1", 0, 10, "FirstPort 0")]
    [InlineData("127.0.0.1", 65000, 70000, "70000")]
    public void Settings_that_make_no_sense_are_named(string address, int first, int last, string named)
    {
        var error = Assert.Throws<ArgumentException>(() => new Studio(new MediaOptions { Address = address, FirstPort = first, LastPort = last }));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    private sealed class Stopped : TimeProvider
    {
        internal TimeSpan Now { get; set; } = TimeSpan.FromHours(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
        public override long GetTimestamp() => Now.Ticks;
    }
}
