using Hotline.Telephony.Media;

namespace Hotline.Telephony.Speech;

/// <summary>Somebody's words are being written down until it is disposed.</summary>
public interface IListening : IAsyncDisposable
{
    /// <summary>Once disposed: whether everything they said was recognised. If not, the recording still has it.</summary>
    bool IsComplete { get; }
}

/// <summary>Where a listener's texts go. Both run on worker threads and must only post.</summary>
internal sealed record Hearer(Action<TranscriptSegment> Heard, Action<DroppedText>? Dropped);

/// <summary>One channel of one call: its tap, where it is in its speech, and its utterances that wait for a worker.</summary>
internal sealed class Listener(
    CallId call, Party speaker, AudioTap tap, Hearer hearer, SpeechOptions options, Recognitions recognitions, Action<Listener> forget)
    : SpeechSource, IListening
{
    private readonly Lock _reading = new();
    private readonly VoiceActivity _voice = new(options);
    private readonly short[] _frame = new short[AudioTap.FrameSamples];
    private volatile bool _ending;
    private int _utterance = 1;
    private TimeSpan _lastPartial;
    private int _shown;

    public override bool IsComplete => base.IsComplete && tap.Dropped == 0;

    internal override SpeechRank Rank => _ending ? SpeechRank.Ending : SpeechRank.Live;

    /// <summary>Takes what the tap has, unless too much speech is waiting already: then it stays in the tap's ring.</summary>
    internal void Read()
    {
        lock (_reading)
        {
            if (_ending || recognitions.IsFull) return;

            ReadTap();
            if (_voice.Ongoing - _lastPartial >= options.PartialEvery) AskPartial();
        }
    }

    /// <summary>Hands over what was said last and waits until every text is out.</summary>
    public async ValueTask DisposeAsync()
    {
        forget(this);
        lock (_reading)
        {
            if (_ending) return;

            _ending = true;
            ReadTap();
            if (_voice.Flush() is { } last) Finish(last);
        }

        await recognitions.DrainAsync(this);
    }

    /// <summary>Passes a text on. No text is news only when it takes back a partial one.</summary>
    internal override void Hear(Utterance speech, int number, Transcription text, bool isFinal)
    {
        var shown = _shown == number;
        if (!isFinal) _shown = number;
        if (shown || text.Text.Length > 0)
            hearer.Heard(new(call, speaker, number, speech.Start, speech.End, text.Text, isFinal, text.Confidence));
    }

    internal override void Drop(Utterance speech, int number, string text, string why) =>
        hearer.Dropped?.Invoke(new(call, speaker, number, speech.Start, speech.End, text, why));

    private void ReadTap()
    {
        while (tap.TryRead(_frame, out var position))
            if (_voice.Add(_frame, position) is { } utterance) Finish(utterance);
    }

    private void AskPartial()
    {
        _lastPartial = _voice.Ongoing;
        if (_voice.Snapshot() is { } soFar) recognitions.AddPartial(this, soFar, _utterance);
    }

    private void Finish(Utterance utterance)
    {
        recognitions.Add(this, utterance, _utterance++);
        _lastPartial = default;
    }
}
