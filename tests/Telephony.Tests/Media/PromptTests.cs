using System.Buffers.Binary;
using Hotline.Telephony.Media;

namespace Hotline.Telephony.Tests.Media;

public sealed class PromptTests : IAsyncDisposable
{
    private const byte Silence = G711.AlawSilence;

    private readonly Studio _studio = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("hotline-prompts").FullName;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return _studio.DisposeAsync();
    }

    private string Wav(int format, int bits, int rate, byte[] audio, int channels = 1, bool extraChunk = false)
    {
        byte[] extra = extraChunk ? [.. "LIST"u8, 3, 0, 0, 0, 1, 2, 3, 0] : [];
        var fmt = new byte[16];
        BinaryPrimitives.WriteInt16LittleEndian(fmt, (short)format);
        BinaryPrimitives.WriteInt16LittleEndian(fmt.AsSpan(2), (short)channels);
        BinaryPrimitives.WriteInt32LittleEndian(fmt.AsSpan(4), rate);
        BinaryPrimitives.WriteInt16LittleEndian(fmt.AsSpan(14), (short)bits);
        return Write("prompt.wav", [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8, .. "fmt "u8, 16, 0, 0, 0, .. fmt, .. extra, .. "data"u8, .. BitConverter.GetBytes(audio.Length), .. audio]);
    }

    private string Write(string name, byte[] bytes)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllBytes(file, bytes);
        return file;
    }

    private static byte[] Pcm(IEnumerable<short> samples) => [.. samples.SelectMany(BitConverter.GetBytes)];

    private static IEnumerable<short> Tone(double hertz, int rate, int count) =>
        Enumerable.Range(0, count).Select(n => (short)(10000 * Math.Sin(2 * Math.PI * hertz * n / rate)));

    [Fact]
    public void PCM_A_law_and_mu_law_at_8000_are_read_whatever_chunks_stand_between()
    {
        var samples = Tone(440, 8000, 400).ToArray();
        var alaw = samples.Select(sample => G711.Encode(sample, AudioCodec.Pcma)).ToArray();
        var ulaw = samples.Select(sample => G711.Encode(sample, AudioCodec.Pcmu)).ToArray();
        Assert.Equal(alaw, Prompt.Load(Wav(1, 16, 8000, Pcm(samples), extraChunk: true)).Alaw.ToArray());
        Assert.Equal(alaw, Prompt.Load(Wav(6, 8, 8000, alaw)).Alaw.ToArray());
        Assert.Equal(400 / 8000.0, Prompt.Load(Wav(7, 8, 8000, ulaw)).Length.TotalSeconds, 5);
        Assert.Equal(alaw, Prompt.FromSamples(samples).Alaw.ToArray());
    }

    [Fact]
    public void Other_widths_float_and_several_channels_become_the_same_audio()
    {
        var samples = Tone(440, 8000, 400).Select(sample => (short)(sample & ~0xFF)).ToArray(); // what 8 bits can hold too
        var expected = Prompt.FromSamples(samples).Alaw.ToArray();

        Assert.Equal(expected, Prompt.Load(Wav(1, 8, 8000, [.. samples.Select(s => (byte)((s >> 8) + 128))])).Alaw.ToArray());
        Assert.Equal(expected, Prompt.Load(Wav(1, 24, 8000, [.. samples.SelectMany(s => new byte[] { 0, (byte)s, (byte)(s >> 8) })])).Alaw.ToArray());
        Assert.Equal(expected, Prompt.Load(Wav(1, 32, 8000, [.. samples.SelectMany(s => BitConverter.GetBytes(s << 16))])).Alaw.ToArray());
        Assert.Equal(expected, Prompt.Load(Wav(3, 32, 8000, [.. samples.SelectMany(s => BitConverter.GetBytes(s / 32768f))])).Alaw.ToArray());
        Assert.Equal(expected, Prompt.Load(Wav(1, 16, 8000, Pcm(samples.SelectMany(s => new[] { s, s })), channels: 2)).Alaw.ToArray());
    }

    [Theory]
    [InlineData(1000, 0.95, 1.05)]
    [InlineData(3000, 0.9, 1.1)]
    [InlineData(5000, 0, 0.02)]
    [InlineData(7000, 0, 0.02)]
    public void From_16000_speech_passes_and_what_would_fold_back_does_not(int hertz, double least, double most)
    {
        var half = Decimator.Halve(Tone(hertz, 16000, 8000).ToArray());
        var level = Math.Sqrt(half[100..^100].Average(sample => (double)sample * sample)) / (10000 / Math.Sqrt(2));
        Assert.Equal(4000, half.Length);
        Assert.InRange(level, least, most);
    }

    [Fact]
    public void A_file_of_16000_lasts_as_long_as_before() =>
        Assert.Equal(TimeSpan.FromSeconds(1), Prompt.Load(Wav(1, 16, 16000, Pcm(Tone(440, 16000, 16000)))).Length);

    [Theory]
    [InlineData(1, 16, 44100, 1, "44100 samples/s")]
    [InlineData(1, 16, 8000, 9, "9 channels")]
    [InlineData(85, 0, 8000, 1, "format is 85")]
    [InlineData(1, 12, 8000, 1, "12 bits")]
    public void What_cannot_be_played_is_named_with_its_file(int format, int bits, int rate, int channels, string why)
    {
        var file = Wav(format, bits, rate, [1, 2, 3, 4], channels);
        var error = Assert.Throws<InvalidDataException>(() => Prompt.Load(file));
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_WAV_an_empty_one_and_a_cut_one_say_what_they_are()
    {
        Assert.Contains("RIFF", Assert.Throws<InvalidDataException>(() => Prompt.Load(Write("a.wav", "ID3 not a wav at all"u8.ToArray()))).Message, StringComparison.Ordinal);
        Assert.Contains("RIFF", Assert.Throws<InvalidDataException>(() => Prompt.Load(Write("b.wav", []))).Message, StringComparison.Ordinal);
        Assert.Contains("\"fmt\"", Assert.Throws<InvalidDataException>(() => Prompt.Load(Write("c.wav", "RIFF0000WAVE"u8.ToArray()))).Message, StringComparison.Ordinal);
        Assert.Contains("no audio", Assert.Throws<InvalidDataException>(() => Prompt.Load(Wav(6, 8, 8000, []))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prompt_is_played_to_its_last_sample_and_then_finished_once()
    {
        var (leg, phone, events) = _studio.Connect();
        leg.Play(Prompt.Load(Wav(6, 8, 8000, [.. Enumerable.Range(0, 400).Select(n => (byte)(n / 4 + 1))])), tag: "greeting");
        _studio.Tick(3);
        Assert.Equal([new MediaLegEvent.PlayFinished("greeting")], events);
        _studio.Tick(3);

        Assert.Single(events);
        var heard = phone.Hear().SelectMany(packet => packet.Payload).ToArray();
        Assert.Equal(Enumerable.Range(0, 400).Select(n => (byte)(n / 4 + 1)), heard[..400]);
        Assert.All(heard[400..], code => Assert.Equal(Silence, code));
    }

    [Fact]
    public void A_loop_has_no_gap_and_no_end_until_it_is_stopped()
    {
        var (leg, phone, events) = _studio.Connect();
        var music = Enumerable.Range(0, 250).Select(n => (byte)n).ToArray();
        leg.Play(Prompt.Load(Wav(6, 8, 8000, music)), loop: true);
        _studio.Tick(10);
        leg.StopPlaying();
        _studio.Tick();

        var heard = phone.Hear().SelectMany(packet => packet.Payload).ToArray();
        Assert.Equal(Enumerable.Range(0, 1600).Select(n => music[n % 250]), heard[..1600]);
        Assert.Equal(Silence, heard[1600]);
        Assert.Empty(events);
    }

    [Fact]
    public void Our_own_phone_says_its_speech_in_full()
    {
        var (leg, phone, events) = _studio.Connect(AudioCodec.Pcmu);
        var speech = Prompt.FromSamples([.. Tone(440, 8000, 1600)]);
        leg.SendAudio(speech);
        _studio.Tick(11);
        Assert.Equal([new MediaLegEvent.PlayFinished(speech)], events);
        var expected = new byte[1600];
        G711.Convert(speech.Alaw.Span, AudioCodec.Pcma, expected, AudioCodec.Pcmu);
        Assert.Equal(expected, phone.Hear().SelectMany(packet => packet.Payload).Take(1600));
    }
}
