using System.Text;
using Hotline.Tickets.Attachments;
using Hotline.Tickets.Attachments.Cleaning;

namespace Hotline.Tickets.Tests.Attachments;

public sealed class CleaningTests
{
    public static TheoryData<string, byte[]> Files => new()
    {
        { "image/jpeg", Made.Photo() }, { "image/png", Made.Png() }, { "image/webp", Made.WebP() }, { "audio/wav", Made.Wave() }, { "video/mp4", Made.Video() }, { "audio/mpeg", Made.Sound() },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void What_phones_write_beside_the_picture_or_sound_is_gone(string mediaType, byte[] file)
    {
        var type = FileType.Of(file)!;
        Assert.Equal(mediaType, type.MediaType);
        Assert.Contains(Made.Place, Encoding.ASCII.GetString(file));
        var clean = type.Clean!(file);
        Assert.DoesNotContain(Made.Place, Encoding.ASCII.GetString(clean));
        Assert.Equal(type, FileType.Of(clean));
        Assert.Equal(clean, type.Clean(clean)); // once is enough
    }

    [Fact]
    public void A_photo_keeps_its_pixels_and_which_way_is_up()
    {
        var clean = JpegCleaner.Clean(Made.Photo(orientation: 6));
        Assert.Equal(Made.BareJpeg, (byte[])[.. clean[..20], .. clean[56..]]);
        Assert.Equal((byte)6, Exif.Orientation(clean.AsSpan(24)));
        Assert.Equal(Made.BareJpeg, JpegCleaner.Clean(Made.Photo(orientation: 1)));
    }

    [Fact]
    public void A_video_keeps_its_length_and_its_samples_where_they_were()
    {
        var clean = Mp4Cleaner.Clean(Made.Video());
        Assert.Equal(Made.Video().Length, clean.Length);
        Assert.Equal(Made.Video().AsSpan().IndexOf("mdat"u8), clean.AsSpan().IndexOf("mdat"u8));
        Assert.Equal(-1, clean.AsSpan().IndexOf("udta"u8));
    }

    [Fact]
    public void A_sound_keeps_its_samples()
    {
        Assert.Equal([0xFF, 0xFB, 0x90, 0, 5, 5, 5, 5], Mp3Cleaner.Clean(Made.Sound()));
        Assert.True(RiffCleaner.CleanWave(Made.Wave()).AsSpan().EndsWith((byte[])[.. "data"u8, 4, 0, 0, 0, 1, 2, 3, 4]));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Cut_and_broken_files_are_refused_or_cleaned_but_never_crash(string mediaType, byte[] file)
    {
        var type = FileType.Of(file)!;
        var chance = new Random(mediaType.Length);
        for (var round = 0; round < 500; round++)
        {
            var broken = file[..chance.Next(12, file.Length + 1)];
            broken[chance.Next(broken.Length)] = (byte)chance.Next(256);
            try { type.Clean!(broken); }
            catch (Exception e) when (e is InvalidDataException or ArgumentOutOfRangeException) { /* said to be damaged */ }
        }
    }

    [Fact]
    public void Programs_pages_and_pictures_in_name_only_are_not_taken()
    {
        foreach (var other in new[] { "MZ\x90\0", "<html><script>", "\x7fELF", "#!/bin/sh", "GIF89a", "", "\xff\xd8", "PK\x03\x04 evil.exe", "<svg onload=alert(1)>" })
        {
            Assert.Null(FileType.Of(Encoding.Latin1.GetBytes(other)));
        }
    }
}
