namespace Hotline.Telephony.Media;

/// <summary>
/// Adaptive playout (RFC 3550 A.8 in spirit): a ring of codes (one a sample) addressed by RTP timestamp, and a pointer that moves one
/// frame a tick. A packet's margin is how far ahead of the pointer it arrives; a late one in order moves the pointer back
/// (stretch), a margin that stays large moves it forward (drop). So jitter, bursts and clock drift are one mechanism.
/// Belongs to the media thread. Units are samples of 125 μs.
/// </summary>
internal sealed class JitterBuffer
{
    internal const int Frame = 160;
    internal const int StartDelay = 2 * Frame;
    internal const int MaxDelay = 10 * Frame;

    private const int Capacity = 8192;
    private const int JudgedTicks = 250;
    private const int TicksBetweenDrops = 10;
    private const int FadedFrames = 3;

    private readonly byte[] _codes = new byte[Capacity];
    private readonly Presence _present = new(Capacity);
    private readonly Concealment _concealment = new();
    private readonly G722.Decoder _wideband = new();
    private uint _playout;
    private uint _newest;
    private int _leastMargin = int.MaxValue;
    private int _ticks;
    private int _toDrop;
    private int _concealedInRow = int.MaxValue;
    private double? _comfort;
    private uint _quietFrom;

    /// <summary>The form of the codes in the ring.</summary>
    internal AudioCodec Codec { get; private set; } = AudioCodec.Pcma;

    /// <summary>The law of what is pulled.</summary>
    internal AudioCodec Law => Codec == AudioCodec.Pcmu ? AudioCodec.Pcmu : AudioCodec.Pcma;
    internal bool Started { get; private set; }
    internal long Late { get; private set; }
    internal long Duplicates { get; private set; }
    internal long Concealed { get; private set; }
    internal long Resets { get; private set; }

    /// <summary>From the pointer to the end of the newest packet.</summary>
    internal int Delay => Started ? Math.Max(0, Distance(_newest)) : 0;

    /// <summary>Where the next packet goes and the next frame is.</summary>
    internal void Warm()
    {
        Prefetch.Frame(_codes, (int)(_newest % Capacity), Frame);
        Prefetch.Frame(_codes, (int)(_playout % Capacity), Frame);
        _present.Warm(_playout);
        Prefetch.Object(_concealment);
    }

    internal void Reset(AudioCodec codec)
    {
        if (Started) Resets++;
        Codec = codec;
        Started = false;
        _present.Clear();
        _concealment.Reset(Law);
        _wideband.Reset();
        (_concealedInRow, _comfort) = (int.MaxValue, null);
    }

    /// <summary>The peer says that it is silent now and how loud its silence is (RFC 3389): no packets come, and none is missing.</summary>
    /// <param name="level">Amplitude of the noise, in linear samples.</param>
    internal void BeQuiet(uint timestamp, double level) => (_quietFrom, _comfort) = (timestamp, level);

    internal void Insert(uint timestamp, ReadOnlySpan<byte> codes, AudioCodec codec)
    {
        if (codes.IsEmpty || codes.Length > Capacity / 4) return;
        // between the laws codes are converted; G.722 begins anew
        if (codec != Codec && (codec == AudioCodec.G722 || Codec == AudioCodec.G722)) Reset(codec);
        var margin = Distance(timestamp);
        // what jumps by more than the ring, or comes back from a pause with an old clock, is a new stream
        if (Started && (margin > Capacity - codes.Length || margin < -MaxDelay)) RestartUnlessStray(timestamp, margin);
        if (!Started) Start(timestamp, codes.Length);
        else if (margin < 0 && !CatchUp(timestamp, margin)) return;
        Store(timestamp, codes, codec);
        DropToLive(codes.Length);
    }

    private void RestartUnlessStray(uint timestamp, int margin)
    {
        if (margin < 0 && (int)(timestamp - _newest) < 0 && margin > -Capacity) return;
        Reset(Codec);
    }

    private void Start(uint timestamp, int length)
    {
        Started = true;
        _playout = timestamp - StartDelay;
        _newest = timestamp + (uint)length;
        Judge();
    }

    /// <summary>A late packet: the newest of all shows that the network got slower, so playout waits; an older one was overtaken and is dropped.</summary>
    private bool CatchUp(uint timestamp, int margin)
    {
        Late++;
        if ((int)(timestamp - _newest) < 0) return false;
        var frames = (-margin + Frame - 1) / Frame;
        _playout -= (uint)(frames * Frame);
        Judge();
        return true;
    }

