using System.Globalization;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.City;

/// <summary>The profile with its calendar, as commands ask it. Pure: the same question has the same answer.</summary>
public sealed partial class CityRules
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

    /// <summary>The city's time zone.</summary>
    internal TimeZoneInfo Zone => _zone;

    public string Version => Profile.RulesVersion;

    public HandlingRules Handling => Profile.Handling ?? Defaults;

    private static HandlingRules Defaults { get; } = new();

    /// <summary>Both levels, by code.</summary>
    public IReadOnlyDictionary<string, Category> Categories { get; }

    public bool Knows(DepartmentId department) => _departments.Contains(department);

    public bool KnowsDistrict(string code) => Profile.Districts.Any(d => d.Code == code);

    public bool KnowsStatutory(string code) => Handling.Statutory.Any(s => s.Code == code);

    /// <summary>The rule by which a category is a department's duty; null where it is not.</summary>
    public string? DutyOf(string category) => Categories.GetValueOrDefault(category)?.DepartmentDuty;

    public UnitLevel? LevelOf(DepartmentId department) => Profile.Departments.FirstOrDefault(d => d.Code == department)?.Level;

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

    /// <summary>A moment that much working time later.</summary>
    internal DateTimeOffset AfterWorking(DateTimeOffset start, TimeSpan working) => _calendar.AddWorkingTime(start, working).At.ToUniversalTime();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Profile.Name} {Version}");
}
