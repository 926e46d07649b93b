namespace Hotline.Telephony.Media;

/// <summary>What a leg noticed. Raised on the media thread: whoever listens only posts it on.</summary>
public abstract record MediaLegEvent
{
    private MediaLegEvent() { }

    /// <summary>按键: the peer pressed 0-9, *, #, A-D (RFC 4733); once a key press.</summary>
    public sealed record Digit(char Key) : MediaLegEvent;

    /// <summary>说话: somebody spoke for the first time since <see cref="MediaLeg.WatchVoice"/>.</summary>
    public sealed record Voice : MediaLegEvent;

    /// <summary>A prompt was played in full; not raised for one that was stopped or replaced.</summary>
    public sealed record PlayFinished(object? Tag) : MediaLegEvent;

    /// <summary>No packet came for <paramref name="Since"/> although the leg is connected and not held.</summary>
    public sealed record Silent(TimeSpan Since) : MediaLegEvent;
}
