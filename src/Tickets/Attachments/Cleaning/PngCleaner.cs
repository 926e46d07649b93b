using System.Buffers.Binary;

namespace Hotline.Tickets.Attachments.Cleaning;

/// <summary>A PNG (W3C PNG, third edition) without Exif, texts and times, and without what follows its end.</summary>
internal static class PngCleaner
{
    private const int Signature = 8, Around = 12;

    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal static byte[] Clean(byte[] png)
    {
        using var clean = new MemoryStream(png.Length);
        clean.Write(png.AsSpan(0, Signature));
        for (var at = Signature; at + Around <= png.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at)) + Around;
            if (at + length > png.Length) throw new InvalidDataException("A chunk is longer than the file.");
            var chunk = png.AsSpan(at, (int)length);
            if (!IsMetadata(chunk.Slice(4, 4))) clean.Write(chunk);
            if (chunk.Slice(4, 4).SequenceEqual("IEND"u8)) return clean.ToArray();
            at += (int)length;
        }

        throw new InvalidDataException("The image has no end.");
    }

    private static bool IsMetadata(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("eXIf"u8) || name.SequenceEqual("tEXt"u8) || name.SequenceEqual("iTXt"u8) || name.SequenceEqual("zTXt"u8) || name.SequenceEqual("tIME"u8)
        || name.SequenceEqual("zxIf"u8) || name.SequenceEqual("caBX"u8);
}
