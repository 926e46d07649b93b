using System.Globalization;

namespace Hotline.Tickets.Deadlines;

/// <summary>How a due time is written: what ends with a day reads as that day's end (24:00), not as the next day's beginning.</summary>
public static class DayEnd
{
    /// <param name="local">By the city's clocks.</param>
    /// <param name="day">The form of the day, with what stands between it and the time.</param>
    public static string Written(DateTime local, string day) =>
        local.TimeOfDay == TimeSpan.Zero ? local.AddDays(-1).ToString(day, CultureInfo.InvariantCulture) + "24:00" : local.ToString(day + "HH:mm", CultureInfo.InvariantCulture);
}
