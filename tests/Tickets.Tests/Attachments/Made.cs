using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Hotline.Tickets.Tests.Attachments;

/// <summary>Real small files with the metadata that phones write.</summary>
internal static class Made
{
    /// <summary>Guarding words that stand only in metadata.</summary>
    internal const string Place = "N39.6732 E106.8142";

    /// <summary>A JPEG of one grey pixel (baseline, one component).</summary>
    private static readonly byte[] Jpeg = Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z");

    internal static byte[] BareJpeg => [.. Jpeg];

    /// <summary>With Exif (lying on its side, GPS), XMP, IPTC, a comment and a second picture behind its end.</summary>
    internal static byte[] Photo(byte orientation = 6) =>
    [
        .. Jpeg[..20], .. Segment(0xE1, GpsExif(orientation)), .. Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.ASCII.GetBytes(Place)]),
        .. Segment(0xED, [.. "Photoshop 3.0\0"u8, .. Encoding.ASCII.GetBytes(Place)]), .. Segment(0xFE, Encoding.ASCII.GetBytes(Place)), .. Jpeg[20..], .. Encoding.ASCII.GetBytes("second " + Place),
    ];

    internal static byte[] Png()
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write([0, 128]);
        return
        [
            0x89, .. "PNG\r\n\x1a\n"u8, .. Chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]), .. Chunk("eXIf", GpsExif(1)[6..]), .. Chunk("tEXt", Encoding.ASCII.GetBytes("Location\0" + Place)),
            .. Chunk("iTXt", Encoding.ASCII.GetBytes("XML:com.adobe.xmp\0\0\0\0\0" + Place)), .. Chunk("IDAT", data.ToArray()), .. Chunk("IEND", []), .. Encoding.ASCII.GetBytes(Place),
        ];
    }

    internal static byte[] WebP() => Riff("WEBP", ("VP8X", [0x0C, 0, 0, 0, 0, 0, 0, 0, 0, 0]), ("VP8L", [0x2F, 0, 0, 0, 0]), ("EXIF", GpsExif(1)), ("XMP ", Encoding.ASCII.GetBytes(Place)));

    internal static byte[] Wave() => Riff(
        "WAVE", ("fmt ", [1, 0, 1, 0, 0x40, 0x1F, 0, 0, 0x80, 0x3E, 0, 0, 2, 0, 16, 0]), ("LIST", [.. "INFOICMT"u8, 18, 0, 0, 0, .. Encoding.ASCII.GetBytes(Place)]), ("data", [1, 2, 3, 4]));

    internal static byte[] Video() =>
    [
        .. Box("ftyp", [.. "isom"u8, 0, 0, 2, 0]), .. Box("moov", [.. Box("mvhd", new byte[100]), .. Box("trak", [.. Box("tkhd", new byte[84]), .. Box("udta", Encoding.ASCII.GetBytes(Place))]),
            .. Box("udta", Box("©xyz", Encoding.ASCII.GetBytes("+39.6732+106.8142/ " + Place)))]), .. Box("mdat", [9, 8, 7, 6]), .. Box("uuid", Encoding.ASCII.GetBytes(Place)),
    ];

    internal static byte[] Sound() => [.. "ID3"u8, 4, 0, 0, 0, 0, 0, 18, .. Encoding.ASCII.GetBytes(Place), 0xFF, 0xFB, 0x90, 0, 5, 5, 5, 5, .. "TAG"u8, .. new byte[125]];

    private static byte[] GpsExif(byte orientation)
    {
        byte[] tiff =
        [
            .. "II"u8, 42, 0, 8, 0, 0, 0, 2, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0, 0, 0, 0, 0,
            1, 0, 1, 0, 2, 0, 2, 0, 0, 0, (byte)'N', 0, 0, 0, 0, 0, 0, 0,
        ];
        return [.. "Exif\0\0"u8, .. tiff, .. Encoding.ASCII.GetBytes(Place)];
    }

    private static byte[] Segment(byte marker, byte[] data) => [0xFF, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2), .. data];

    private static byte[] Chunk(string name, byte[] data)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(name), .. data];
        var around = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(around, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(around.AsSpan(4), Crc(named));
        return [.. around[..4], .. named, .. around[4..]];
    }

    private static byte[] Riff(string form, params (string Name, byte[] Data)[] chunks)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(form), .. chunks.SelectMany(c => (byte[])[.. Encoding.ASCII.GetBytes(c.Name), .. BitConverter.GetBytes(c.Data.Length), .. c.Data, .. new byte[c.Data.Length & 1]])];
        return [.. "RIFF"u8, .. BitConverter.GetBytes(body.Length), .. body];
    }

    private static byte[] Box(string name, byte[] data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length + 8);
        return [.. length, .. Encoding.Latin1.GetBytes(name), .. data];
    }

    private static uint Crc(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
