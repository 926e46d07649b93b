using Hotline.Telephony.Speech;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Telephony.Tests.Speech;

public sealed class WhisperCppTests(SpeechEngine engine) : SpeechToTextContract
{
    private protected override ISpeechToText Open(SpeechOptions options)
    {
        SpeechEngine.SkipWithoutLibrary();
        return New(options);
    }

    [Fact]
    public void The_library_has_the_layout_that_the_binding_expects()
    {
        _ = engine.Get();
        var defaults = WhisperLibrary.Defaults();

        Assert.True(WhisperLibrary.LayoutFits(defaults));
    }

    [Fact]
    public void A_layout_shifted_by_one_field_is_noticed()
    {
        _ = engine.Get();
        var defaults = WhisperLibrary.Defaults();

        Assert.False(WhisperLibrary.LayoutFits(defaults with { EntropyThreshold = defaults.LogProbThreshold }));
        Assert.False(WhisperLibrary.LayoutFits(defaults with { MaxTextContext = defaults.OffsetMs }));
    }

    [Fact]
    public void A_missing_library_is_said()
    {
        using var broken = New(SpeechEngine.Options with { Library = "nowhere" });

        Assert.Equal((false, "no-library"), (broken.State.IsReady, broken.State.Code));
    }

    [Fact]
    public async Task Aborted_at_its_deadline_it_leaves_the_engine_as_it_was()
    {
        _ = engine.Get();
        var speech = SampleCall.All[0].Audio(Party.Citizen)[..(8000 * 10)];
        var clock = new HurriedClock();
        using var hurried = new WhisperCpp(SpeechEngine.Options with { Workers = 1 }, clock, NullLogger<WhisperCpp>.Instance);

        clock.SecondsPerLook = 20;
        await Assert.ThrowsAsync<TimeoutException>(() => hurried.TranscribeAsync(speech, Ct).AsTask());
        clock.SecondsPerLook = 0;
        Assert.NotEmpty((await hurried.TranscribeAsync(speech, Ct)).Text);
    }

    private static WhisperCpp New(SpeechOptions options) => new(options, TimeProvider.System, NullLogger<WhisperCpp>.Instance);

    /// <summary>Jumps ahead whenever somebody looks at it.</summary>
    private sealed class HurriedClock : TimeProvider
    {
        private long _now;

        internal int SecondsPerLook { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Add(ref _now, SecondsPerLook);
    }
}
