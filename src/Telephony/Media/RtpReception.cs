namespace Hotline.Telephony.Media;

/// <summary>What one source has sent us, counted as RFC 3550 appendix A.1, A.3 and A.8 say. Belongs to the media thread.</summary>
internal sealed class RtpReception
{
    private const int MaxDropout = 3000;
    private const int MaxMisorder = 100;

    private uint _baseSequence;
    private ushort _maxSequence;
    private uint _cycles;
    private uint _badSequence;
    private long _expectedBefore;
    private long _receivedBefore;
    private long _lostBefore;
    private int _transit;
    private int _jitter16;
    private bool _started;

    internal uint Ssrc { get; private set; }
    internal long Received { get; private set; }

    /// <summary>In samples of 125 μs.</summary>
    internal uint Jitter => (uint)(_jitter16 >> 4);
    internal uint HighestSequence => _cycles + _maxSequence;
    internal bool Started => _started;

    /// <summary>Over all sources the leg has had.</summary>
    internal long Lost => _lostBefore + LostNow;
    private long Expected => _started ? (long)HighestSequence - _baseSequence + 1 : 0;
    private long _received;
    private long LostNow => Math.Max(0, Expected - _received);

    internal void Restart(uint ssrc, ushort sequence)
    {
        _lostBefore += LostNow;
        (Ssrc, _baseSequence, _maxSequence, _cycles, _badSequence) = (ssrc, sequence, sequence, 0, uint.MaxValue);
        (_expectedBefore, _receivedBefore, _received, _transit, _jitter16, _started) = (0, 0, 0, 0, 0, true);
    }

    /// <param name="arrival">The moment of arrival in samples of our clock.</param>
    internal void Count(ushort sequence, uint timestamp, uint arrival)
    {
        Received++;
        Follow(sequence);
        _received++;
        var transit = (int)(arrival - timestamp);
        if (_received > 1) _jitter16 += Math.Abs(transit - _transit) - ((_jitter16 + 8) >> 4);
        _transit = transit;
    }

    private void Follow(ushort sequence)
    {
        var ahead = (ushort)(sequence - _maxSequence);
        if (ahead < MaxDropout)
        {
            if (sequence < _maxSequence) _cycles += 1 << 16;
            _maxSequence = sequence;
        }
        else if (ahead <= ushort.MaxValue + 1 - MaxMisorder)
        {
            // two in a row say that the sender restarted
            if (sequence == _badSequence) Restart(Ssrc, sequence);
            else _badSequence = (uint)((sequence + 1) & 0xFFFF);
        }
    }

    /// <summary>Fraction lost since the last call, in 1/256 (RFC 3550 A.3).</summary>
    internal byte TakeFractionLost()
    {
        var (expected, received) = (Expected - _expectedBefore, _received - _receivedBefore);
        (_expectedBefore, _receivedBefore) = (Expected, _received);
        return expected <= 0 || received >= expected ? (byte)0 : (byte)((expected - received) * 256 / expected);
    }

    internal int CumulativeLost => (int)Math.Clamp(Expected - _received, -0x800000, 0x7FFFFF);
}
