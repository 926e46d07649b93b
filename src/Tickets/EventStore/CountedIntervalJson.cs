using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.EventStore;

/// <summary>A counted interval as it is stored: "2026-11-24T09:00/2026-11-24T12:00" (ISO 8601), China Standard Time. Clocks are written often and count many.</summary>
internal sealed class CountedIntervalJson : JsonConverter<CountedInterval>
{
    private const string Minutes = "yyyy-MM-ddTHH:mm";
    private const string Exact = "yyyy-MM-ddTHH:mm:ss.FFFFFFF";

    public override CountedInterval Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.StartObject) return JsonSerializer.Deserialize<CountedInterval>(ref reader, JsonSerializerOptions.Web)!; // as it was stored at first
        var ends = reader.GetString()!.Split('/');
        return new(Time(ends[0]), Time(ends[1]));
    }

    public override void Write(Utf8JsonWriter writer, CountedInterval value, JsonSerializerOptions options) => writer.WriteStringValue($"{Text(value.From)}/{Text(value.To)}");

    private static string Text(DateTimeOffset at)
    {
        var local = at.ToOffset(WorkCalendar.Offset);
        return local.ToString(local.Ticks % TimeSpan.TicksPerMinute == 0 ? Minutes : Exact, CultureInfo.InvariantCulture);
    }

    private static DateTimeOffset Time(string text) =>
        new(DateTime.ParseExact(text, [Minutes, Exact], CultureInfo.InvariantCulture, DateTimeStyles.None), WorkCalendar.Offset);
}
