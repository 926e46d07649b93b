namespace Hotline.Telephony.Media;

/// <summary>ITU-T G.711 by table: 8 bits of A-law or μ-law to and from 16-bit linear samples.</summary>
public static class G711
{
    /// <summary>A-law of sample 0.</summary>
    public const byte AlawSilence = 0xD5;

    /// <summary>μ-law of sample 0.</summary>
    public const byte UlawSilence = 0xFF;

    private static readonly short[] AlawToLinear = Table(code => DecodeAlaw((byte)code), 256);
    private static readonly short[] UlawToLinear = Table(code => DecodeUlaw((byte)code), 256);
    // by the upper 12 bits (A-law looks at no more) and the upper 14 bits: tables that stay in the first-level cache
    private static readonly byte[] LinearToAlaw = Table(high => CompressAlaw((short)(high << 4)), 1 << 12);
    private static readonly byte[] LinearToUlaw = Table(high => CompressUlaw((short)(high << 2)), 1 << 14);
    private static readonly byte[] AlawToUlaw = Table(code => CompressUlaw(DecodeAlaw((byte)code)), 256);
    private static readonly byte[] UlawToAlaw = Table(code => CompressAlaw(DecodeUlaw((byte)code)), 256);

    public static byte Silence(AudioCodec codec) => codec == AudioCodec.Pcma ? AlawSilence : UlawSilence;

    public static short Decode(byte code, AudioCodec codec) => (codec == AudioCodec.Pcma ? AlawToLinear : UlawToLinear)[code];

    public static byte Encode(short sample, AudioCodec codec) =>
        codec == AudioCodec.Pcma ? LinearToAlaw[(ushort)sample >> 4] : LinearToUlaw[(ushort)sample >> 2];

    public static void Decode(ReadOnlySpan<byte> codes, Span<short> samples, AudioCodec codec)
    {
        var table = codec == AudioCodec.Pcma ? AlawToLinear : UlawToLinear;
        samples = samples[..codes.Length];
        for (var i = 0; i < codes.Length; i++) samples[i] = table[codes[i]];
    }

    public static void Encode(ReadOnlySpan<short> samples, Span<byte> codes, AudioCodec codec)
    {
        codes = codes[..samples.Length];
        for (var i = 0; i < samples.Length; i++) codes[i] = Encode(samples[i], codec);
    }

    /// <summary>Copies codes from one law to the other; of the same law, byte for byte.</summary>
    public static void Convert(ReadOnlySpan<byte> from, AudioCodec fromCodec, Span<byte> to, AudioCodec toCodec)
    {
        if (fromCodec == toCodec)
        {
            from.CopyTo(to);
            return;
        }

        var table = fromCodec == AudioCodec.Pcma ? AlawToUlaw : UlawToAlaw;
        to = to[..from.Length];
        for (var i = 0; i < from.Length; i++) to[i] = table[from[i]];
    }

    private static short DecodeAlaw(byte code)
    {
        var bits = code ^ 0x55;
        var (segment, mantissa) = ((bits >> 4) & 7, (bits & 15) << 4);
        var magnitude = segment == 0 ? mantissa + 8 : (mantissa + 0x108) << (segment - 1);
        return (short)((bits & 0x80) != 0 ? magnitude : -magnitude);
    }

    private static short DecodeUlaw(byte code)
    {
        var bits = ~code & 0xFF;
        var magnitude = ((((bits & 15) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
        return (short)((bits & 0x80) != 0 ? -magnitude : magnitude);
    }

    private static byte CompressAlaw(short sample)
    {
        var magnitude = (sample >= 0 ? sample : ~sample) >> 4;
        var segment = Math.Max(0, 28 - int.LeadingZeroCount(magnitude));
        var code = segment == 0 ? magnitude : (segment << 4) | ((magnitude >> (segment - 1)) & 15);
        return (byte)((code | (sample >= 0 ? 0x80 : 0)) ^ 0x55);
    }

    private static byte CompressUlaw(short sample)
    {
        var magnitude = Math.Min(Math.Abs(sample >> 2), 8158) + 33;
        var segment = 26 - int.LeadingZeroCount(magnitude);
        var code = (segment << 4) | ((magnitude >> (segment + 1)) & 15);
        return (byte)~(code | (sample < 0 ? 0x80 : 0));
    }

    private static T[] Table<T>(Func<int, T> entry, int length) => [.. Enumerable.Range(0, length).Select(entry)];
}
