using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Hotline.Tickets.Attachments.Proofs;

/// <summary>
/// Time and place in a JPEG's Exif (CIPA DC-008 §4.6: DateTimeOriginal 0x9003, OffsetTimeOriginal 0x9011, GPS directory 0x8825). Pure; what is
/// damaged or missing reads as nothing.
/// </summary>
internal static class ExifFacts
{
    private const ushort ExifDirectory = 0x8769, GpsDirectory = 0x8825, TakenAt = 0x9003, TakenOffset = 0x9011, LatitudeRef = 1, Latitude = 2, LongitudeRef = 3, Longitude = 4;
    private const int MostEntries = 200;

    /// <param name="zone">Of a time that names no offset.</param>
    internal static (DateTimeOffset? At, GeoPoint? Place) Of(ReadOnlySpan<byte> jpeg, TimeZoneInfo zone)
    {
        var tiff = TiffOf(jpeg);
        if (tiff.Length < 8) return (null, null);
        var little = tiff[0] == 'I';
        var main = Entries(tiff, Int32(tiff[4..], little), little);
        var exif = main.TryGetValue(ExifDirectory, out var e) ? Entries(tiff, Int32(tiff[(e + 8)..], little), little) : [];
        var gps = main.TryGetValue(GpsDirectory, out var g) ? Entries(tiff, Int32(tiff[(g + 8)..], little), little) : [];
        return (TimeOf(Text(tiff, exif, TakenAt, little), Text(tiff, exif, TakenOffset, little), zone), PlaceOf(tiff, gps, little));
    }

    /// <summary>The TIFF structure inside segment APP1.</summary>
    private static ReadOnlySpan<byte> TiffOf(ReadOnlySpan<byte> jpeg)
    {
        if (jpeg is not [0xFF, 0xD8, ..]) return [];
        for (var at = 2; at + 4 <= jpeg.Length && jpeg[at] == 0xFF && jpeg[at + 1] != 0xDA;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 2)..]);
            if (length < 2 || at + 2 + length > jpeg.Length) return [];
            var data = jpeg.Slice(at + 4, length - 2);
            if (jpeg[at + 1] == 0xE1 && data.StartsWith("Exif\0\0"u8)) return data[6..];
            at += 2 + length;
        }

        return [];
    }

    /// <summary>Where each tag's entry of twelve bytes stands.</summary>
    private static Dictionary<ushort, int> Entries(ReadOnlySpan<byte> tiff, uint directory, bool little)
    {
        var found = new Dictionary<ushort, int>();
        if (directory < 8 || directory + 2 > tiff.Length) return found;
        var count = Math.Min(Int16(tiff[(int)directory..], little), (ushort)MostEntries);
        for (var at = (int)directory + 2; found.Count < count && at + 12 <= tiff.Length; at += 12) found.TryAdd(Int16(tiff[at..], little), at);
        return found;
    }

    private static string? Text(ReadOnlySpan<byte> tiff, Dictionary<ushort, int> entries, ushort tag, bool little)
    {
        if (!entries.TryGetValue(tag, out var entry)) return null;
        var count = Int32(tiff[(entry + 4)..], little);
        var at = count <= 4 ? (uint)entry + 8 : Int32(tiff[(entry + 8)..], little);
        return count is 0 or > 64 || at + count > tiff.Length ? null : Encoding.ASCII.GetString(tiff.Slice((int)at, (int)count)).TrimEnd('\0', ' ');
    }

    private static DateTimeOffset? TimeOf(string? text, string? offset, TimeZoneInfo zone)
    {
        if (!DateTime.TryParseExact(text, "yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return null;
        var sign = offset is ['-', ..] ? -1 : 1;
        var away = TimeSpan.TryParseExact(offset?.TrimStart('+', '-'), @"hh\:mm", CultureInfo.InvariantCulture, out var given) && given <= TimeSpan.FromHours(14) ? sign * given : zone.GetUtcOffset(local);
        return local.Year is < 1990 or > 9000 ? null : new DateTimeOffset(local, away).ToUniversalTime();
    }

    private static GeoPoint? PlaceOf(ReadOnlySpan<byte> tiff, Dictionary<ushort, int> gps, bool little)
    {
        if (Degrees(tiff, gps, Latitude, little) is not { } latitude || Degrees(tiff, gps, Longitude, little) is not { } longitude) return null;
        var south = Text(tiff, gps, LatitudeRef, little) is "S";
        var west = Text(tiff, gps, LongitudeRef, little) is "W";
        return latitude > 90 || longitude > 180 || (latitude == 0 && longitude == 0) ? null : new(west ? -longitude : longitude, south ? -latitude : latitude); // zeros: a camera without a fix
    }

    /// <summary>Three fractions: degrees, minutes, seconds.</summary>
    private static double? Degrees(ReadOnlySpan<byte> tiff, Dictionary<ushort, int> gps, ushort tag, bool little)
    {
        if (!gps.TryGetValue(tag, out var entry)) return null;
        var at = Int32(tiff[(entry + 8)..], little);
        if (Int32(tiff[(entry + 4)..], little) != 3 || at + 24 > tiff.Length) return null;
        var sum = 0.0;
        foreach (var (i, weight) in new[] { (0, 1.0), (1, 60.0), (2, 3600.0) })
        {
            var (over, under) = (Int32(tiff[((int)at + (8 * i))..], little), Int32(tiff[((int)at + (8 * i) + 4)..], little));
            if (under == 0) return null;
            sum += over / (double)under / weight;
        }

        return sum;
    }

    private static ushort Int16(ReadOnlySpan<byte> at, bool little) => little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

    private static uint Int32(ReadOnlySpan<byte> at, bool little) => little ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
}
