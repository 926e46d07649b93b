using System.Buffers.Binary;

namespace Hotline.Tickets.Attachments.Cleaning;

/// <summary>The one thing in Exif (CIPA DC-008) that a picture needs: which way is up.</summary>
internal static class Exif
{
    private const ushort OrientationTag = 0x0112;

    /// <param name="data">Of the segment APP1, behind its length.</param>
    /// <returns>1 to 8; null where it is not said or cannot be read.</returns>
    internal static byte? Orientation(ReadOnlySpan<byte> data)
    {
        if (!data.StartsWith("Exif\0\0"u8) || data.Length < 14) return null;
        var tiff = data[6..];
        var little = tiff[0] == 'I';
        var directory = (int)Math.Min(Int32(tiff[4..]), int.MaxValue);
        if (directory < 8 || directory > tiff.Length - 2) return null;
        var count = Int16(tiff[directory..]);
        for (var i = 0; i < count && directory + 14 + (12 * i) <= tiff.Length; i++)
        {
            var entry = tiff.Slice(directory + 2 + (12 * i), 12);
            if (Int16(entry) == OrientationTag) return (byte)Int16(entry[8..]);
        }

        return null;

        ushort Int16(ReadOnlySpan<byte> at) => little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);
        uint Int32(ReadOnlySpan<byte> at) => little ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
    }

    /// <summary>A whole segment APP1 that says nothing else: big-endian TIFF, one directory, one SHORT.</summary>
    internal static byte[] OnlyOrientation(byte way) =>
    [
        0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1,
        OrientationTag >> 8, OrientationTag & 0xFF, 0, 3, 0, 0, 0, 1, 0, way, 0, 0, 0, 0, 0, 0,
    ];
}
