using Hotline.Telephony.Media;
using Hotline.Telephony.Speech;
using Microsoft.Extensions.Logging.Abstractions;

[assembly: AssemblyFixture(typeof(Hotline.Telephony.Tests.Speech.SpeechEngine))]

namespace Hotline.Telephony.Tests.Speech;

/// <summary>The real engine with the demo model, loaded once; tests that need it are skipped where the library was not built.</summary>
public sealed class SpeechEngine : IDisposable
{
    private readonly Lazy<WhisperCpp> _engine = new(() => new(Options, TimeProvider.System, NullLogger<WhisperCpp>.Instance));

    internal static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    internal static SpeechOptions Options { get; } = new()
    {
        Library = Environment.GetEnvironmentVariable("HOTLINE_WHISPER") ?? Path.Combine(Root, ".data/whisper"),
        Model = Path.Combine(Root, "samples/models/ggml-hotline-demo-q5_1.bin"),
        Workers = 2,
    };

    internal ISpeechToText Get()
    {
        SkipWithoutLibrary();
        Assert.True(_engine.Value.State.IsReady, _engine.Value.State.Message);
        return _engine.Value;
    }

    internal static void SkipWithoutLibrary() => Assert.SkipUnless(
        File.Exists(Path.Combine(Options.Library, WhisperLibrary.File)), "The speech library is not built: src/Telephony/Speech/build-whisper.sh .data/whisper");

    /// <summary>A WAV below samples/, as it arrives by telephone.</summary>
    internal static short[] Sample(string file)
    {
        var alaw = Prompt.Load(Path.Combine(Root, "samples", file)).Alaw.Span;
        var samples = new short[alaw.Length];
        G711.Decode(alaw, samples, AudioCodec.Pcma);
        return samples;
    }

    public void Dispose()
    {
        if (_engine.IsValueCreated) _engine.Value.Dispose();
    }

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Hotline.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No Hotline.sln above the tests."));
}
