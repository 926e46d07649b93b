using Hotline.Tickets.Attachments.Cleaning;

namespace Hotline.Tickets.Attachments;

/// <summary>What a file is by its first bytes, never by its name or by what the sender says.</summary>
/// <param name="Extension">With the dot.</param>
/// <param name="Clean">Gives the file without metadata; null where that cannot be done, and only the original exists.</param>
internal sealed record FileType(string MediaType, string Extension, AttachmentKind Kind, Func<byte[], byte[]>? Clean)
{
    private static readonly FileType Jpeg = new("image/jpeg", ".jpg", AttachmentKind.Photo, JpegCleaner.Clean);
    private static readonly FileType Png = new("image/png", ".png", AttachmentKind.Photo, PngCleaner.Clean);
    private static readonly FileType WebP = new("image/webp", ".webp", AttachmentKind.Photo, RiffCleaner.CleanWebP);
    private static readonly FileType Mp4 = new("video/mp4", ".mp4", AttachmentKind.Video, Mp4Cleaner.Clean);
    private static readonly FileType QuickTime = new("video/quicktime", ".mov", AttachmentKind.Video, Mp4Cleaner.Clean);
    private static readonly FileType M4A = new("audio/mp4", ".m4a", AttachmentKind.Audio, Mp4Cleaner.Clean);
    private static readonly FileType Wave = new("audio/wav", ".wav", AttachmentKind.Audio, RiffCleaner.CleanWave);
    private static readonly FileType Mp3 = new("audio/mpeg", ".mp3", AttachmentKind.Audio, Mp3Cleaner.Clean);
    private static readonly FileType Amr = new("audio/amr", ".amr", AttachmentKind.Audio, whole => whole); // has no place for metadata
    private static readonly FileType Pdf = new("application/pdf", ".pdf", AttachmentKind.File, null);
    private static readonly FileType Word = new("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx", AttachmentKind.File, null);
    private static readonly FileType Excel = new("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", AttachmentKind.File, null);

    private static readonly FileType[] Allowed = [Jpeg, Png, WebP, Mp4, QuickTime, M4A, Wave, Mp3, Amr, Pdf, Word, Excel];

    /// <summary>For people.</summary>
    internal static string AllowedText { get; } = string.Join("、", Allowed.Select(t => t.Extension[1..]));

    /// <summary>Null for what is not on the list.</summary>
    internal static FileType? Of(ReadOnlySpan<byte> file) => file switch
    {
        [0xFF, 0xD8, 0xFF, ..] => Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Png,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => WebP,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'A', (byte)'V', (byte)'E', ..] => Wave,
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'q', (byte)'t', (byte)' ', (byte)' ', ..] => QuickTime,
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'M', (byte)'4', (byte)'A', _, ..] => M4A,
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'i' or (byte)'m' or (byte)'a' or (byte)'3' or (byte)'M', _, _, _, ..]
            when !file[8..12].SequenceEqual("mif1"u8) && !file[8..12].SequenceEqual("avif"u8) => Mp4,
        [(byte)'I', (byte)'D', (byte)'3', ..] or [0xFF, 0xFB or 0xF3 or 0xF2 or 0xFA, ..] => Mp3,
        [(byte)'#', (byte)'!', (byte)'A', (byte)'M', (byte)'R', ..] => Amr,
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => Pdf,
        [(byte)'P', (byte)'K', 3, 4, ..] when file.IndexOf("[Content_Types].xml"u8) >= 0 => file.IndexOf("word/document.xml"u8) >= 0 ? Word : file.IndexOf("xl/workbook.xml"u8) >= 0 ? Excel : null,
        _ => null,
    };
}
