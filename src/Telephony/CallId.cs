using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline.Telephony;

/// <summary>Identifies one call (话务), from its INVITE to its recording. Sorted by time.</summary>
[JsonConverter(typeof(Json))]
public readonly record struct CallId(Guid Value)
{
    public static CallId New() => new(Guid.CreateVersion7());

    /// <summary>For route parameters.</summary>
    public static bool TryParse(string? text, out CallId id)
    {
        var good = Guid.TryParse(text, out var value);
        id = new(value);
        return good;
    }

    public override string ToString() => Value.ToString();

    private sealed class Json : JsonConverter<CallId>
    {
        public override CallId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());

        public override void Write(Utf8JsonWriter writer, CallId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}

/// <summary>An agent's work number (工号), e.g. "1001".</summary>
[JsonConverter(typeof(Json))]
public readonly record struct AgentId(string Value)
{
    public override string ToString() => Value;

    private sealed class Json : JsonConverter<AgentId>
    {
        public override AgentId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, AgentId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}

/// <summary>Who speaks on a call.</summary>
public enum Party
{
    /// <summary>诉求人</summary>
    Citizen,
    /// <summary>话务员</summary>
    Agent,
    /// <summary>110 接警员</summary>
    Police,
    /// <summary>A department's or partner line's person (外线).</summary>
    Outside,
    /// <summary>班长</summary>
    Supervisor,
}
