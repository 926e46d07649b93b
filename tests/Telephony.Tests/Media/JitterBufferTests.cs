using Hotline.Telephony.Media;

namespace Hotline.Telephony.Tests.Media;

public sealed class JitterBufferTests
{
    private const byte Silence = G711.AlawSilence;

    private readonly JitterBuffer _buffer = new();

    /// <summary>Packet n is filled with a code of its own.</summary>
    private void Insert(int n, uint start = 5000) => _buffer.Insert(start + (uint)(n * 160), Frame(Code(n)), AudioCodec.Pcma);

    private static byte Code(int n) => (byte)(n % 100 + 1);

    private static byte[] Frame(byte code) => [.. Enumerable.Repeat(code, 160)];

    private byte[] Pull()
    {
        var frame = new byte[160];
        _buffer.Pull(frame);
        return frame;
    }

    /// <summary>The frame's code; at its beginning the end of a loss may be blended in.</summary>
    private byte PullCode() => Assert.Single(Pull()[80..].Distinct());

    [Fact]
    public void Playing_begins_40_ms_after_the_first_packet()
    {
        var heard = new List<byte>();
        for (var n = 0; n < 5; n++)
        {
            Insert(n);
            heard.Add(PullCode());
        }

        Assert.Equal([Silence, Silence, Code(0), Code(1), Code(2)], heard);
        Assert.Equal(0, _buffer.Concealed);
    }

    [Fact]
    public void Packets_out_of_order_are_played_in_order_and_copies_once()
    {
        foreach (var n in new[] { 0, 2, 1, 1, 4, 3 }) Insert(n);
        Assert.Equal([Silence, Silence, Code(0), Code(1), Code(2), Code(3), Code(4)], Enumerable.Range(0, 7).Select(_ => PullCode()));
        Assert.Equal((1, 0, 0), (_buffer.Duplicates, _buffer.Late, _buffer.Concealed));
    }

    [Fact]
    public void A_timestamp_may_wrap_around()
    {
        for (var n = 0; n < 4; n++) Insert(n, start: uint.MaxValue - 200);
        Assert.Equal([Silence, Silence, Code(0), Code(1), Code(2), Code(3)], Enumerable.Range(0, 6).Select(_ => PullCode()));
    }

    [Fact]
    public void Packets_of_30_ms_are_cut_into_frames_of_20()
    {
        for (var n = 0u; n < 2; n++) _buffer.Insert(n * 240, [.. Enumerable.Range(1 + ((int)n * 240), 240).Select(x => (byte)(x / 10))], AudioCodec.Pcma);
        Pull();
        Pull();
        var heard = Enumerable.Range(0, 3).SelectMany(_ => Pull()).ToArray();
        Assert.Equal(Enumerable.Range(1, 480).Select(x => (byte)(x / 10)), heard);
    }

    [Fact]
    public void A_lost_packet_becomes_the_last_one_fading()
    {
        foreach (var n in new[] { 0, 1, 3 }) Insert(n);
        for (var i = 0; i < 4; i++) Pull();
        var (before, madeUp) = (Level(Code(1)), Pull().Select(code => Level(code)).ToArray());
        Assert.All(madeUp[..80], level => Assert.InRange(level, before * 0.97, before * 1.03));
        Assert.InRange(madeUp[^1], before * 0.75, before * 0.85);
        Assert.Equal(Code(3), PullCode());
        Assert.Equal(1, _buffer.Concealed);
    }

    private static double Level(byte code) => Math.Abs((double)G711.Decode(code, AudioCodec.Pcma));

    [Fact]
    public void When_all_is_lost_three_frames_fade_and_then_it_is_silent()
    {
        Insert(0);
        for (var i = 0; i < 6; i++) Pull();
        Assert.Equal(Silence, PullCode());
        Assert.Equal(3, _buffer.Concealed);
    }

    [Fact]
    public void A_packet_late_in_order_stretches_playout_so_that_nothing_is_cut()
    {
        Insert(0);
        for (var i = 0; i < 5; i++) Pull();
        for (var n = 1; n < 6; n++)
        {
            Insert(n);
            Assert.Equal(Code(n), PullCode());
        }

        Assert.Equal(1, _buffer.Late);
    }

