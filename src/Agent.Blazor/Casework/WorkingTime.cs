using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Microsoft.Extensions.Localization;

namespace Hotline.Agent.Blazor.Casework;

/// <summary>How much working time 剩余工作时间 is left to a due time, in words.</summary>
public sealed class WorkingTime(CityRules rules, TimeProvider clock, IStringLocalizer<CaseText> words)
{
    private readonly WorkHours _hours = WorkHours.Parse(rules.Profile.WorkHours);

    /// <summary>Such as "2 working days 3 h left", or "overdue" with the time since.</summary>
    public string Left(DateTimeOffset due)
    {
        var now = clock.GetUtcNow();
        return due < now ? words["left.overdue", Amount(now, due)] : words["left", Amount(now, due)];
    }

    private string Span(TimeSpan time) => time.TotalHours >= 1 ? words["left.plain-hours", (int)time.TotalHours, time.Minutes] : words["left.plain-minutes", (int)Math.Ceiling(time.TotalMinutes)];

    private string Amount(DateTimeOffset now, DateTimeOffset due)
    {
        var working = WorkCalendar.National(_hours).WorkingTimeBetween(now < due ? now : due, now < due ? due : now);
        if (working < TimeSpan.FromMinutes(1)) return Span((due - now).Duration()); // nights and holidays: only plain time passes
        var days = (int)(working / _hours.PerDay);
        var rest = working - (days * _hours.PerDay);
        return days > 0 ? words["left.days", days, (int)rest.TotalHours]
            : rest.TotalHours >= 1 ? words["left.hours", (int)rest.TotalHours, rest.Minutes]
            : words["left.minutes", rest.Minutes];
    }
}
