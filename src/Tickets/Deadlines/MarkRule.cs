using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline.Tickets.Deadlines;

/// <summary>
/// Where a mark lies on its clock's way (预警点规则): at a share of the limit, or so long before or after the end. It stays with the
/// mark, so that a clock that is moved moves its marks in their own time. Written "50%", "-4 working-hours", "+1 working-days opening".
/// </summary>
/// <param name="Percent">Of the counted time; null where the offset holds.</param>
/// <param name="Offset">From the end, negative before it.</param>
/// <param name="Opening">On the working day so many days from that of the end, when work begins (承办人上班时).</param>
[JsonConverter(typeof(Json))]
public sealed record MarkRule(int? Percent, int Offset = 0, LimitUnit Unit = LimitUnit.Minutes, bool Opening = false)
{
    public static MarkRule OfPercent(int percent) => new(percent);

    public static MarkRule OfOffset(int offset, LimitUnit unit, bool opening = false) => new(null, offset, unit, opening && unit == LimitUnit.WorkingDays);

    /// <exception cref="FormatException">With an example of the right form.</exception>
    public static MarkRule Parse(string text)
    {
        if (text.EndsWith('%') && Number(text[..^1]) is { } percent) return OfPercent(percent);
        return text.Split(' ') is [var offset, var unit, .. var rest] && Number(offset) is { } so && Terms.TryFromCode<LimitUnit>(unit, out var known) && rest is [] or ["opening"]
            ? OfOffset(so, known, rest.Length == 1)
            : throw new FormatException($"\"{text}\" is no mark. Write it like 50%, -4 working-hours or +1 working-days opening.");
    }

    public override string ToString() => Percent is { } share
        ? string.Create(CultureInfo.InvariantCulture, $"{share}%")
        : string.Create(CultureInfo.InvariantCulture, $"{Offset:+0;-0;+0} {Unit.Code()}{(Opening ? " opening" : "")}");

    private static int? Number(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private sealed class Json : JsonConverter<MarkRule>
    {
        public override MarkRule Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, MarkRule value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