    [Fact]
    public void A_packet_that_was_overtaken_and_missed_its_moment_is_dropped()
    {
        foreach (var n in new[] { 0, 2, 3, 4, 5 }) Insert(n);
        for (var i = 0; i < 4; i++) Pull();
        Insert(1);
        Assert.Equal([Code(2), Code(3), Code(4)], Enumerable.Range(0, 3).Select(_ => PullCode()));
        Assert.Equal(1, _buffer.Late);
    }

    [Theory]
    [InlineData(1.002)]
    [InlineData(0.998)]
    public void A_peer_whose_clock_is_off_by_two_in_a_thousand_stays_within_bounds_for_ten_minutes(double speed)
    {
        var sent = 0;
        var worst = 0;
        for (var tick = 0; tick < 30_000; tick++)
        {
            while (sent <= tick * speed) Insert(sent++);
            Pull();
            worst = Math.Max(worst, _buffer.Delay);
        }

        Assert.InRange(worst, 160, JitterBuffer.MaxDelay + 160);
        Assert.InRange(_buffer.Delay, 0, 6 * 160);
        Assert.InRange(_buffer.Concealed, 0, 30_000 / 400);
    }

    [Fact]
    public void Jitter_of_60_ms_costs_nothing_once_the_buffer_has_learnt_it()
    {
        var random = new Random(7);
        var arrivals = Enumerable.Range(0, 1000).Select(n => (Packet: n, Tick: n + random.Next(4))).ToLookup(x => x.Tick, x => x.Packet);
        var concealed = 0L;
        for (var tick = 0; tick < 1000; tick++)
        {
            foreach (var n in arrivals[tick]) Insert(n);
            Pull();
            if (tick == 200) concealed = _buffer.Concealed;
        }

        Assert.InRange(_buffer.Concealed - concealed, 0, 8);
        Assert.InRange(_buffer.Delay, 160, JitterBuffer.MaxDelay);
    }

    [Fact]
    public void After_a_burst_playout_returns_to_live()
    {
        Insert(0);
        for (var i = 0; i < 8; i++) Pull();
        for (var n = 1; n < 40; n++) Insert(n);
        Assert.InRange(_buffer.Delay, 160, JitterBuffer.MaxDelay + 160);
        Assert.Equal(Code(29), PullCode());
    }

    [Fact]
    public void A_jump_of_the_timestamp_begins_anew()
    {
        foreach (var n in new[] { 0, 1, 2 }) Insert(n);
        for (var i = 0; i < 5; i++) Pull();
        Insert(7, start: 4_000_000_000);
        Assert.Equal([Silence, Silence, Code(7)], Enumerable.Range(0, 3).Select(_ => PullCode()));
        Assert.Equal(1, _buffer.Resets);
    }

    [Fact]
    public void A_delay_that_is_no_longer_needed_is_given_back()
    {
        Insert(0);
        for (var i = 0; i < 8; i++) Pull();
        var sent = 1;
        while (sent < 9) Insert(sent++);
        var high = _buffer.Delay;
        for (var tick = 0; tick < 1000; tick++)
        {
            Insert(sent++);
            Pull();
        }

        Assert.True(high > 3 * 160);
        Assert.InRange(_buffer.Delay, 160, 2 * 160);
    }

    [Fact]
    public void A_delay_is_given_back_without_a_click()
    {
        const double Step = 2 * Math.PI * 310 / 8000;
        var sent = 0;
        void Say()
        {
            var frame = new byte[160];
            for (var i = 0; i < 160; i++) frame[i] = G711.Encode((short)(8000 * Math.Sin(Step * ((sent * 160) + i))), AudioCodec.Pcma);
            _buffer.Insert((uint)(sent++ * 160), frame, AudioCodec.Pcma);
        }

        for (var i = 0; i < 6; i++) Say();
        var (before, heard) = (0, new List<short>());
        for (var tick = 0; tick < 1000; tick++)
        {
            Say();
            if (tick == 4) before = _buffer.Delay;
            var samples = new short[160];
            G711.Decode(Pull(), samples, AudioCodec.Pcma);
            if (tick > 4) heard.AddRange(samples);
        }

        // a frame of 6.2 rounds thrown away would be a step of up to 9400; the tone's own steps are at most 1950, blending's 100, and a code's are 256
        Assert.True(_buffer.Delay <= before - (3 * 160), $"{before} became {_buffer.Delay}");
        Assert.InRange(heard.Zip(heard.Skip(1), (a, b) => Math.Abs(a - b)).Max(), 0, 1950 + 100 + 512);
    }
}
