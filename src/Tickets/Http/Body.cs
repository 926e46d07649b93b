using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Hotline.Tickets.Http;

internal interface IBody
{
    /// <summary>Null when the body could be read.</summary>
    IReadOnlyDictionary<string, string[]>? Errors { get; }
}

/// <summary>A JSON body that, where it cannot be read, says which field is wrong.</summary>
internal sealed class Body<T> : IBody where T : class
{
    private static readonly JsonSerializerOptions Json = new JsonSerializerOptions(JsonSerializerDefaults.Web) { Converters = { new CleanText() } }.Strict();

    private readonly T? _value;

    private Body(T? value, IReadOnlyDictionary<string, string[]>? errors) => (_value, Errors) = (value, errors);

    internal T Value => _value!;

    public IReadOnlyDictionary<string, string[]>? Errors { get; }

    public static async ValueTask<Body<T>?> BindAsync(HttpContext context)
    {
        try
        {
            if (context.Request.ContentLength is 0 or null && context.Request.Headers.TransferEncoding.Count == 0) return new(JsonSerializer.Deserialize<T>("{}", Json), null);
            return await context.Request.ReadFromJsonAsync<T>(Json, context.RequestAborted) is { } value ? new(value, null) : Wrong("body", "请求体不能为 null，应为 JSON 对象");
        }
        catch (JsonException e)
        {
            var (field, why) = StrictJson.Wrong(e, typeof(T), Json);
            return Wrong(field, why);
        }
        catch (InvalidOperationException)
        {
            return Wrong("body", "Content-Type 应为 application/json");
        }
    }

    private static Body<T> Wrong(string field, string error) => new(null, new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [error] });
}

/// <summary>Text that can be kept: no NUL, which PostgreSQL has no place for, and no half of a character.</summary>
internal sealed class CleanText : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException();
        string text;
        try { text = reader.GetString()!; }
        catch (InvalidOperationException e) { throw new JsonException("Half of a character.", e); }
        return text.Contains('\0') ? throw new JsonException("The character NUL.") : text;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
