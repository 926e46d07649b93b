using Hotline.Telephony.Media;
using Hotline.Telephony.Speech;

namespace Hotline.Telephony.Tests.Speech;

public sealed class VoiceActivityTests
{
    private static readonly short[] Sentence = Cut(2);

    [Fact]
    public void Two_sentences_with_a_pause_are_two_utterances_with_their_times_and_pads()
    {
        var found = Find([.. Sounds.Silence(1), .. Sentence, .. Sounds.Silence(1), .. Sentence, .. Sounds.Silence(1)]);

        Assert.Equal(2, found.Count);
        var length = Sentence.Length / 8000.0;
        Assert.Equal(1, found[0].Start.TotalSeconds, tolerance: 0.1);
        Assert.Equal(1 + length, found[0].End.TotalSeconds, tolerance: 0.1);
        Assert.Equal(2 + length, found[1].Start.TotalSeconds, tolerance: 0.1);
        Assert.All(found, utterance => Assert.Equal((utterance.End - utterance.Start).TotalSeconds + 0.4, utterance.Samples.Length / 8000.0, tolerance: 0.03));
    }

    [Fact]
    public void A_short_breath_does_not_split_a_sentence() =>
        Assert.Single(Find([.. Sounds.Silence(1), .. Sentence, .. Sounds.Silence(0.3), .. Sentence, .. Sounds.Silence(1)]));

    [Fact]
    public void What_is_said_last_comes_out_when_the_call_ends() =>
        Assert.Single(Find([.. Sounds.Silence(0.5), .. Sentence]));

    [Fact]
    public void A_click_is_no_utterance() =>
        Assert.Empty(Find([.. Sounds.Silence(1), .. Sentence[..(8000 / 10)], .. Sounds.Silence(1)]));

    [Theory]
    [InlineData(0)]
    [InlineData(0.001)]
    [InlineData(0.01)]
    public void A_quiet_line_is_no_speech(double noise) => Assert.Empty(Find(Sounds.Noise(10, noise)));

    [Fact]
    public void After_a_while_loud_steady_noise_is_no_speech_either_and_speech_in_it_still_is()
    {
        var noise = Sounds.Noise(14, 0.03);
        for (var i = 0; i < Sentence.Length; i++) noise[(8 * 8000) + i] = (short)Math.Clamp(noise[(8 * 8000) + i] + Sentence[i], short.MinValue, short.MaxValue);

        var late = Find(noise).Where(utterance => utterance.End > TimeSpan.FromSeconds(4)).ToList();

        Assert.Equal(8, Assert.Single(late).Start.TotalSeconds, tolerance: 0.2);
    }

    [Fact]
    public void Somebody_who_does_not_pause_is_cut_and_no_sample_is_lost()
    {
        short[] speech = [.. Enumerable.Repeat(Sentence, 20).SelectMany(samples => samples)];

        var found = Find(speech);

        Assert.All(found, utterance => Assert.InRange(utterance.Samples.Length / 8000.0, 1, 15.3));
        Assert.Equal(speech.Length, found.Sum(utterance => utterance.Samples.Length), tolerance: 8000.0);
    }

    [Fact]
    public void Lost_frames_are_bridged_and_the_time_line_stays_true()
    {
        var voice = new VoiceActivity(new());
        var found = new List<Utterance>();
        Add(voice, found, Sentence, 8000 * 5);
        Add(voice, found, Sentence, 8000 * 60);
        if (voice.Flush() is { } last) found.Add(last);

        Assert.Equal([5.0, 60.0], found.Select(utterance => Math.Round(utterance.Start.TotalSeconds)));
    }

    private static List<Utterance> Find(short[] audio)
    {
        var voice = new VoiceActivity(new());
        var found = new List<Utterance>();
        Add(voice, found, audio, 0);
        if (voice.Flush() is { } last) found.Add(last);
        return found;
    }

    private static void Add(VoiceActivity voice, List<Utterance> found, short[] audio, long position)
    {
        for (var at = 0; at + AudioTap.FrameSamples <= audio.Length; at += AudioTap.FrameSamples)
            if (voice.Add(audio.AsSpan(at, AudioTap.FrameSamples), position + at) is { } utterance) found.Add(utterance);
    }

    // the citizen's second sentence of the first sample call
    private static short[] Cut(int number)
    {
        var turn = SampleCall.All[0].By(Party.Citizen).ElementAt(number - 1);
        var samples = SampleCall.All[0].Audio(Party.Citizen);
        return samples[((int)(turn.Start * 8000) / 160 * 160)..((int)(turn.End * 8000) / 160 * 160)];
    }
}
