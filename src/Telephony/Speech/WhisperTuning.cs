namespace Hotline.Telephony.Speech;

/// <summary>How a model wants to be asked, whichever engine asks it.</summary>
internal sealed class WhisperTuning
{
    private const int SamplesPerFrame = 320;

    private readonly bool _demo;
    private readonly string? _sentence;
    private readonly int _margin, _minimum;

    /// <param name="audioState">Width of the model's encoder (n_audio_state).</param>
    internal WhisperTuning(int audioState, SpeechOptions options)
    {
        // Frames of 20 ms. Real weights (from 384 dimensions up) invent text when the encoder sees hardly more than
        // the speech; the demo model (192) was trained that way.
        _demo = audioState < 384;
        _sentence = options.Prompt ?? (_demo ? null : "以下是普通话的句子。");
        _margin = options.ContextMargin ?? (_demo ? 16 : 128);
        _minimum = options.ContextMinimum ?? (_demo ? 0 : 384);
    }

    /// <summary>The sentence last: of a long prompt whisper.cpp keeps the end.</summary>
    /// <param name="words">Names that are likely to come up; for the demo model too much to bear in mind.</param>
    internal string? Prompt(string words) => _demo || words.Length == 0 ? _sentence : $"{words}。{_sentence}";

    /// <summary>Frames of 20 ms that the encoder is to see.</summary>
    /// <param name="samples">At 16000 a second.</param>
    /// <param name="most">What the model has (n_audio_ctx).</param>
    internal int AudioContext(int samples, int most)
    {
        var wanted = Math.Max(_minimum, ((samples + SamplesPerFrame - 1) / SamplesPerFrame) + _margin);
        return Math.Min(most, (wanted + 7) / 8 * 8);
    }
}
