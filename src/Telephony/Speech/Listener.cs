using Hotline.Telephony.Media;

namespace Hotline.Telephony.Speech;

/// <summary>One channel of one call: its tap, where it is in its speech, and its utterances that wait for a worker.</summary>
internal sealed class Listener(
    CallId call, Party speaker, AudioTap tap, Action<TranscriptSegment> heard, SpeechOptions options, Recognitions recognitions, Action<Listener> forget)
    : IAsyncDisposable
{
    private readonly Lock _reading = new();
    private readonly VoiceActivity _voice = new(options);
    private readonly short[] _frame = new short[AudioTap.FrameSamples];
    private int _utterance = 1;
    private TimeSpan _lastPartial;
    private int _shown;

    /// <summary>Belongs to <see cref="Recognitions"/>, under its lock.</summary>
    internal Queue<(Utterance Speech, int Number)> Waiting { get; } = new();

    /// <summary>It stands in the line for a worker, or one works for it. Belongs to <see cref="Recognitions"/>, as the next two do.</summary>
    internal bool IsInWork { get; set; }

    internal CancellationTokenSource? Partial { get; set; }

    internal TaskCompletionSource? Drained { get; set; }

    /// <summary>The call is over: live ones go first.</summary>
    internal bool IsEnding { get; private set; }

    /// <summary>Takes what the tap has, unless too much speech is waiting already: then it stays in the tap's ring.</summary>
    internal void Read()
    {
        lock (_reading)
        {
            if (IsEnding || recognitions.IsFull) return;

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
            if (IsEnding) return;

            IsEnding = true;
            ReadTap();
            if (_voice.Flush() is { } last) Finish(last);
        }

        await recognitions.DrainAsync(this);
    }

    /// <summary>Passes a text on. No text is news only when it takes back a partial one.</summary>
    internal void Hear(Utterance speech, int number, Transcription text, bool isFinal)
    {
        var shown = _shown == number;
        if (!isFinal) _shown = number;
        if (shown || text.Text.Length > 0)
            heard(new(call, speaker, number, speech.Start, speech.End, text.Text, isFinal, text.Confidence));
    }

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
