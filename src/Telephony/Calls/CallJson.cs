using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline.Telephony.Calls;

/// <summary>How calls look as JSON, on disk, in the database and on the wire.</summary>
internal static class CallJson
{
    internal static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        AllowOutOfOrderMetadataProperties = true, // jsonb sorts its keys
    };

    private static readonly FrozenDictionary<Type, string> Kinds = typeof(CallEvent).GetCustomAttributes<JsonDerivedTypeAttribute>().ToFrozenDictionary(a => a.DerivedType, a => (string)a.TypeDiscriminator!);

    internal static (string Kind, string Body) Event(CallEvent what) => (Kinds[what.GetType()], JsonSerializer.Serialize(what, Options));

    internal static CallEvent Event(string body) => JsonSerializer.Deserialize<CallEvent>(body, Options)!;
}
