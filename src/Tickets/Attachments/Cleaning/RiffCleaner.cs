using System.Buffers.Binary;

namespace Hotline.Tickets.Attachments.Cleaning;

/// <summary>RIFF files, WebP and WAVE, without the chunks that tell about the maker.</summary>
internal static class RiffCleaner
{
    private const int Header = 12;
    private const byte ExifFlag = 0x08, XmpFlag = 0x04; // of VP8X

    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal static byte[] CleanWebP(byte[] webp)
    {
        var clean = Without(webp, name => name.SequenceEqual("EXIF"u8) || name.SequenceEqual("XMP "u8));
        if (clean.AsSpan(Header).StartsWith("VP8X"u8)) clean[Header + 8] &= unchecked((byte)~(ExifFlag | XmpFlag));
        return clean;
    }

    /// <summary>Only the format, the samples and what decoding needs stay.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal static byte[] CleanWave(byte[] wave) => Without(wave, name => !name.SequenceEqual("fmt "u8) && !name.SequenceEqual("data"u8) && !name.SequenceEqual("fact"u8));

    private static byte[] Without(byte[] riff, Func<ReadOnlySpan<byte>, bool> goes)
    {
        using var clean = new MemoryStream(riff.Length);
        clean.Write(riff.AsSpan(0, Header));
        var end = Math.Min(riff.Length, BinaryPrimitives.ReadUInt32LittleEndian(riff.AsSpan(4)) + 8L);
        for (var at = (long)Header; at + 8 <= end;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(riff.AsSpan((int)at + 4)) + 8L;
            if (at + length > end) throw new InvalidDataException("A chunk is longer than the file.");
            length = Math.Min(length + (length & 1), end - at); // chunks begin at even places
            if (!goes(riff.AsSpan((int)at, 4))) clean.Write(riff.AsSpan((int)at, (int)length));
            at += length;
        }

        var whole = clean.ToArray();
        if (whole.Length == Header) throw new InvalidDataException("Nothing is in it.");
        BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(4), (uint)whole.Length - 8);
        return whole;
    }
}
