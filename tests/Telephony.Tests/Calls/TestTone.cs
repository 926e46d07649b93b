using System.Globalization;
using System.Text;
using Hotline.Telephony.Media;

namespace Hotline.Telephony.Tests.Calls;

/// <summary>A sine of one frequency at a third of full scale.</summary>
internal sealed class TestTone(int hertz, double seconds)
{
    internal short[] Samples { get; } =
        [.. Enumerable.Range(0, (int)(8000 * seconds)).Select(i => (short)(10_000 * Math.Sin(2 * Math.PI * hertz * i / 8000)))];

    internal void Save(string file)
    {
        using var wav = new BinaryWriter(File.Create(file));
        wav.Write("RIFF"u8);
        wav.Write(36 + (Samples.Length * 2));
        wav.Write("WAVEfmt "u8);
        wav.Write(16);
        foreach (var word in new short[] { 1, 1 }) wav.Write(word);
        wav.Write(8000);
        wav.Write(16000);
        foreach (var word in new short[] { 2, 16 }) wav.Write(word);
        wav.Write(Encoding.ASCII.GetBytes("data"));
        wav.Write(Samples.Length * 2);
        foreach (var sample in Samples) wav.Write(sample);
    }

    /// <summary>Share of the frame's energy at this frequency, 0 to 1 (Goertzel); 0 for silence.</summary>
    internal static double Share(ReadOnlySpan<short> samples, int hertz)
    {
        var step = 2 * Math.PI * hertz / 8000;
        double re = 0, im = 0, all = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            re += samples[i] * Math.Cos(step * i);
            im += samples[i] * Math.Sin(step * i);
            all += (double)samples[i] * samples[i];
        }

        return all < 1e6 ? 0 : ((re * re) + (im * im)) * 2 / (samples.Length * all);
    }

    /// <summary>The tone's share in the last 100 ms but 100 of a recording's channel: 0 the citizen, 1 what the citizen heard.</summary>
    internal static double ChannelShare(byte[] wav, int channel, int hertz)
    {
        var alaw = wav[^3200..^1600].Where((_, i) => i % 2 == channel).ToArray();
        var samples = new short[alaw.Length];
        G711.Decode(alaw, samples, AudioCodec.Pcma);
        return Share(samples, hertz);
    }

    /// <summary>What is heard for so long from now on is never one of these frequencies.</summary>
    internal static async Task NeverAsync(AudioTap ear, TimeSpan time, params int[] hertz)
    {
        var window = new short[AudioTap.FrameSamples * 2];
        for (var left = time; left > TimeSpan.Zero; left -= TimeSpan.FromMilliseconds(40))
        {
            await FillAsync(ear, window, TestContext.Current.CancellationToken);
            foreach (var one in hertz) Assert.True(Share(window, one) < 0.5, $"{one} Hz is heard");
        }
    }

    /// <summary>Waits for 400 ms that are mostly these frequencies, each of them clearly there.</summary>
    internal static async Task HeardAsync(AudioTap ear, params int[] hertz)
    {
        const int Enough = 10;
        var window = new short[AudioTap.FrameSamples * 2];
        using var patience = Patience();
        var (windows, silent, shares) = (0, 0, new List<double>());
        try
        {
            for (var heard = 0; heard < Enough; windows++)
            {
                await FillAsync(ear, window, patience.Token);
                shares = [.. hertz.Select(h => Share(window, h))];
                if (shares.Sum() > 0.8 && shares.Min() > 0.2 / hertz.Length) heard++;
                if (window.All(s => Math.Abs((int)s) < 100)) silent++;
            }
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            Assert.Fail(string.Create(
                CultureInfo.InvariantCulture,
                $"{string.Join(" and ", hertz)} Hz were not heard for a minute: {windows} windows of 40 ms came, {silent} of them silent, shares in the last {string.Join(", ", shares)}; {ear.Dropped} frames dropped, ear completed: {ear.Completed}."));
        }
    }

    /// <summary>Waits for 400 ms in which nothing is heard.</summary>
    internal static async Task SilentAsync(AudioTap ear)
    {
        const int Enough = 10;
        var window = new short[AudioTap.FrameSamples * 2];
        using var patience = Patience();
        for (var silent = 0; silent < Enough;)
        {
            await FillAsync(ear, window, patience.Token);
            silent = window.All(s => Math.Abs((int)s) < 100) ? silent + 1 : 0;
        }
    }

    /// <summary>What is never heard fails the test instead of holding up the suite.</summary>
    private static CancellationTokenSource Patience()
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        return patience;
    }

    private static async Task FillAsync(AudioTap ear, short[] window, CancellationToken patience)
    {
        for (var at = 0; at < window.Length;)
        {
            if (ear.TryRead(window.AsSpan(at, AudioTap.FrameSamples), out _)) at += AudioTap.FrameSamples;
            else await Task.Delay(10, patience);
        }
    }
}
