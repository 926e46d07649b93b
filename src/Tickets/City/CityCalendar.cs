namespace Hotline.Tickets.City;

/// <summary>工作日历 beyond the State Council's notices.</summary>
/// <param name="Days">Days of this city alone (地方假、调休): they go before the notices.</param>
/// <param name="Named">Calendars that limits may name, such as one for those on duty round the clock.</param>
public sealed record CityCalendar(IReadOnlyList<CityDay>? Days = null, IReadOnlyList<NamedCalendar>? Named = null);

/// <param name="Works">False for a day off.</param>
public sealed record CityDay(DateOnly Day, bool Works, string Name);

/// <param name="EveryDay">Weekends and holidays count too.</param>
public sealed record NamedCalendar(string Code, string Name, string WorkHours, bool EveryDay = false);