    private void Store(uint timestamp, ReadOnlySpan<byte> codes, AudioCodec codec)
    {
        if (_present[timestamp])
        {
            Duplicates++;
            return;
        }

        var at = (int)(timestamp % Capacity);
        var first = Math.Min(codes.Length, Capacity - at);
        G711.Convert(codes[..first], codec, _codes.AsSpan(at), Codec);
        G711.Convert(codes[first..], codec, _codes, Codec);
        _present.Mark(timestamp, codes.Length);
        var end = timestamp + (uint)codes.Length;
        if ((int)(end - _newest) > 0) _newest = end;
        _leastMargin = Math.Min(_leastMargin, Distance(timestamp));
    }

    private void DropToLive(int packet)
    {
        while (Delay > MaxDelay + Math.Max(packet, Frame)) Skip();
    }

    /// <summary>The next 20 ms into <paramref name="frame"/>; false when nothing was there and it was made up.</summary>
    internal bool Pull(Span<byte> frame)
    {
        if (!Started)
        {
            frame.Fill(G711.Silence(Law));
            return false;
        }

        var drop = AdaptOncePerTick();
        var whole = IsWhole(_playout);
        if (drop && !whole)
        {
            // the time of what is missing is the first to be given back
            Skip();
            (drop, whole) = (false, IsWhole(_playout));
        }

        if (whole)
        {
            TakeFrame(frame);
            if (drop && IsWhole(_playout + Frame)) Merge(frame);
        }
        else Conceal(frame);

        Skip();
        return whole;
    }

    private bool IsWhole(uint from) => _present.HasAll(from, Frame);

    private void TakeFrame(Span<byte> frame)
    {
        var at = (int)(_playout % Capacity);
        var first = Math.Min(Frame, Capacity - at);
        Take(at, first, frame);
        Take(0, Frame - first, frame[first..]);
        _concealedInRow = 0;
        if (Quiet) _comfort = null;
    }

    /// <summary>Two frames in the time of one: it begins as the first and ends as the second, so that nothing clicks.</summary>
    private void Merge(Span<byte> frame)
    {
        Span<byte> next = stackalloc byte[Frame];
        Skip();
        TakeFrame(next);
        for (var i = 0; i < Frame; i++)
        {
            var (before, after) = (G711.Decode(frame[i], Law), G711.Decode(next[i], Law));
            frame[i] = G711.Encode((short)(before + ((after - before) * (i + 1) / (Frame + 1))), Law);
        }
    }

    /// <summary>Playout has come to where the peer went silent.</summary>
    private bool Quiet => _comfort is not null && Distance(_quietFrom) < Frame;

    private void Take(int at, int count, Span<byte> frame)
    {
        if (count == 0) return;
        var codes = _codes.AsSpan(at, count);
        if (Codec == AudioCodec.G722) codes = Narrow(codes);
        _concealment.Take(codes, frame, Law);
    }

    private Span<byte> Narrow(Span<byte> codes)
    {
        Span<short> samples = stackalloc short[Frame];
        _wideband.Decode(codes, samples[..codes.Length]);
        G711.Encode(samples[..codes.Length], codes, AudioCodec.Pcma);
        return codes;
    }

    private void Conceal(Span<byte> frame)
    {
        // the wait before the first packet is not a loss
        if (_concealedInRow == int.MaxValue) frame.Fill(G711.Silence(Law));
        else if (_comfort is { } level && Quiet) ComfortNoise.Fill(frame, level, Law);
        else
        {
            if (_concealedInRow++ < FadedFrames || Distance(_newest) > 0) Concealed++;
            MakeUp(frame);
        }
    }

    /// <summary>Samples that did come keep their place.</summary>
    private void MakeUp(Span<byte> frame)
    {
        for (var i = 0; i < Frame;)
        {
            var (from, at) = (i, (int)((_playout + (uint)i) % Capacity));
            var present = _present[_playout + (uint)i];
            while (i < Frame && at + i - from < Capacity && _present[_playout + (uint)i] == present) i++;
            if (present) Take(at, i - from, frame[from..]);
            else _concealment.MakeUp(frame[from..i], Law);
        }
    }

    /// <summary>True: this tick plays two frames.</summary>
    private bool AdaptOncePerTick()
    {
        _ticks++;
        var drop = _toDrop > 0 && _ticks % TicksBetweenDrops == 0;
        if (drop) _toDrop--;
        if (_ticks < JudgedTicks) return drop;
        // one frame of margin stays: less would make every hiccup of the peer audible
        var surplus = _leastMargin == int.MaxValue ? 0 : (_leastMargin / Frame) - 1;
        Judge();
        _toDrop = Math.Max(0, surplus);
        return drop;
    }

    private void Judge()
    {
        _leastMargin = int.MaxValue;
        _ticks = 0;
        _toDrop = 0;
    }

    private void Skip()
    {
        _present.Forget(_playout, Frame);
        _playout += Frame;
    }

    private int Distance(uint timestamp) => (int)(timestamp - _playout);
}
