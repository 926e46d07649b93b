namespace Hotline.Telephony.Media;

/// <summary>ITU-T G.722's adaptive predictor of two poles and six zeros (section 3.6, block 4): what the next sample will be, by those before.</summary>
internal sealed class G722Predictor
{
    private const int Zeros = 6;

    // the differences (DLT) and reconstructed samples (RLT) before, newest first; the coefficients of zeros (BL) and poles (AL)
    private readonly int[] _differences = new int[Zeros];
    private readonly int[] _zeros = new int[Zeros];
    private int _newest;
    private int _older;
    private int _partNewest;
    private int _partOlder;
    private int _pole1;
    private int _pole2;
    private int _fromZeros;

    /// <summary>The estimate (SL).</summary>
    internal int Signal { get; private set; }

    internal static int Saturate(int value) => Math.Clamp(value, short.MinValue, short.MaxValue);

    internal void Reset()
    {
        Array.Clear(_differences);
        Array.Clear(_zeros);
        (_newest, _older, _partNewest, _partOlder, _pole1, _pole2, _fromZeros, Signal) = (0, 0, 0, 0, 0, 0, 0, 0);
    }

    internal void Adapt(int difference)
    {
        var sample = Saturate(Signal + difference);
        var part = Saturate(_fromZeros + difference);
        AdaptPoles(part);
        AdaptZeros(difference);
        (_older, _newest) = (_newest, sample);
        (_partOlder, _partNewest) = (_partNewest, part);
        Predict();
    }

    /// <summary>UPPOL2, UPPOL1: steered by the signs of the last three part reconstructions.</summary>
    private void AdaptPoles(int part)
    {
        var (alike, alikeOlder) = (part < 0 == _partNewest < 0, part < 0 == _partOlder < 0);
        var four = Saturate(_pole1 << 2);
        var second = (Math.Min(alike ? -four : four, short.MaxValue) >> 7) + (alikeOlder ? 128 : -128) + ((_pole2 * 32512) >> 15);
        _pole2 = Math.Clamp(second, -12288, 12288);
        var limit = Saturate(15360 - _pole2);
        _pole1 = Math.Clamp(Saturate((alike ? 192 : -192) + ((_pole1 * 32640) >> 15)), -limit, limit);
    }

    /// <summary>UPZERO, DELAYA</summary>
    private void AdaptZeros(int difference)
    {
        for (var i = Zeros - 1; i >= 0; i--)
        {
            var step = difference == 0 ? 0 : _differences[i] < 0 == difference < 0 ? 128 : -128;
            _zeros[i] = Saturate(step + ((_zeros[i] * 32640) >> 15));
        }

        Array.Copy(_differences, 0, _differences, 1, Zeros - 1);
        _differences[0] = difference;
    }

    /// <summary>FILTEP, FILTEZ, PREDIC</summary>
    private void Predict()
    {
        var fromPoles = Saturate(((_pole1 * Saturate(2 * _newest)) >> 15) + ((_pole2 * Saturate(2 * _older)) >> 15));
        var sum = 0;
        for (var i = 0; i < Zeros; i++) sum += (_zeros[i] * Saturate(2 * _differences[i])) >> 15;
        _fromZeros = Saturate(sum);
        Signal = Saturate(fromPoles + _fromZeros);
    }
}
