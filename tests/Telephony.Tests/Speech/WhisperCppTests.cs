using Hotline.Telephony.Speech;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Telephony.Tests.Speech;

public sealed class WhisperCppTests(SpeechEngine engine)
{
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

    [Theory]
    [InlineData("nowhere", null, "no-library")]
    [InlineData(null, "nowhere.bin", "no-model")]
    [InlineData(null, "Hotline.sln", "bad-model")]
    public async Task What_is_missing_is_said_and_nothing_throws_until_one_insists(string? library, string? model, string code)
    {
        if (library is null) SpeechEngine.SkipWithoutLibrary();
        using var broken = New(SpeechEngine.Options with
        {
            Library = library ?? SpeechEngine.Options.Library,
            Model = Path.Combine(SpeechEngine.Root, model ?? SpeechEngine.Options.Model),
        });

        Assert.Equal((false, code), (broken.State.IsReady, broken.State.Code));
        Assert.NotEmpty(broken.State.Message);
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => broken.TranscribeAsync(Sounds.Silence(1), Ct).AsTask());
        Assert.Equal(broken.State.Message, refusal.Message);
    }

    [Fact]
    public async Task Past_its_deadline_a_recognition_is_aborted_and_the_next_one_works()
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

    [Fact]
    public async Task A_recognition_that_nobody_wants_any_more_is_aborted()
    {
        var speech = SampleCall.All[0].Audio(Party.Citizen)[..(8000 * 10)];
        using var cancel = new CancellationTokenSource();
        var recognition = engine.Get().TranscribeAsync(speech, cancel.Token).AsTask();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => recognition);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

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
