namespace Hotline.Telephony.Media;

/// <summary>What the media thread has done since it started. Packets are RTP unless they say RTCP.</summary>
/// <param name="Ticks">Ticks of 20 ms.</param>
/// <param name="WorstOverrun">The latest that a tick began after its deadline.</param>
/// <param name="Work">Time spent inside ticks.</param>
/// <param name="Lost">Packets missing by sequence number, of legs that are open or were.</param>
/// <param name="Late">Packets that came after their moment to be played.</param>
/// <param name="RealTime">The media thread has real-time priority.</param>
/// <param name="RecordingOverflows">Frames of recordings that became silence because the disk was too slow.</param>
public sealed record MediaCounters(
    long Ticks, TimeSpan WorstOverrun, TimeSpan Work, int Legs, int Conversations,
    long PacketsIn, long PacketsOut, long Lost, long Late, long RtcpIn, long RtcpOut,
    bool RealTime, long RecordingOverflows);
