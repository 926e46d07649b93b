using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using NpgsqlTypes;

namespace Hotline.Tickets.EventStore;

/// <summary>How events and tickets look in jsonb columns. PostgreSQL reorders the keys, so "$type" may come last.</summary>
internal static class EventJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        AllowOutOfOrderMetadataProperties = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new CountedIntervalJson() },
    };

    private static readonly Dictionary<Type, string> Kinds = typeof(TicketEvent)
        .GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false).Cast<JsonDerivedTypeAttribute>()
        .ToDictionary(a => a.DerivedType, a => (string)a.TypeDiscriminator!);

    /// <summary>The stored name of an event, such as signed-for.</summary>
    internal static string Kind(this TicketEvent happened) => Kinds[happened.GetType()];

    internal static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    internal static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;

    /// <summary>A parameter of type jsonb.</summary>
    internal static NpgsqlParameter Parameter<T>(T value) => new() { Value = Write(value), NpgsqlDbType = NpgsqlDbType.Jsonb };
}
