namespace Hotline.Telephony.Media;

/// <summary>The lower band of ITU-T G.722: 6-bit embedded ADPCM (section 3), either way. Names in brackets are the recommendation's blocks.</summary>
internal sealed class G722Band
{
    private const int LargestScale = 18432;

    // table 14 (QUANTL): decision levels; the codes of table 17 count down from 0x3D (positive) and 0x1F (negative)
    private static readonly short[] Levels =
        [35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023, 1121, 1219, 1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919];

    // INVQAL: by the four upper bits of a code; INVQBL: by all six
    private static readonly short[] Coarse = [0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0];
    private static readonly short[] Fine =
    [
        -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360, -8576, -7856,
        -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360, -1040, -728,
        24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456,
        4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136,
    ];

    // LOGSCL: how the step grows or shrinks, by the four upper bits
    private static readonly short[] Growth = [-60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60];

    // SCALEL: 2048 times two to the power of n/32
    private static readonly short[] Powers = [.. Enumerable.Range(0, 32).Select(n => (short)Math.Round(2048 * Math.Pow(2, n / 32.0)))];

    private readonly G722Predictor _predictor = new();
    private int _logScale;
    private int _scale = 32;

    /// <param name="sample">15 bits.</param>
    internal int Encode(int sample)
    {
        var difference = G722Predictor.Saturate(sample - _predictor.Signal);
        var magnitude = difference >= 0 ? difference : -(difference + 1);
        var level = 0;
        while (level < Levels.Length && magnitude >= (Levels[level] * _scale) >> 12) level++;
        var code = difference >= 0 ? 0x3D - level : level < 2 ? 0x3F - level : 0x21 - level;
        Adapt(code >> 2);
        return code;
    }

    /// <returns>15 bits.</returns>
    internal int Decode(int code)
    {
        var sample = Math.Clamp(_predictor.Signal + ((_scale * Fine[code]) >> 15), -16384, 16383);
        Adapt(code >> 2);
        return sample;
    }

    internal void Reset()
    {
        _predictor.Reset();
        (_logScale, _scale) = (0, 32);
    }

    private void Adapt(int coarse)
    {
        var difference = (_scale * Coarse[coarse]) >> 15;
        _logScale = Math.Clamp(((_logScale * 127) >> 7) + Growth[coarse], 0, LargestScale);
        var (power, shift) = (Powers[(_logScale >> 6) & 31], 8 - (_logScale >> 11));
        _scale = (shift < 0 ? power << -shift : power >> shift) << 2;
        _predictor.Adapt(difference);
    }
}
