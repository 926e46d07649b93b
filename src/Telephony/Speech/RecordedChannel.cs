using Hotline.Telephony.Media;

namespace Hotline.Telephony.Speech;

/// <summary>One channel of a recording: what was said there, and when. Holds one utterance at a time, so a call of hours takes no more memory than one of minutes.</summary>
internal sealed class RecordedChannel(SpeechOptions options, Recognitions recognitions) : SpeechSource
{
    private readonly VoiceActivity _voice = new(options);
    private readonly List<RecordedWords> _words = [];
    private int _utterance = 1;

    internal override SpeechRank Rank => SpeechRank.Recorded;

    /// <summary>In the order of speech.</summary>
    internal IReadOnlyList<RecordedWords> Words => _words;

    /// <summary>Takes a frame and, when it ends an utterance, waits for its text.</summary>
    internal Task ReadAsync(ReadOnlyMemory<short> frame, long position, CancellationToken ct) => RecogniseAsync(_voice.Add(frame.Span, position), ct);

    /// <summary>The recording is over.</summary>
    internal Task EndAsync(CancellationToken ct) => RecogniseAsync(_voice.Flush(), ct);

    internal override void Hear(Utterance speech, int number, Transcription text, bool isFinal)
    {
        if (text.Text.Length > 0) _words.Add(new(number, speech.Start, speech.End, text.Text, text.Confidence, null));
    }

    internal override void Drop(Utterance speech, int number, string text, string why) => _words.Add(new(number, speech.Start, speech.End, text, 0, why));

    private async Task RecogniseAsync(Utterance? utterance, CancellationToken ct)
    {
        if (utterance is null) return;
        recognitions.Add(this, utterance, _utterance++);
        await recognitions.DrainAsync(this).WaitAsync(ct);
    }
}

/// <summary>A text out of a recording.</summary>
/// <param name="Why">Why nobody is to see it, see <see cref="DroppedText.Why"/>; null for a text of the transcript.</param>
internal sealed record RecordedWords(int Number, TimeSpan Start, TimeSpan End, string Text, double Confidence, string? Why);
