using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline.Tickets;

/// <summary>A value that stands in JSON as its text.</summary>
internal sealed class TextJson<T> : JsonConverter<T> where T : struct, IParsable<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        T.TryParse(reader.GetString(), CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new JsonException($"\"{reader.GetString()}\" is no {typeof(T).Name}.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>An enumeration that stands in JSON, in the database and in addresses as its name in-kebab-case.</summary>
internal sealed class KebabJson<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) where T : struct, Enum;
