namespace Hotline.Telephony.Speech;

/// <summary>Whose speech is recognised first.</summary>
internal enum SpeechRank
{
    Live,
    /// <summary>The call is over, its last words are not out yet.</summary>
    Ending,
    /// <summary>补转写: a recording of an earlier call; it gives way to every live one.</summary>
    Recorded,
}

/// <summary>Somebody whose utterances wait for a worker. What is internal here belongs to <see cref="Recognitions"/>, under its lock.</summary>
internal abstract class SpeechSource
{
    private volatile bool _missed;

    /// <summary>Everything that was said so far has been recognised, or was no speech.</summary>
    public virtual bool IsComplete => !_missed;

    internal abstract SpeechRank Rank { get; }

    internal Queue<(Utterance Speech, int Number)> Waiting { get; } = new();

    /// <summary>It stands in the line for a worker, or one works for it.</summary>
    internal bool IsInWork { get; set; }

    /// <summary>What a worker does for it gives way when this is cancelled: a partial text, or a recording.</summary>
    internal CancellationTokenSource? GivesWay { get; set; }

    internal TaskCompletionSource? Drained { get; set; }

    /// <summary>Takes a text; a final one without text says that there was none.</summary>
    internal abstract void Hear(Utterance speech, int number, Transcription text, bool isFinal);

    /// <summary>Takes what nobody is to see.</summary>
    internal abstract void Drop(Utterance speech, int number, string text, string why);

    /// <summary>An utterance was given up.</summary>
    internal void Miss() => _missed = true;
}
