using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hotline.Tickets.Attachments.Proofs;

/// <summary>Who says where a proof was taken.</summary>
[JsonConverter(typeof(KebabJson<ProofSource>))]
public enum ProofSource
{
    [Description("照片信息")] Exif,
    [Description("手机定位")] Browser,
}

/// <summary>When and where a proof of action was taken (拍摄时间与地点), as the photograph itself or else the official's phone says.</summary>
public sealed record ProofTaken(DateTimeOffset? At, GeoPoint? Place, ProofSource Source)
{
    /// <summary>Cameras are not set to the second.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(10);

    /// <summary>The photograph says it was taken after it had arrived here: its clock is wrong, or was set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AheadOfUpload { get; init; }

    internal ProofTaken Arrived(DateTimeOffset now) => this with { AheadOfUpload = At > now + Slack };

    /// <summary>What the photograph says, with the phone's word where it is silent; null where neither says anything.</summary>
    internal static ProofTaken? Of(ReadOnlySpan<byte> file, ProofTaken? told, TimeZoneInfo zone)
    {
        var (at, place) = ExifFacts.Of(file, zone);
        if (place is not null) return new(at ?? told?.At, place, ProofSource.Exif);
        if (told is { Place: not null } or { At: not null }) return new(at ?? told.At, told.Place, ProofSource.Browser);
        return at is null ? null : new(at, null, ProofSource.Exif);
    }
}
