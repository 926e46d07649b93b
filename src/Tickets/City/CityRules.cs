using System.Globalization;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.City;

/// <summary>The profile with its calendar, as commands ask it. Pure: the same question has the same answer.</summary>
public sealed class CityRules
{
    private readonly WorkCalendar _calendar;
    private readonly TimeZoneInfo _zone;
    private readonly HashSet<DepartmentId> _departments;

    public CityRules(CityProfile profile)
    {
        Profile = profile;
        _calendar = WorkCalendar.National(WorkHours.Parse(profile.WorkHours));
        _zone = TimeZoneInfo.FindSystemTimeZoneById(profile.TimeZone);
        _departments = [.. profile.Departments.Select(d => d.Code)];
        Categories = profile.Categories.SelectMany(c => (IEnumerable<Category>)[c, .. c.Children ?? []]).ToDictionary(c => c.Code);
    }

    public CityProfile Profile { get; }

    public string Version => Profile.RulesVersion;

    /// <summary>Both levels, by code.</summary>
    public IReadOnlyDictionary<string, Category> Categories { get; }

    public bool Knows(DepartmentId department) => _departments.Contains(department);

    public bool KnowsDistrict(string code) => Profile.Districts.Any(d => d.Code == code);

    /// <summary>Null for null; the code itself for a department of an older profile.</summary>
    public string? NameOf(DepartmentId? department) =>
        department is { } id ? Profile.Departments.FirstOrDefault(d => d.Code == id)?.Name ?? id.Code : null;

    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, _zone).DateTime);

    /// <summary>Midnight at the beginning of a day of the city.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, _zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    /// <summary>Starts a clock by the first limit that fits the ticket.</summary>
    /// <param name="redo">重办、退回: after a reply has been refused once.</param>
    public Clock Start(ClockName name, RequestFacts facts, DateTimeOffset now, bool redo = false)
    {
        var row = Profile.Limits.First(l => l.Fits(name, facts, redo));
        var due = Add(now, row.Value, row.Unit);
        var warnAt = row.WarnAfter is { } after ? Add(now, after, row.Unit).At.ToUniversalTime() : (DateTimeOffset?)null;
        return new Clock(name, new Limit(row.Value, row.Unit, row.WarnAfter), now, warnAt, due.At.ToUniversalTime(), due.Intervals, due.UnknownYear);
    }

    /// <summary>A moment that much working time later.</summary>
    internal DateTimeOffset AfterWorking(DateTimeOffset start, TimeSpan working) => _calendar.AddWorkingTime(start, working).At.ToUniversalTime();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Profile.Name} {Version}");

    private Due Add(DateTimeOffset start, int value, LimitUnit unit) => unit switch
    {
        LimitUnit.Minutes => WorkCalendar.AddTime(start, TimeSpan.FromMinutes(value)),
        LimitUnit.WorkingHours => _calendar.AddWorkingTime(start, TimeSpan.FromHours(value)),
        LimitUnit.WorkingDays => _calendar.AddWorkingDays(start, value),
        _ => WorkCalendar.AddNaturalDays(start, value),
    };
}
