using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Hotline.Telephony.Media;

/// <summary>A WAV file's audio as A-law of 8000 samples/s (RIFF: chunks of a four-letter name, a length and a body).</summary>
internal static class WavReader
{
    private const int Pcm = 1;
    private const int Float = 3;
    private const int Alaw = 6;
    private const int Ulaw = 7;
    private const int Extensible = 0xFFFE;
    private const int MostChannels = 8;

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Format(int Tag, int Channels, int Rate, int Bits)
    {
        internal int SampleBytes => Bits / 8;
    }

    internal static byte[] ReadAlaw(ReadOnlySpan<byte> file)
    {
        if (file.Length < 12 || !file[..4].SequenceEqual("RIFF"u8) || !file[8..12].SequenceEqual("WAVE"u8))
            throw new InvalidDataException("It does not begin with RIFF and WAVE.");
        var format = ReadFormat(Chunk(file, "fmt "u8));
        var data = Chunk(file, "data"u8);
        if (format is { Tag: Alaw, Rate: 8000, Channels: 1 }) return data.ToArray();
        var samples = Linear(format, data);
        if (format.Rate == 16000) samples = Decimator.Halve(samples);
        var alaw = new byte[samples.Length];
        G711.Encode(samples, alaw, AudioCodec.Pcma);
        return alaw;
    }

    private static ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> file, ReadOnlySpan<byte> name)
    {
        for (var at = 12L; at + 8 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(file[(int)(at + 4)..]);
            var body = at + 8;
            // a recorder that was cut off left a length of 0 or too much in the last chunk: what is there counts
            var end = (int)Math.Min(file.Length, body + length);
            if (file.Slice((int)at, 4).SequenceEqual(name)) return file[(int)body..end];
            at = body + length + (length & 1);
        }

        throw new InvalidDataException($"It has no \"{System.Text.Encoding.ASCII.GetString(name).Trim()}\" chunk.");
    }

    private static Format ReadFormat(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < 16) throw new InvalidDataException($"Its fmt chunk has {chunk.Length} bytes instead of 16 or more.");
        var tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        if (tag == Extensible && chunk.Length >= 26) tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]);
        var format = new Format(
            tag, BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]), BinaryPrimitives.ReadInt32LittleEndian(chunk[4..]), BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]));
        if (format.Channels is < 1 or > MostChannels) throw new InvalidDataException($"It has {format.Channels} channels.");
        if (format.Rate is not (8000 or 16000)) throw new InvalidDataException($"It has {format.Rate} samples/s.");
        if ((format.Tag, format.Bits) is not ((Pcm, 8 or 16 or 24 or 32) or (Float, 32) or (Alaw, 8) or (Ulaw, 8))) throw new InvalidDataException($"Its format is {format.Tag} with {format.Bits} bits.");
        return format;
    }

    /// <summary>Every moment's mean over the channels.</summary>
    private static short[] Linear(Format format, ReadOnlySpan<byte> data)
    {
        var samples = new short[data.Length / (format.SampleBytes * format.Channels)];
        for (int i = 0, at = 0; i < samples.Length; i++)
        {
            var sum = 0;
            for (var channel = 0; channel < format.Channels; channel++, at += format.SampleBytes) sum += Sample(format, data.Slice(at, format.SampleBytes));
            samples[i] = (short)(sum / format.Channels);
        }

        return samples;
    }

    /// <summary>One sample as 16 bits; PCM of 8 bits is unsigned, wider PCM is signed.</summary>
    private static short Sample(Format format, ReadOnlySpan<byte> bytes) => (format.Tag, format.Bits) switch
    {
        (Pcm, 8) => (short)((bytes[0] - 128) << 8),
        (Pcm, _) => BinaryPrimitives.ReadInt16LittleEndian(bytes[^2..]),
        (Float, _) => (short)Math.Clamp(BinaryPrimitives.ReadSingleLittleEndian(bytes) * 32768f, short.MinValue, short.MaxValue),
        (Alaw, _) => G711.Decode(bytes[0], AudioCodec.Pcma),
        _ => G711.Decode(bytes[0], AudioCodec.Pcmu),
    };
}
