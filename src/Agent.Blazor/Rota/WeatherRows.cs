using Hotline.Agent.Blazor.Administration.Imports;
using Hotline.Tickets.City;

namespace Hotline.Agent.Blazor.Rota;

/// <summary>The weather of one day, as a row of a table.</summary>
internal sealed record WeatherRow(DateOnly Day, IReadOnlyList<string> Tags);

/// <summary>天气标签 as rows: a day without tags is cleared, days that a file does not name stay as they are.</summary>
internal static class WeatherRows
{
    internal static IReadOnlyList<string> Columns { get; } = ["day", "weather"];

    internal static WeatherRow Read(CsvRow row)
    {
        var (day, text) = (row.Day("day"), row.Text("weather") ?? "");
        if (row.Text("day") is null) row.Wrong("day", "missing");
        if (DayWeather.Read(text) is { } tags) return new(day ?? DateOnly.MinValue, tags);
        row.Wrong("weather", "no-weather", DayWeather.MostTags, DayWeather.LongestTag);
        return new(day ?? DateOnly.MinValue, []);
    }

    internal static void Check(IReadOnlyList<(CsvRow Row, WeatherRow Item)> rows)
    {
        foreach (var (row, day) in rows.GroupBy(r => r.Item.Day).Where(g => g.Key != DateOnly.MinValue).SelectMany(g => g.Skip(1))) row.Wrong("day", "twice", Design.DateSpan.Written(day.Day));
    }
}
