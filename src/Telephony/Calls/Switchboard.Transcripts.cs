namespace Hotline.Telephony.Calls;

/// <content>转写</content>
public sealed partial class Switchboard
{
    /// <summary>Whether what is said on this line may be written down; not where the line is no longer known.</summary>
    internal bool MayTranscribe(string called) => LineOf(called) is { Transcribed: true };

    /// <summary>Everything calls have written so far is in the database or in the journal.</summary>
    internal Task FlushLogAsync() => _services.Log.FlushAsync();
}
