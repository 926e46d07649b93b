using System.Buffers.Binary;

namespace Hotline.Tickets.Attachments.Cleaning;

/// <summary>
/// MP4 and QuickTime (ISO/IEC 14496-12) without user data, metadata and unknown boxes, which hold place, device and maker. Their
/// boxes become free space of the same length, so that every offset into the samples stays right.
/// </summary>
internal static class Mp4Cleaner
{
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal static byte[] Clean(byte[] mp4)
    {
        var clean = mp4.ToArray();
        Walk(clean);
        return clean;
    }

    private static void Walk(Span<byte> boxes)
    {
        for (var at = 0; at + 8 <= boxes.Length;)
        {
            var (length, header) = Length(boxes[at..]);
            var box = boxes.Slice(at, length);
            var name = box.Slice(4, 4);
            if (IsMetadata(name))
            {
                "free"u8.CopyTo(name);
                box[header..].Clear();
            }
            else if (name.SequenceEqual("moov"u8) || name.SequenceEqual("trak"u8) || name.SequenceEqual("mdia"u8) || name.SequenceEqual("moof"u8) || name.SequenceEqual("traf"u8))
            {
                Walk(box[header..]);
            }

            at += length;
        }
    }

    private static bool IsMetadata(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("udta"u8) || name.SequenceEqual("meta"u8) || name.SequenceEqual("uuid"u8) || name.SequenceEqual("XMP_"u8) || name.SequenceEqual("free"u8)
        || name.SequenceEqual("skip"u8);

    private static (int Length, int Header) Length(ReadOnlySpan<byte> rest)
    {
        var length = (ulong)BinaryPrimitives.ReadUInt32BigEndian(rest);
        var header = 8;
        if (length == 0) length = (ulong)rest.Length; // to the end
        if (length == 1 && rest.Length >= 16) (length, header) = (BinaryPrimitives.ReadUInt64BigEndian(rest[8..]), 16);
        return length >= (ulong)header && length <= (ulong)rest.Length ? ((int)length, header) : throw new InvalidDataException("A box is longer than the file.");
    }
}
