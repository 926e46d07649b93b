using System.Text;
using Hotline.Tickets.Attachments;
using Hotline.Tickets.Attachments.Proofs;

namespace Hotline.Tickets.Tests.Attachments.Proofs;

public sealed class ProofTests
{
    private static readonly TimeZoneInfo China = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    private static readonly GeoPoint Place = new(106.8142, 39.6732);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_photograph_says_where_and_when_it_was_taken_in_either_byte_order(bool little)
    {
        var (at, place) = ExifFacts.Of(Taken("2026:11:22 09:30:15", "N", "E", little), China);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 1, 30, 15, TimeSpan.Zero), at);
        Assert.Equal((106.8142, 39.6732), (Math.Round(place!.Longitude, 4), Math.Round(place.Latitude, 4)));
    }

    [Fact]
    public void South_and_west_are_below_zero() =>
        Assert.Equal((-106.8142, -39.6732), ExifFacts.Of(Taken("2026:11:22 09:30:15", "S", "W", little: true), China).Place is { } p ? (Math.Round(p.Longitude, 4), Math.Round(p.Latitude, 4)) : default);

    [Fact]
    public void A_photograph_without_or_with_damaged_exif_says_nothing_and_breaks_nothing()
    {
        Assert.Equal((null, null), ExifFacts.Of(Made.BareJpeg, China));
        Assert.Null(ExifFacts.Of(Made.Photo(), China).Place);
        var good = Taken("2026:11:22 09:30:15", "N", "E", little: true);
        for (var cut = 0; cut < good.Length; cut++) _ = ExifFacts.Of(good.AsSpan(0, cut), China);
        var random = new Random(7);
        for (var i = 0; i < 5_000; i++)
        {
            var spoilt = (byte[])good.Clone();
            for (var n = 0; n < 4; n++) spoilt[random.Next(20, spoilt.Length)] = (byte)random.Next(256);
            _ = ExifFacts.Of(spoilt, China);
        }
    }

    [Fact]
    public void A_proof_taken_far_away_or_before_the_ticket_is_flagged_and_one_on_the_spot_is_not()
    {
        var accepted = new DateTimeOffset(2026, 11, 22, 1, 0, 0, TimeSpan.Zero);
        var near = File(new(accepted.AddHours(1), Place with { Latitude = Place.Latitude + 0.001 }, ProofSource.Exif)); // 111 m
        var far = File(new(accepted.AddHours(1), Place with { Latitude = Place.Latitude + 0.027 }, ProofSource.Exif)); // 3 km
        var old = File(new(accepted.AddMinutes(-1), Place, ProofSource.Exif));
        var silent = File(null);

        var found = ProofCheck.Of([near, far, old, silent, near with { Proof = false }], Place, accepted, 500);
        Assert.Equal(4, found.Count);
        Assert.Equal(
            [[], [ProofFlag.TooFar], [ProofFlag.OlderThanTicket], [ProofFlag.NoPlace, ProofFlag.NoTime]], found.Select(f => f.Flags.ToArray()));
        Assert.Equal([111, 3002, 0], found.Take(3).Select(f => (int)Math.Round(f.Metres!.Value)));
        Assert.Null(found[3].Metres);
        Assert.Null(ProofCheck.Of([far], place: null, accepted, 500)[0].Metres);
    }

    [Fact]
    public void A_photograph_from_the_future_does_not_fit_and_a_clock_some_minutes_ahead_does()
    {
        var accepted = new DateTimeOffset(2026, 11, 22, 1, 0, 0, TimeSpan.Zero);
        var (sent, taken) = (accepted.AddHours(1), new ProofTaken(accepted.AddHours(2), Place, ProofSource.Exif));
        Assert.Equal([ProofFlag.LaterThanUpload], ProofCheck.Of([File(taken.Arrived(sent))], Place, accepted, 500)[0].Flags);
        Assert.Empty(ProofCheck.Of([File(taken.Arrived(sent.AddMinutes(55)))], Place, accepted, 500)[0].Flags);
    }

    [Fact]
    public void What_is_said_to_be_solved_without_a_proof_misses_one()
    {
        Assert.True(ProofCheck.Misses(HandlingResult.Solved, []));
        Assert.False(ProofCheck.Misses(HandlingResult.Explained, []));
        Assert.False(ProofCheck.Misses(HandlingResult.Solved, [File(null)]));
    }

    [Fact]
    public void The_photographs_own_word_goes_before_the_phones()
    {
        var phone = new ProofTaken(DateTimeOffset.UnixEpoch.AddYears(50), new(1, 1), ProofSource.Browser);
        Assert.Equal(ProofSource.Exif, ProofTaken.Of(Taken("2026:11:22 09:30:15", "N", "E", little: true), phone, China)!.Source);
        Assert.Equal(phone, ProofTaken.Of(Made.BareJpeg, phone, China));
        Assert.Null(ProofTaken.Of(Made.BareJpeg, null, China));
    }

    private static Attachment File(ProofTaken? taken) => new(Guid.NewGuid(), "现场.jpg", AttachmentKind.Photo, 1, "00", Proof: true) { Taken = taken };

    /// <summary>A JPEG with DateTimeOriginal and a GPS position of 39.6732, 106.8142 degrees.</summary>
    internal static byte[] Taken(string time, string latitudeRef, string longitudeRef, bool little)
    {
        var tiff = new List<byte>([.. little ? "II"u8 : "MM"u8, .. Two(42), .. Four(8)]);
        tiff.AddRange([.. Two(2), .. Entry(0x8769, 4, 1, Four(38)), .. Entry(0x8825, 4, 1, Four(56)), .. Four(0)]); // ends at 38
        tiff.AddRange([.. Two(1), .. Entry(0x9003, 2, 20, Four(110)), .. Four(0)]); // ends at 56
        tiff.AddRange([.. Two(4), .. Entry(1, 2, 2, Ascii(latitudeRef)), .. Entry(2, 5, 3, Four(130)), .. Entry(3, 2, 2, Ascii(longitudeRef)), .. Entry(4, 5, 3, Four(154)), .. Four(0)]); // ends at 110
        tiff.AddRange([.. Encoding.ASCII.GetBytes(time), 0]); // 130
        tiff.AddRange([.. Fraction(39, 1), .. Fraction(40, 1), .. Fraction(2352, 100), .. Fraction(106, 1), .. Fraction(48, 1), .. Fraction(5112, 100)]);
        byte[] data = [.. "Exif\0\0"u8, .. tiff];
        return [.. Made.BareJpeg[..20], 0xFF, 0xE1, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2), .. data, .. Made.BareJpeg[20..]];

        byte[] Two(int value) => little ? [(byte)value, (byte)(value >> 8)] : [(byte)(value >> 8), (byte)value];
        byte[] Four(int value) => little ? [.. Two(value & 0xFFFF), .. Two(value >> 16)] : [.. Two(value >> 16), .. Two(value & 0xFFFF)];
        byte[] Ascii(string letter) => [(byte)letter[0], 0, 0, 0];
        byte[] Entry(int tag, int type, int count, byte[] value) => [.. Two(tag), .. Two(type), .. Four(count), .. value];
        byte[] Fraction(int over, int under) => [.. Four(over), .. Four(under)];
    }
}
