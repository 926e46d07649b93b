using System.Globalization;
using System.Text.Json;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Tests.Deadlines;

/// <summary>Our own notices, day by day, against an independently kept list of working days.</summary>
public sealed class WorkCalendarNoticesTests
{
    private const string List = "calendar/cn_workdays_2018_2027.json";

    [Fact]
    public void Every_day_from_2018_to_2026_is_as_in_the_independent_list()
    {
        Assert.SkipWhen(Folder() is null, $"{List} is neither under ../shared/data nor under HOTLINE_SHARED_DATA.");
        var calendar = WorkCalendar.National(WorkHours.Office);
        using var list = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder()!, List)));

        var compared = 0;
        foreach (var entry in list.RootElement.GetProperty("days").EnumerateObject())
        {
            var day = DateOnly.Parse(entry.Name, CultureInfo.InvariantCulture);
            if (!calendar.IsKnown(day)) continue;
            Assert.True(entry.Value.GetProperty("work").GetBoolean() == calendar.IsWorkday(day), entry.Name);
            compared++;
        }
        Assert.Equal(3287, compared);
    }

    private static string? Folder()
    {
        if (Environment.GetEnvironmentVariable("HOTLINE_SHARED_DATA") is { Length: > 0 } named) return File.Exists(Path.Combine(named, List)) ? named : null;
        for (var up = new DirectoryInfo(AppContext.BaseDirectory); up is not null; up = up.Parent)
            if (File.Exists(Path.Combine(up.FullName, "shared/data", List))) return Path.Combine(up.FullName, "shared/data");
        return null;
    }
}
