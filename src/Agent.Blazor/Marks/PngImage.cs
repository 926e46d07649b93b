using System.Buffers.Binary;
using System.IO.Compression;

namespace Hotline.Agent.Blazor.Marks;

/// <summary>Reads how light the pixels of a PNG are (ISO/IEC 15948): 8 bits a channel, not interlaced, as screenshots are.</summary>
internal static class PngImage
{
    private const int MostPixels = 40_000_000;
    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private sealed record Header(int Width, int Height, int Channels, bool Indexed);

    /// <returns>Null where it is no such picture.</returns>
    internal static LightImage? Read(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(Signature)) return null;
        Header? header = null;
        var (packed, palette) = (new MemoryStream(), Array.Empty<byte>());
        for (var rest = file[Signature.Length..]; rest.Length >= 12;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(rest);
            if (length < 0 || length > rest.Length - 12) return null;
            var kind = rest[4..8];
            var data = rest.Slice(8, length);
            if (kind.SequenceEqual("IHDR"u8)) header = HeaderOf(data);
            if (kind.SequenceEqual("PLTE"u8)) palette = data.ToArray();
            if (kind.SequenceEqual("IDAT"u8)) packed.Write(data);
            rest = rest[(12 + length)..];
        }

        return header is null ? null : Rows(header, packed, palette);
    }

    private static Header? HeaderOf(ReadOnlySpan<byte> data)
    {
        if (data.Length < 13 || data[8] != 8 || data[12] != 0) return null;
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]));
        var channels = data[9] switch { 0 or 3 => 1, 2 => 3, 4 => 2, 6 => 4, _ => 0 };
        return width <= 0 || height <= 0 || channels == 0 || (long)width * height > MostPixels ? null : new(width, height, channels, data[9] == 3);
    }

    private static LightImage? Rows(Header header, MemoryStream packed, byte[] palette)
    {
        packed.Position = 0;
        using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
        var (light, before, row) = (new float[header.Width * header.Height], new byte[header.Width * header.Channels], new byte[header.Width * header.Channels]);
        try
        {
            for (var y = 0; y < header.Height; y++)
            {
                var filter = unpacked.ReadByte();
                unpacked.ReadExactly(row);
                Unfilter(filter, row, before, header.Channels);
                for (var x = 0; x < header.Width; x++) light[(y * header.Width) + x] = Light(row.AsSpan(x * header.Channels, header.Channels), header.Indexed, palette);
                (before, row) = (row, before);
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            return null;
        }

        return new(header.Width, header.Height, light);
    }

    /// <summary>Section 9.</summary>
    private static void Unfilter(int filter, byte[] row, byte[] above, int step)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var (left, up, corner) = (i < step ? 0 : row[i - step], (int)above[i], i < step ? 0 : above[i - step]);
            row[i] += (byte)(filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => 0 });
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        var (toLeft, toUp, toCorner) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - (2 * corner)));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }

    private static float Light(ReadOnlySpan<byte> pixel, bool indexed, byte[] palette)
    {
        if (indexed) return (pixel[0] * 3) + 2 < palette.Length ? Light(palette.AsSpan(pixel[0] * 3, 3), indexed: false, palette) : 0;
        return pixel.Length < 3 ? pixel[0] : (pixel[0] + pixel[1] + pixel[2]) / 3f;
    }
}
