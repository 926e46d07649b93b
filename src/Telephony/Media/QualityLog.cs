using System.Runtime.InteropServices;

namespace Hotline.Telephony.Media;

/// <summary>The quality of a leg over a stretch of its call.</summary>
/// <param name="From">When the stretch began, since the leg's first audio.</param>
/// <param name="Heard">How the peer sounded to us: estimated MOS, 1 to 4.5.</param>
/// <param name="Spoken">How we sounded to the peer by its own reports; null where it sent none.</param>
/// <param name="Loss">Share of the peer's audio that had to be made up, 0 to 1.</param>
/// <param name="Jitter">RFC 3550 A.8, at the end of the stretch.</param>
/// <param name="Delay">One way: half the round trip, the jitter buffer and a packet.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct QualitySample(TimeSpan From, TimeSpan Length, double Heard, double? Spoken, double Loss, TimeSpan Jitter, TimeSpan Delay);

/// <summary>
/// A leg's quality as a series of stretches, at first of 5 s. When it is full, two become one, so that a call of any length fits.
/// The media thread writes and never waits; a reader who was disturbed reads again.
/// </summary>
internal sealed class QualityLog
{
    internal const int Capacity = 60;
    internal const int TicksPerSample = 250;
    internal const int TicksBetweenCounts = 50;

    private readonly QualitySample[] _samples = new QualitySample[Capacity];
    private int _count;
    private int _version;
    private int _merged = 1;
    private int _ticks;
    private long _concealedBefore;

    /// <summary>So many ticks more in which the peer was expected to speak.</summary>
    internal void Count(MediaLeg leg, int ticks)
    {
        if ((_ticks += ticks) < TicksPerSample * _merged) return;
        var concealed = leg.Jitter.Concealed;
        Add(Sample(leg, Math.Min(1, (concealed - _concealedBefore) / (double)_ticks)));
        (_concealedBefore, _ticks) = (concealed, 0);
    }

    private QualitySample Sample(MediaLeg leg, double loss)
    {
        var (length, jitter) = (_ticks * MediaEngine.TickLength, MediaLeg.Samples(leg.Reception.Jitter));
        var network = (leg.RoundTrip ?? TimeSpan.Zero) / 2;
        var delay = network + MediaLeg.Samples(leg.Jitter.Delay) + MediaEngine.TickLength;
        // the peer's buffer is not known: one of 40 ms is assumed
        double? spoken = leg.RemoteLoss is { } lost ? EModel.Mos(network + (3 * MediaEngine.TickLength), lost) : null;
        return new(_count * length, length, EModel.Mos(delay, loss), spoken, loss, jitter, delay);
    }

    private void Add(in QualitySample sample)
    {
        Volatile.Write(ref _version, _version + 1);
        Interlocked.MemoryBarrier();
        _samples[_count++] = sample;
        if (_count == Capacity) Halve();
        Volatile.Write(ref _version, _version + 1);
    }

    private void Halve()
    {
        for (var i = 0; i < Capacity / 2; i++) _samples[i] = Merge(_samples[2 * i], _samples[(2 * i) + 1]);
        (_count, _merged) = (Capacity / 2, _merged * 2);
    }

    private static QualitySample Merge(in QualitySample a, in QualitySample b) => new(
        a.From, a.Length + b.Length, (a.Heard + b.Heard) / 2, a.Spoken is { } x && b.Spoken is { } y ? (x + y) / 2 : a.Spoken ?? b.Spoken,
        (a.Loss + b.Loss) / 2, a.Jitter > b.Jitter ? a.Jitter : b.Jitter, (a.Delay + b.Delay) / 2);

    /// <summary>Oldest first. From any thread.</summary>
    internal QualitySample[] Read()
    {
        while (true)
        {
            var version = Volatile.Read(ref _version);
            var read = _samples[..Math.Clamp(Volatile.Read(ref _count), 0, Capacity)];
            Interlocked.MemoryBarrier();
            if (version % 2 == 0 && version == Volatile.Read(ref _version)) return read;
        }
    }
}
