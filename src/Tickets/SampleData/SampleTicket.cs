using Hotline.Tickets.Accepting;
using Hotline.Tickets.City;

namespace Hotline.Tickets.SampleData;

/// <param name="DaysAgo">Before today, at <paramref name="At"/> (hh:mm).</param>
/// <param name="Steps">What is done with it, one after the other; steps that would lie in the future are left out.</param>
/// <param name="ReturnedBy">The department it is dispatched to first, which returns it.</param>
/// <param name="Pace">1 is brisk, 3 is late.</param>
internal sealed record SampleTicket(
    int DaysAgo, string At, Request Request, IReadOnlyList<string> Steps, string? Department = null, string? ReturnedBy = null, string? Reply = null,
    Finding Finding = Finding.True, HandlingResult Result = HandlingResult.Solved, Satisfaction Satisfaction = Satisfaction.Satisfied, double Pace = 1);

/// <summary>The people of the sample city.</summary>
internal static class People
{
    internal static Actor Agent { get; } = new("1001", "王晓燕", Role.Agent, null);
    internal static Actor Dispatcher { get; } = new("2001", "李建国", Role.Dispatcher, null);
    internal static Actor Reviewer { get; } = new("3001", "赵敏", Role.Reviewer, null);
    internal static Actor FollowUp { get; } = new("4001", "孙丽", Role.FollowUp, null);

    internal static Actor LeadOf(string department, CityRules rules) =>
        new($"{department}-lead", rules.NameOf(new DepartmentId(department)) + "负责人", Role.DepartmentLead, new(department));

    internal static Actor Of(string department, CityRules rules) => new(department, rules.NameOf(new DepartmentId(department))!, Role.Department, new(department));
}
