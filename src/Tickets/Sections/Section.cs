using System.ComponentModel;
using System.Text.Json.Serialization;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Sections;

/// <summary>科室: a part of a unit, with the people in it who handle matters.</summary>
public sealed record Section(string Name, IReadOnlyList<string> People);

/// <summary>How a time inside the unit ended.</summary>
[JsonConverter(typeof(KebabJson<AssignmentOutcome>))]
public enum AssignmentOutcome
{
    [Description("已办好")] Done,
    [Description("已改派")] PassedOn,
    [Description("已收回")] TakenBack,
}

/// <summary>下派: to a section of the unit, or to one person in it.</summary>
/// <param name="Days">Working days; the ticket's own clock ends it sooner where it ends sooner.</param>
/// <param name="Task">The unit's task where another unit leads; null for the ticket itself.</param>
public sealed record AssignmentWanted(string? Section, string? Person, int? Days, string? Note = null, int? Task = null)
{
    internal Limit Limit => new(Days!.Value, LimitUnit.WorkingDays);
}

/// <summary>One line of who had the matter inside the unit (下派记录). Nothing of it ever changes but its end.</summary>
/// <param name="Overdue">Past its time, or ended after it.</param>
public sealed record Assignment(
    long Id, DepartmentId Unit, int? Task, string Section, string? Person, string? Note, DateTimeOffset At, DateTimeOffset DueAt, bool Overdue, Actor By,
    DateTimeOffset? EndedAt, AssignmentOutcome? Outcome, string? Report);
