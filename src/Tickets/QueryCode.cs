using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Hotline.Tickets;

/// <summary>查询码: six random digits that open a ticket's public status to whoever has its number.</summary>
[JsonConverter(typeof(TextJson<QueryCode>))]
public readonly record struct QueryCode(string Digits) : IParsable<QueryCode>
{
    internal static QueryCode New() => new(RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture));

    public static QueryCode Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var code) ? code : throw new FormatException("查询码为 6 位数字");

    public static bool TryParse(string? s, IFormatProvider? provider, out QueryCode result)
    {
        result = new QueryCode(s?.Trim() ?? "");
        return result.Digits.Length == 6 && result.Digits.All(char.IsAsciiDigit);
    }

    public override string ToString() => Digits;
}
