using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline.Tickets;

/// <summary>The two names of an enumeration's value: the field's Chinese term for people, and the code for programs.</summary>
public static class Terms
{
    /// <summary>The Chinese term, such as 待签收.</summary>
    public static string Chinese<T>(this T value) where T : struct, Enum => Names<T>.Chinese[value];

    /// <summary>The stable code in JSON, addresses and the database, such as awaiting-signature.</summary>
    public static string Code<T>(this T value) where T : struct, Enum => Names<T>.Codes[value];

    public static bool TryFromCode<T>(string? code, out T value) where T : struct, Enum => Names<T>.ByCode.TryGetValue(code ?? "", out value);

    internal static T FromCode<T>(string code) where T : struct, Enum => Names<T>.ByCode[code];

    private static class Names<T> where T : struct, Enum
    {
        internal static readonly Dictionary<T, string> Chinese = Enum.GetValues<T>().ToDictionary(v => v, v => Field(v).GetCustomAttribute<DescriptionAttribute>()!.Description);
        internal static readonly Dictionary<T, string> Codes = Enum.GetValues<T>().ToDictionary(
            v => v, v => Field(v).GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? JsonNamingPolicy.KebabCaseLower.ConvertName(v.ToString()));
        internal static readonly Dictionary<string, T> ByCode = Codes.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

        private static FieldInfo Field(T value) => typeof(T).GetField(value.ToString())!;
    }
}
