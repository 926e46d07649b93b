using Hotline.Telephony.Media;

namespace Hotline.Telephony.Tests.Media;

public sealed class ConcealmentTests : IAsyncDisposable
{
    private const AudioCodec Law = AudioCodec.Pcma;

    private readonly Studio _studio = new();
    private readonly Concealment _concealment = new();

    public ConcealmentTests() => _concealment.Reset(Law);

    public ValueTask DisposeAsync() => _studio.DisposeAsync();

    /// <summary>Like a vowel: a pitch of 125 Hz with overtones.</summary>
    private static short Vowel(int n) => (short)Enumerable.Range(1, 6).Sum(k => 5000.0 / k * Math.Sin((2 * Math.PI * 125 * k * n / 8000) + k));

    private static byte[] Voice(int from, int length = 160) => [.. Enumerable.Range(from, length).Select(n => G711.Encode(Vowel(n), Law))];

    private byte[] Take(byte[] codes)
    {
        var heard = new byte[codes.Length];
        _concealment.Take(codes, heard, Law);
        return heard;
    }

    private byte[] MakeUp(int length = 160)
    {
        var heard = new byte[length];
        _concealment.MakeUp(heard, Law);
        return heard;
    }

    private void Speak(int frames)
    {
        for (var n = 0; n < frames; n++) Assert.Equal(Voice(160 * n), Take(Voice(160 * n)));
    }

    private static short[] Linear(byte[] codes) => [.. codes.Select(code => G711.Decode(code, Law))];

    private static double Power(IEnumerable<short> samples) => samples.Average(sample => (double)sample * sample);

    private static double Decibels(IReadOnlyList<short> true_, IReadOnlyList<short> heard) =>
        10 * Math.Log10(Power(true_) / Power(true_.Zip(heard, (a, b) => (short)Math.Clamp(a - b, short.MinValue, short.MaxValue))));

    [Fact]
    public void The_first_10_ms_of_a_lost_vowel_are_as_if_nothing_were_lost()
    {
        Speak(5);
        var heard = Linear(MakeUp())[..80];
        Assert.True(Decibels([.. Enumerable.Range(800, 80).Select(Vowel)], heard) > 20);
    }

    [Fact]
    public void The_level_falls_by_a_fifth_each_10_ms_and_is_nothing_at_60()
    {
        Speak(5);
        var heard = Linear([.. MakeUp(), .. MakeUp(), .. MakeUp(), .. MakeUp()]);
        var levels = Enumerable.Range(0, 8).Select(i => Math.Sqrt(Power(heard[(80 * i)..(80 * (i + 1))]) / Power(Linear(Voice(800 + (80 * i), 80))))).ToArray();
        double[] expected = [1, 0.9, 0.7, 0.5, 0.3, 0.1, 0, 0];
        Assert.All(levels.Zip(expected), level => Assert.Equal(level.Second, level.First, 0.12));
        Assert.All(heard[480..], sample => Assert.Equal(G711.Decode(G711.AlawSilence, Law), sample));
        Assert.True(_concealment.Silent);
    }

    [Fact]
    public void Neither_the_beginning_nor_the_end_of_a_loss_clicks()
    {
        Speak(5);
        var heard = Linear([.. Take(Voice(800)), .. MakeUp(), .. MakeUp(), .. Take(Voice(1280)), .. Take(Voice(1440))]);
        var steepest = Linear(Voice(0, 1600)).Zip(Linear(Voice(1, 1600)), (a, b) => Math.Abs(a - b)).Max();
        Assert.All(heard.Zip(heard.Skip(1), (a, b) => Math.Abs(a - b)), step => Assert.InRange(step, 0, steepest * 1.3));
    }

    [Fact]
    public void After_the_blend_every_byte_is_the_peers_own()
    {
        Speak(5);
        MakeUp();
        Assert.NotEqual(Voice(960), Take(Voice(960)));
        Assert.Equal(Voice(1120), Take(Voice(1120)));
    }

    [Fact]
    public void A_loss_that_returns_within_the_blend_goes_on_fading()
    {
        Speak(5);
        for (var i = 0; i < 40; i++)
        {
            MakeUp(80);
            Take(Voice(160 * i, 8));
        }

        Assert.True(_concealment.Silent);
    }

    [Fact]
    public void Losses_of_any_length_and_place_stay_within_the_range_of_samples()
    {
        var random = new Random(3);
        for (var i = 0; i < 2000; i++)
        {
            var length = random.Next(1, 200);
            if (random.Next(2) == 0) MakeUp(length);
            else Take([.. Enumerable.Range(0, length).Select(_ => (byte)random.Next(256))]);
        }
    }

    /// <summary>5 % of the packets are lost: how far what is heard is from what was said, beside silence in their place.</summary>
    [Fact]
    public void With_5_percent_loss_the_error_is_a_third_of_that_of_silence_or_less()
    {
        var random = new Random(11);
        var (concealed, silenced, lost) = (0.0, 0.0, 0);
        for (var call = 0; call < 20; call++)
        {
            var (missing, heard, statistics) = Call(random);
            Assert.Equal(missing.Count, statistics.Concealed);
            lost += missing.Count;
            foreach (var n in missing)
            {
                // 40 ms of playout delay
                concealed += Enumerable.Range(0, 160).Sum(i => Math.Pow(Vowel((160 * n) + i) - heard[n + 2][i], 2));
                silenced += Enumerable.Range(0, 160).Sum(i => Math.Pow(Vowel((160 * n) + i), 2));
            }
        }

        Assert.InRange(lost, 140, 260);
        Assert.True(concealed < silenced / 9, $"{10 * Math.Log10(silenced / concealed):F1} dB better than silence");
    }

    /// <summary>4 s in which each packet is lost with 5 %.</summary>
    private (List<int> Missing, List<short[]> Heard, LegStatistics Statistics) Call(Random random)
    {
        var (leg, phone, _) = _studio.Connect();
        var (missing, heard) = (new List<int>(), new List<short[]>());
        for (var n = 0; n < 202; n++)
        {
            if (n is > 10 and < 198 && random.Next(100) < 5)
            {
                (phone.Sequence, phone.Timestamp) = ((ushort)(phone.Sequence + 1), phone.Timestamp + 160);
                missing.Add(n);
            }
            else phone.Say(Voice(160 * n));

            _studio.Tick();
            heard.Add(Linear(leg.Heard));
        }

        return (missing, heard, leg.Statistics);
    }

    [Fact]
    public void Comfort_noise_is_no_loss_and_is_heard_at_its_level()
    {
        var (leg, phone, _) = _studio.Connect();
        for (var n = 0; n < 5; n++)
        {
            phone.Say(Voice(160 * n));
            _studio.Tick();
        }

        phone.Send(phone.Sequence++, phone.Timestamp, [40, 128, 128], payloadType: 13);
        _studio.Tick(20);
        Assert.Equal((0, 0), (leg.Statistics.Concealed, leg.Statistics.Lost));
        var level = 10 * Math.Log10(Power(Linear(leg.Heard)) / Math.Pow(32767, 2));
        Assert.InRange(level, -42, -38);
        phone.Timestamp += 20 * 160;
        for (var n = 0; n < 5; n++)
        {
            phone.Say(33);
            _studio.Tick();
        }

        Assert.Equal(33, leg.Heard[^1]);
        Assert.Equal(0, leg.Statistics.Concealed);
    }
}
