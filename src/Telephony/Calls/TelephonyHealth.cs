namespace Hotline.Telephony.Calls;

/// <summary>Whether calls can be served now.</summary>
/// <param name="Listening">The SIP port is open.</param>
/// <param name="MediaAlive">The media clock ticks.</param>
/// <param name="RealTime">The media thread has real-time priority; without it audio suffers under load.</param>
/// <param name="Recorded">Call records reach the database; otherwise they wait on disk.</param>
public sealed record TelephonyHealth(bool Listening, bool MediaAlive, bool RealTime, bool Recorded)
{
    public bool Ok => Listening && MediaAlive;

    /// <summary>Null when all is well.</summary>
    public string? Why => this switch
    {
        { Listening: false } => "SIP does not listen",
        { MediaAlive: false } => "the media thread stands still",
        { Recorded: false } => "call records wait on disk for the database",
        { RealTime: false } => "the media thread has no real-time priority",
        _ => null,
    };
}
