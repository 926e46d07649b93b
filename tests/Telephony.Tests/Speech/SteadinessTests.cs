using Hotline.Telephony.Speech;

namespace Hotline.Telephony.Tests.Speech;

public sealed class SteadinessTests
{
    [Fact]
    public void Music_and_tones_are_music()
    {
        Assert.True(Steadiness.IsMusic(SpeechEngine.Sample("prompts/music.wav")));
        Assert.True(Steadiness.IsMusic(Sounds.Tone(3, 450)));
        Assert.True(Steadiness.IsMusic(Sounds.Busy(6)));
        Assert.True(Steadiness.IsMusic(Sounds.Keys(6)));
    }

    [Fact]
    public void Nothing_that_anybody_says_in_the_sample_calls_is_music()
    {
        foreach (var call in SampleCall.All)
            foreach (var speaker in new[] { Party.Citizen, Party.Agent })
                Assert.All(call.By(speaker), turn => Assert.False(Steadiness.IsMusic(call.Audio(speaker).AsSpan((int)(turn.Start * 8000)..(int)(turn.End * 8000))), turn.Text));
    }

    [Fact]
    public void Too_little_to_judge_is_not_music() => Assert.False(Steadiness.IsMusic(Sounds.Tone(0.05, 450)));
}
