namespace Hotline.Telephony.Speech;

/// <summary>Turns one utterance into text (语音识别). Thread-safe; an engine bounds how many run at once.</summary>
public interface ISpeechToText
{
    /// <summary>Whether it can recognise now, and if not, why.</summary>
    SpeechState State { get; }

    /// <summary>Recognises one utterance of at most 30 s.</summary>
    /// <param name="speech8k">16-bit samples, 8000 per second, one speaker.</param>
    /// <exception cref="TimeoutException">It took longer than <see cref="SpeechOptions.Deadline"/>.</exception>
    /// <exception cref="InvalidOperationException">The engine is unavailable (see <see cref="State"/>) or failed.</exception>
    ValueTask<Transcription> TranscribeAsync(ReadOnlyMemory<short> speech8k, CancellationToken ct);
}

/// <summary>What an engine heard.</summary>
/// <param name="Text">Empty: no speech.</param>
/// <param name="Confidence">Mean probability of the tokens, 0 to 1.</param>
public sealed record Transcription(string Text, double Confidence)
{
    public static Transcription Nothing { get; } = new("", 0);
}

/// <summary>Whether speech can be recognised; without it calls go on, untranscribed.</summary>
/// <param name="Code">For programs: ready, no-library, wrong-library, no-model, bad-model.</param>
/// <param name="Message">For people, one Chinese sentence.</param>
public sealed record SpeechState(bool IsReady, string Code, string Message)
{
    public static SpeechState Ready { get; } = new(true, "ready", "语音识别正常");
}
