using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.City;

/// <summary>One version of the rules, worked out: it never changes.</summary>
internal sealed class CityEdition
{
    internal CityEdition(CityProfile profile)
    {
        Profile = profile;
        var days = profile.Days.ToDictionary(d => d.Day, d => d.Works);
        Calendar = WorkCalendar.OfCity(WorkHours.Parse(profile.WorkHours), days);
        Calendars = (profile.Calendars ?? []).ToDictionary(c => c.Code, c => WorkCalendar.OfCity(WorkHours.Parse(c.WorkHours), days), StringComparer.Ordinal);
        Zone = TimeZoneInfo.FindSystemTimeZoneById(profile.TimeZone);
        Departments = [.. profile.Departments.Select(d => d.Code)];
        Categories = profile.Categories.SelectMany(c => (IEnumerable<Category>)[c, .. c.Children ?? []]).ToDictionary(c => c.Code);
        MainOf = profile.Categories.SelectMany(main => (main.Children ?? []).Select(own => (own.Code, main.Code))).ToDictionary(c => c.Item1, c => c.Item2);
        Withheld = (profile.Withheld ?? []).SelectMany(w => w.Steps.Select(s => (w.Role, s))).ToHashSet();
    }

    internal CityProfile Profile { get; }

    internal WorkCalendar Calendar { get; }

    /// <summary>Those of <see cref="CityProfile.Calendars"/>, by code.</summary>
    internal IReadOnlyDictionary<string, WorkCalendar> Calendars { get; }

    internal TimeZoneInfo Zone { get; }

    internal HashSet<DepartmentId> Departments { get; }

    internal IReadOnlyDictionary<string, Category> Categories { get; }

    /// <summary>The main category of an own one.</summary>
    internal IReadOnlyDictionary<string, string> MainOf { get; }

    internal HashSet<(Role, Step)> Withheld { get; }
}
