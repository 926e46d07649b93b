using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Hotline.Tickets.City.Versions;

/// <summary>A profile as JSON: how files and requests are read, and the one way it is written.</summary>
internal static class ProfileJson
{
    internal static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>For what was written with these options: what was null then is not there.</summary>
    internal static JsonSerializerOptions Reports { get; } = new(Options) { RespectRequiredConstructorParameters = false };

    internal static JsonSerializerOptions Indented { get; } = new(Options) { WriteIndented = true };

    internal static string Write(CityProfile profile) => JsonSerializer.Serialize(profile, Options);

    /// <summary>Of a profile that was proved when it was stored.</summary>
    internal static CityProfile Read(string json) => JsonSerializer.Deserialize<CityProfile>(json, Options)!;

    /// <summary>SHA-256 of what is written: two profiles with the same sum say the same.</summary>
    internal static byte[] Sum(CityProfile profile) => SHA256.HashData(Encoding.UTF8.GetBytes(Write(profile)));
}
