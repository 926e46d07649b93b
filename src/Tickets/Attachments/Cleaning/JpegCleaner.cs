using System.Buffers.Binary;

namespace Hotline.Tickets.Attachments.Cleaning;

/// <summary>
/// A JPEG (ITU-T T.81) without Exif, XMP, IPTC and comments. What the picture needs stays: JFIF, the ICC profile, Adobe's colour
/// transform and which way is up. What follows the end of the image (second pictures of phones) goes.
/// </summary>
internal static class JpegCleaner
{
    private const byte App1 = 0xE1, App2 = 0xE2, App14 = 0xEE, Comment = 0xFE, StartOfScan = 0xDA, EndOfImage = 0xD9;

    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal static byte[] Clean(byte[] jpeg)
    {
        using var clean = new MemoryStream(jpeg.Length);
        clean.Write(jpeg.AsSpan(0, 2));
        var oriented = false;
        for (var at = 2; at + 4 <= jpeg.Length;)
        {
            if (jpeg[at] != 0xFF) throw new InvalidDataException("A marker was expected.");
            var marker = jpeg[at + 1];
            if (marker == 0xFF) { at++; continue; }
            var length = 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 2));
            if (length < 4 || at + length > jpeg.Length) throw new InvalidDataException("A segment is longer than the file.");
            var segment = jpeg.AsSpan(at, length);
            if (Keeps(marker, segment[4..])) clean.Write(segment);
            else if (!oriented && marker == App1 && Exif.Orientation(segment[4..]) is > 1 and <= 8 and var way)
            {
                oriented = true;
                clean.Write(Exif.OnlyOrientation(way));
            }

            at += length;
            if (marker != StartOfScan) continue;
            var end = EndOfScan(jpeg, at);
            clean.Write(jpeg.AsSpan(at, end - at));
            at = end;
            if (jpeg[at + 1] != EndOfImage) continue;
            clean.Write(jpeg.AsSpan(at, 2));
            return clean.ToArray();
        }

        throw new InvalidDataException("The image has no end.");
    }

    private static bool Keeps(byte marker, ReadOnlySpan<byte> data) => marker switch
    {
        App2 => data.StartsWith("ICC_PROFILE\0"u8),
        0xE0 or App14 => true,
        Comment or (>= 0xE1 and <= 0xEF) => false,
        _ => true,
    };

    // in the data of a scan 0xFF stands before 0 (stuffed) and before restarts; anything else is the next marker
    private static int EndOfScan(byte[] jpeg, int at)
    {
        for (; at + 1 < jpeg.Length; at++)
        {
            if (jpeg[at] == 0xFF && jpeg[at + 1] is not (0 or 0xFF or (>= 0xD0 and <= 0xD7))) return at;
        }

        throw new InvalidDataException("The scan has no end.");
    }
}
