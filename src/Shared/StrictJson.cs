using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline;

/// <summary>请求体: a field that nobody knows is no wish: it is refused by name, not passed over; so is one given twice. This file is compiled into every project that reads bodies.</summary>
internal static class StrictJson
{
    internal static JsonSerializerOptions Strict(this JsonSerializerOptions options)
    {
        (options.AllowDuplicateProperties, options.UnmappedMemberHandling) = (false, JsonUnmappedMemberHandling.Disallow);
        return options;
    }

    /// <summary>Which field is wrong, and how to mend it.</summary>
    internal static (string Field, string Why) Wrong(JsonException e, Type? body, JsonSerializerOptions options)
    {
        var field = e.Path is null or "$" ? "body" : e.Path[2..];
        return (field, IsUnknown(e) ? Unknown(field, body, options) : "无法识别的值，请按接口文档的类型和代码填写");
    }

    private static bool IsUnknown(JsonException e) => e.Message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal);

    /// <summary>Of the body itself all names are told.</summary>
    private static string Unknown(string field, Type? body, JsonSerializerOptions options) => body is null || field.AsSpan().ContainsAny('.', '[')
        ? "没有这个字段，请核对名称"
        : $"没有这个字段，请核对名称；可用：{string.Join("、", options.GetTypeInfo(body).Properties.Where(p => p.Set is not null || p.AssociatedParameter is not null).Select(p => p.Name))}";
}
