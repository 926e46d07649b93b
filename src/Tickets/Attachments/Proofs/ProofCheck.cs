using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hotline.Tickets.Attachments.Proofs;

/// <summary>What a reviewer should know of a proof (佐证核对): a hint, never a refusal.</summary>
[JsonConverter(typeof(KebabJson<ProofFlag>))]
public enum ProofFlag
{
    [Description("离事发地点过远")] TooFar,
    [Description("早于工单受理")] OlderThanTicket,
    [Description("晚于上传时间")] LaterThanUpload,
    [Description("没有拍摄地点")] NoPlace,
    [Description("没有拍摄时间")] NoTime,
}

/// <summary>A proof with how far from the matter it was taken.</summary>
/// <param name="Metres">Null where the photograph or the ticket has no place on the map.</param>
public sealed record CheckedProof(Attachment File, double? Metres, IReadOnlyList<ProofFlag> Flags);

/// <summary>Compares proofs with the ticket they are to prove. Pure.</summary>
public static class ProofCheck
{
    private const double EarthRadius = 6_371_008.8; // metres, mean radius (IUGG)

    /// <param name="metres">How far away a proof may be taken (佐证距离).</param>
    public static IReadOnlyList<CheckedProof> Of(IEnumerable<Attachment> files, GeoPoint? place, DateTimeOffset acceptedAt, int metres) =>
        [.. files.Where(f => f.Proof).Select(f => Check(f, place, acceptedAt, metres))];

    /// <summary>缺少佐证: it is said that something was done, and nothing shows it.</summary>
    public static bool Misses(HandlingResult result, IEnumerable<Attachment> files) => result is HandlingResult.Solved or HandlingResult.PartlySolved && !files.Any(f => f.Proof);

    private static CheckedProof Check(Attachment file, GeoPoint? place, DateTimeOffset acceptedAt, int metres)
    {
        var away = place is not null && file.Taken?.Place is { } taken ? Distance(place, taken) : (double?)null;
        if (file.Kind != AttachmentKind.Photo) return new(file, away, []);
        var flags = new List<ProofFlag>();
        if (away > metres) flags.Add(ProofFlag.TooFar);
        if (file.Taken?.At < acceptedAt) flags.Add(ProofFlag.OlderThanTicket);
        if (file.Taken?.AheadOfUpload == true) flags.Add(ProofFlag.LaterThanUpload);
        if (file.Taken?.Place is null) flags.Add(ProofFlag.NoPlace);
        if (file.Taken?.At is null) flags.Add(ProofFlag.NoTime);
        return new(file, away, flags);
    }

    /// <summary>Metres along a great circle (haversine).</summary>
    internal static double Distance(GeoPoint a, GeoPoint b)
    {
        var (from, to) = (double.DegreesToRadians(a.Latitude), double.DegreesToRadians(b.Latitude));
        var (north, east) = (Math.Sin((to - from) / 2), Math.Sin(double.DegreesToRadians(b.Longitude - a.Longitude) / 2));
        return 2 * EarthRadius * Math.Asin(Math.Min(1, Math.Sqrt((north * north) + (Math.Cos(from) * Math.Cos(to) * east * east))));
    }
}
