namespace Hotline.Telephony.Media;

/// <summary>The quality of one leg so far (通话质量).</summary>
/// <param name="Lost">Packets missing by sequence number (RFC 3550 A.3).</param>
/// <param name="Late">Packets that came after their moment to be played.</param>
/// <param name="Concealed">Frames of 20 ms that had to be made up.</param>
/// <param name="Jitter">Interarrival jitter (RFC 3550 A.8), to the tick's 20 ms.</param>
/// <param name="PlayoutDelay">What the jitter buffer holds back now.</param>
/// <param name="RemoteLost">Share of our packets that the peer reports lost, 0 to 1.</param>
/// <param name="RemoteJitter">Jitter that the peer reports.</param>
/// <param name="RoundTrip">From our report and the peer's (RFC 3550 6.4.1); null until both are there.</param>
public sealed record LegStatistics(
    long PacketsIn, long PacketsOut, long Lost, long Late, long Duplicates, long Concealed,
    TimeSpan Jitter, TimeSpan PlayoutDelay, double RemoteLost, TimeSpan RemoteJitter, TimeSpan? RoundTrip)
{
    /// <summary>How the peer sounded to us over the whole call: mean opinion score by the E-model (<see cref="EModel"/>), 1 to 4.5; null in the first 5 s.</summary>
    public double? Mos => Mean(sample => sample.Heard);

    /// <summary>The same of us at the peer, by its reports; null without them.</summary>
    public double? RemoteMos => Mean(sample => sample.Spoken);

    /// <summary>The series of the call, oldest first: stretches of 5 s, longer ones in a long call; at most 60.</summary>
    public IReadOnlyList<QualitySample> Samples { get; init; } = [];

    private double? Mean(Func<QualitySample, double?> of) => Samples.Select(of).Average();
}
