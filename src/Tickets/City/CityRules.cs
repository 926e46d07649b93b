using System.Globalization;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.City;

/// <summary>
/// The profile with its calendars, as commands ask it. Made of a profile it is one version and pure: the same question has the same
/// answer. The one that services get changes with the city's rulebook; a decision takes <see cref="At"/> first and asks only that.
/// </summary>
public sealed partial class CityRules
{
    private readonly CityEdition? _edition;
    private readonly CityRulebook? _book;

    public CityRules(CityProfile profile) => _edition = new CityEdition(profile);

    internal CityRules(CityRulebook book) => _book = book;

    public CityProfile Profile => Edition.Profile;

    public string Version => Profile.RulesVersion;

    public HandlingRules Handling => Profile.Handling ?? Defaults;

    private static HandlingRules Defaults { get; } = new();

    private CityEdition Edition => _edition ?? _book!.Now.Edition;

    /// <summary>The city's time zone.</summary>
    internal TimeZoneInfo Zone => Edition.Zone;

    private WorkCalendar Calendar => Edition.Calendar;

    /// <summary>The rules of a moment, which change no more.</summary>
    public CityRules At(DateTimeOffset at) => _book is null ? this : _book.At(at);

    /// <summary>Both levels, by code.</summary>
    public IReadOnlyDictionary<string, Category> Categories => Edition.Categories;

    /// <summary>The main category of an own one; null for a main one.</summary>
    internal string? MainOf(string category) => Edition.MainOf.GetValueOrDefault(category);

    public bool Knows(DepartmentId department) => Edition.Departments.Contains(department);

    public bool KnowsDistrict(string code) => Profile.Districts.Any(d => d.Code == code);

    /// <summary>Whether the city sets a limit for this clock at all.</summary>
    public bool Asks(ClockName clock) => Profile.Limits.Any(l => l.Clock == clock);

    public bool KnowsStatutory(string code) => Handling.Statutory.Any(s => s.Code == code);

    /// <summary>False where the city takes a step away from a role that the transition table gives it to.</summary>
    public bool MayTake(Role role, Step step) => !Edition.Withheld.Contains((role, step));

    /// <summary>The rule by which a category is a department's duty; null where it is not.</summary>
    public string? DutyOf(string category) => Categories.GetValueOrDefault(category)?.DepartmentDuty;

    public UnitLevel? LevelOf(DepartmentId department) => Profile.Departments.FirstOrDefault(d => d.Code == department)?.Level;

    /// <summary>Null for null; the code itself for a department of an older profile.</summary>
    public string? NameOf(DepartmentId? department) =>
        department is { } id ? Profile.Departments.FirstOrDefault(d => d.Code == id)?.Name ?? id.Code : null;

    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(LocalOf(at));

    /// <summary>Midnight at the beginning of a day of the city.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    /// <summary>退单时限 of what is dispatched at a moment.</summary>
    internal DateTimeOffset ReturnableUntil(DateTimeOffset dispatched) => Profile.Counts.Return is { } limit
        ? Within(ClockName.SignIn, limit, dispatched).DueAt
        : dispatched.AddHours(Profile.Counts.ReturnHours);

    /// <summary>What the clocks on the city's walls show.</summary>
    internal DateTime LocalOf(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone).DateTime;

    public bool IsWorkday(DateOnly day) => Calendar.IsWorkday(day);

    /// <summary>A moment that much working time later.</summary>
    internal DateTimeOffset AfterWorking(DateTimeOffset start, TimeSpan working) => Calendar.AddWorkingTime(start, working).At.ToUniversalTime();

    /// <summary>The first row that fits; the usual limit where the city sets none.</summary>
    internal ClockLimit LimitOf(ClockName name, RequestFacts facts, bool redo, DepartmentId? unit)
    {
        var edition = Edition;
        var main = facts.Category is { } code ? edition.MainOf.GetValueOrDefault(code) : null;
        return edition.Profile.Limits.FirstOrDefault(l => l.Fits(name, facts, redo, unit, main)) ?? Usual(name);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Profile.Name} {Version}");
}
