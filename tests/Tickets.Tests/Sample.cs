using Hotline.Tickets.City;

namespace Hotline.Tickets.Tests;

/// <summary>The people, departments and rules that tests speak of.</summary>
internal static class Sample
{
    internal static readonly CityRules Rules = new(CityProfileFile.Read(new TicketsOptions().CityFile));
    internal static readonly DepartmentId Water = new("water");
    internal static readonly DepartmentId Power = new("power");

    /// <summary>A Monday, 09:30 in the city.</summary>
    internal static readonly DateTimeOffset Monday = new(2026, 11, 9, 1, 30, 0, TimeSpan.Zero);

    internal static readonly Actor Agent = new("1001", "王", Role.Agent, null);
    internal static readonly Actor Dispatcher = new("2001", "李", Role.Dispatcher, null);
    internal static readonly Actor Reviewer = new("3001", "赵", Role.Reviewer, null);
    internal static readonly Actor Caller = new("4001", "孙", Role.FollowUp, null);
    internal static readonly Actor Supervisor = new("5001", "钱", Role.Supervisor, null);
    internal static readonly Actor Administrator = new("admin", "管理员", Role.Administrator, null);
    internal static readonly Actor WaterClerk = new("water", "供水", Role.Department, Water);
    internal static readonly Actor WaterLead = new("water-lead", "供水负责人", Role.DepartmentLead, Water);
    internal static readonly Actor TownClerk = new("chengguan", "城关街道", Role.Department, new("chengguan"));
    internal static readonly Actor UrbanClerk = new("urban", "城管", Role.Department, new("urban"));
    internal static readonly Actor UrbanLead = new("urban-lead", "城管负责人", Role.DepartmentLead, new("urban"));
    internal static readonly Actor Inspector = new("6001", "周", Role.Inspector, null);
    internal static readonly Actor Auditor = new("8001", "郑", Role.Auditor, null);
    internal static readonly Actor PowerClerk = new("power", "供电", Role.Department, Power);

    internal static Actor Of(Role role) => role == Role.Department ? WaterClerk : role == Role.DepartmentLead ? WaterLead : new(role.Code(), role.Chinese(), role, null);
}
