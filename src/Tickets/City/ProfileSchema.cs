using System.ComponentModel;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Hotline.Tickets.City.Versions;

namespace Hotline.Tickets.City;

/// <summary>The JSON Schema of a city profile (draft 2020-12), made from the records themselves. The copy beside the samples is for editors.</summary>
internal static class ProfileSchema
{
    private static readonly JsonSchemaExporterOptions Exporting = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Completed };

    internal static string Write()
    {
        var schema = ProfileJson.Options.GetJsonSchemaAsNode(typeof(CityProfile), Exporting).AsObject();
        var properties = schema["properties"]!.AsObject();
        properties["extends"] = new JsonObject { ["type"] = "string", ["description"] = "A file beside this one that gives what is not said here (JSON Merge Patch); then nothing is required." };
        properties["$schema"] = new JsonObject { ["type"] = "string" };
        var required = schema["required"]!.DeepClone();
        schema.Remove("required");
        schema["if"] = new JsonObject { ["not"] = new JsonObject { ["required"] = new JsonArray("extends") } };
        schema["then"] = new JsonObject { ["required"] = required };
        var whole = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = "城市配置" };
        foreach (var (key, value) in schema.ToList()) whole[key] = value?.DeepClone();
        return whole.ToJsonString(new(ProfileJson.Options) { WriteIndented = true }) + "\n";
    }

    /// <summary>Codes are texts to the exporter's eyes anything; enumerations get their Chinese terms.</summary>
    private static JsonNode Completed(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (context.TypeInfo.Type == typeof(DepartmentId)) return new JsonObject { ["type"] = "string", ["minLength"] = 1 };
        if (context.TypeInfo.Type.IsEnum && schema is JsonObject named)
            named["description"] = string.Join("、", context.TypeInfo.Type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => f.GetCustomAttribute<DescriptionAttribute>()?.Description ?? f.Name));
        return schema;
    }
}
