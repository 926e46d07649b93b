using Hotline.Telephony.Media;

namespace Hotline.Telephony.Tests.Media;

public sealed class QualityTests : IAsyncDisposable
{
    private readonly Studio _studio = new();

    public ValueTask DisposeAsync() => _studio.DisposeAsync();

    private void Talk(FakePhone phone, int ticks, int lostOf20)
    {
        for (var n = 0; n < ticks; n++)
        {
            if (n % 20 < lostOf20) (phone.Sequence, phone.Timestamp) = ((ushort)(phone.Sequence + 1), phone.Timestamp + 160);
            else phone.Say(7);
            _studio.Tick();
            phone.Hear();
        }
    }

    [Fact]
    public void Every_5_s_tells_loss_and_score_of_its_own()
    {
        var (leg, phone, _) = _studio.Connect();
        Assert.Null(leg.Statistics.Mos);
        Talk(phone, 255, lostOf20: 0);
        Talk(phone, 250, lostOf20: 2);
        var (good, bad) = (leg.Statistics.Samples[0], leg.Statistics.Samples[1]);
        Assert.Equal((0, 0.1), (good.Loss, Math.Round(bad.Loss, 2)));
        Assert.InRange(good.Heard, 4.35, 4.45);
        Assert.InRange(bad.Heard, 3, 3.6);
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromSeconds(5)), (good.From, bad.From));
        Assert.Equal((good.Heard + bad.Heard) / 2, leg.Statistics.Mos!.Value, 1e-9);
        Assert.Null(leg.Statistics.RemoteMos);
    }

    [Fact]
    public void What_the_peer_reports_of_us_is_its_own_score()
    {
        var (leg, phone, _) = _studio.Connect();
        Talk(phone, 10, 0);
        Span<byte> report = stackalloc byte[Rtcp.MaxLength];
        var ssrc = OurSsrc(phone);
        var length = Rtcp.Write(report, phone.Ssrc, null, new Rtcp.ReportBlock(ssrc, 26, 10, 100, 16, 0, 0), "x"u8, goodbye: false);
        phone.SendRtcp(report[..length].ToArray());
        Talk(phone, 250, 0);
        Assert.InRange(leg.Statistics.RemoteMos!.Value, 3, 3.7);
        Assert.True(leg.Statistics.Mos > 4.3);
    }

    private uint OurSsrc(FakePhone phone)
    {
        _studio.Tick();
        return phone.Hear()[^1].Ssrc;
    }

    [Fact]
    public void A_call_of_an_hour_keeps_at_most_60_samples_that_cover_all_of_it()
    {
        var (leg, phone, _) = _studio.Connect();
        phone.Say(7);
        _studio.Tick(180_000);
        var samples = leg.Statistics.Samples;
        Assert.InRange(samples.Count, QualityLog.Capacity / 2, QualityLog.Capacity);
        Assert.Equal(TimeSpan.Zero, samples[0].From);
        Assert.All(samples.Zip(samples.Skip(1)), pair => Assert.Equal(pair.First.From + pair.First.Length, pair.Second.From));
        Assert.InRange((samples[^1].From + samples[^1].Length).TotalSeconds, 3500, 3600);
    }

    [Fact]
    public void A_held_leg_is_not_judged()
    {
        var (leg, phone, _) = _studio.Connect();
        phone.Say(7);
        leg.Held = true;
        _studio.Tick(600);
        Assert.Empty(leg.Statistics.Samples);
    }
}
