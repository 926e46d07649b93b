using System.Collections.Concurrent;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.City;

/// <summary>One version of the rules, worked out: it never changes.</summary>
internal sealed class CityEdition
{
    private readonly ConcurrentDictionary<string, WorkCalendar> _byHours = new(StringComparer.Ordinal);

    internal CityEdition(CityProfile profile)
    {
        Profile = profile;
        Calendar = WorkCalendar.OfCity(WorkHours.Parse(profile.WorkHours), profile.Days);
        Calendars = (profile.Calendars ?? []).ToDictionary(c => c.Code, c => Calendar.With(WorkHours.Parse(c.WorkHours)), StringComparer.Ordinal);
        Zone = TimeZoneInfo.FindSystemTimeZoneById(profile.TimeZone);
        Departments = [.. profile.Departments.Select(d => d.Code)];
        Categories = profile.Categories.SelectMany(c => (IEnumerable<Category>)[c, .. c.Children ?? []]).ToDictionary(c => c.Code);
        MainOf = profile.Categories.SelectMany(main => (main.Children ?? []).Select(own => (own.Code, main.Code))).ToDictionary(c => c.Item1, c => c.Item2);
        Withheld = (profile.Withheld ?? []).SelectMany(w => w.Steps.Select(s => (w.Role, s))).ToHashSet();
    }

    internal CityProfile Profile { get; }

    /// <summary>The city's days with hours of a clock's own; null for the city's.</summary>
    internal WorkCalendar CalendarOf(string? hours) => hours is null ? Calendar : _byHours.GetOrAdd(hours, text => Calendar.With(WorkHours.Parse(text)));

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
