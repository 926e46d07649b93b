namespace Hotline.Telephony.Media;

/// <summary>
/// Packet loss concealment in the sense of ITU-T G.711 Appendix I (丢包补偿): what is missing goes on as the last pitch periods did
/// (one for 10 ms, then two, then three, so that it does not buzz), loses 20 % each 10 ms after the first and is silent at 60 ms;
/// what comes after is blended in. Unlike the appendix it adds no delay of its own. Belongs to the media thread.
/// </summary>
internal sealed class Concealment
{
    private const int Remembered = 1024;
    private const int Needed = 400;
    private const int ShortestPitch = 40;
    private const int LongestPitch = 120;
    private const int Compared = 160;
    private const int TenMilliseconds = 80;
    private const int Faded = 6 * TenMilliseconds;
    private const int BlendPerFrame = 32;

    private readonly byte[] _said = new byte[Remembered];
    private int _end;
    private int _erased;
    private int _blended;
    private int _blend;
    private int _pitch;
    private float _step;

    // the samples before the loss: only one leg at a time is thought about, so the thread has one
    [ThreadStatic]
    private static float[]? _scratch;

    /// <summary>The loss has lasted so long that there is nothing left of it.</summary>
    internal bool Silent => _erased >= Faded;

    internal void Reset(AudioCodec law)
    {
        _said.AsSpan().Fill(G711.Silence(law));
        (_erased, _blend, _blended) = (0, 0, 0);
    }

    /// <summary>What did come, blended with what was being made up.</summary>
    internal void Take(ReadOnlySpan<byte> codes, Span<byte> heard, AudioCodec law)
    {
        codes.CopyTo(heard);
        if (_erased > 0 && _blend == 0) BeginBlend();
        if (_blend > 0) Blend(heard[..codes.Length], law);
        Remember(heard[..codes.Length]);
    }

    /// <summary>What did not come.</summary>
    internal void MakeUp(Span<byte> heard, AudioCodec law)
    {
        // a loss within the blend is the same loss going on
        (_erased, _blend, _blended) = (_erased + _blended, 0, 0);
        if (_erased == 0) FindPitch(law);
        if (Silent) heard.Fill(G711.Silence(law));
        else
        {
            var past = Past(law, _erased);
            for (var i = 0; i < heard.Length; i++, _erased++) heard[i] = Code(Sound(past, _erased), law);
        }

        Remember(heard);
    }

    private void BeginBlend()
    {
        _blend = Math.Min(TenMilliseconds, (_pitch / 4) + (BlendPerFrame * Math.Max(0, (_erased - 1) / TenMilliseconds)));
        _blended = 0;
    }

    private void Blend(Span<byte> heard, AudioCodec law)
    {
        var past = Past(law, _erased + _blended);
        for (var i = 0; i < heard.Length && _blended < _blend; i++)
        {
            var come = (_blended + 1f) / (_blend + 1);
            var gone = Sound(past, _erased + _blended++) * (1 - come);
            heard[i] = Code(gone + (come * G711.Decode(heard[i], law)), law);
        }

        if (_blended >= _blend) (_erased, _blend, _blended) = (0, 0, 0);
    }

    /// <summary>The sample <paramref name="time"/> after the loss began.</summary>
    private float Sound(ReadOnlySpan<float> past, int time)
    {
        if (time >= Faded) return 0;
        var periods = Math.Min(3, 1 + (time / TenMilliseconds));
        var (sound, quarter) = (Cycle(past, periods, time), _pitch / 4);
        var since = time - ((periods - 1) * TenMilliseconds);
        if (periods > 1 && since < quarter) sound += (Cycle(past, periods - 1, time) - sound) * (quarter - since) / quarter;
        // from the last sample to the first made up there may be a step: it is smoothed away
        if (time < quarter) sound += _step * (quarter - time) / quarter;
        return time < TenMilliseconds ? sound : sound * (Faded - time) / (Faded - TenMilliseconds);
    }

    /// <summary>The last <paramref name="periods"/> of what was said, over and over; the end of each round is blended into its beginning.</summary>
    private float Cycle(ReadOnlySpan<float> past, int periods, int time)
    {
        var (length, quarter) = (periods * _pitch, _pitch / 4);
        var offset = time % length;
        var at = Needed - length + offset;
        var tail = offset - (length - quarter);
        if (tail < 0) return past[at];
        var turn = (tail + 1f) / (quarter + 1);
        return (past[at] * (1 - turn)) + (past[at - length] * turn);
    }

    /// <summary>The lag of 5 to 15 ms at which the last 20 ms are most like what was before them (normalised cross-correlation).</summary>
    private void FindPitch(AudioCodec law)
    {
        var past = Past(law, 0);
        var best = Better(past, ShortestPitch, LongestPitch, 2);
        _pitch = Better(past, Math.Max(ShortestPitch, best - 1), Math.Min(LongestPitch, best + 1), 1);
        _step = past[^1] - past[^(_pitch + 1)];
    }

    private static int Better(ReadOnlySpan<float> past, int from, int to, int step)
    {
        var (best, most) = (from, float.MinValue);
        var now = past[(Needed - Compared)..];
        for (var lag = from; lag <= to; lag += step)
        {
            var (alike, energy) = (0f, 1f);
            var before = past.Slice(Needed - Compared - lag, Compared);
            for (var i = 0; i < Compared; i += step)
            {
                alike += now[i] * before[i];
                energy += before[i] * before[i];
            }

            var likeness = alike / MathF.Sqrt(energy);
            if (likeness > most) (best, most) = (lag, likeness);
        }

        return best;
    }

    /// <summary>What was said before the loss, <paramref name="since"/> samples ago.</summary>
    private ReadOnlySpan<float> Past(AudioCodec law, int since)
    {
        var past = _scratch ??= new float[Needed];
        for (var i = 0; i < Needed; i++) past[i] = G711.Decode(_said[(_end - since - Needed + i) & (Remembered - 1)], law);
        return past;
    }

    private void Remember(ReadOnlySpan<byte> heard)
    {
        var first = Math.Min(heard.Length, Remembered - _end);
        heard[..first].CopyTo(_said.AsSpan(_end));
        heard[first..].CopyTo(_said);
        _end = (_end + heard.Length) & (Remembered - 1);
    }

    private static byte Code(float sample, AudioCodec law) => G711.Encode((short)Math.Clamp(sample, short.MinValue, short.MaxValue), law);
}
