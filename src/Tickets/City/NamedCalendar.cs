namespace Hotline.Tickets.City;

/// <summary>A calendar beside the usual one, such as that of a desk that never closes (值守日历).</summary>
/// <param name="WorkHours">办公时间</param>
public sealed record NamedCalendar(string Code, string Name, string WorkHours);
