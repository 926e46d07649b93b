using Hotline.Tickets.City;
using Npgsql;

namespace Hotline.Tickets.Departments;

/// <summary>新旧口径: by the units as they were, or by those that do their work today.</summary>
public enum UnitMap { Recorded, Current }

/// <summary>Tickets a unit answered for (分单位工单量).</summary>
/// <param name="From">The units whose tickets these are, as they were recorded.</param>
public sealed record UnitCount(string Unit, string Name, long Tickets, long Closed, IReadOnlyList<string> From);

/// <summary>Counts the same period by the old and by the new map of units: the sums are equal.</summary>
internal sealed class UnitReport(NpgsqlDataSource db, CityRules rules, TimeProvider clock)
{
    /// <param name="to">The last day, included.</param>
    internal Task<IReadOnlyList<UnitCount>> ReadAsync(DateOnly from, DateOnly to, UnitMap map, CancellationToken ct) =>
        ReadAsync(from, to, map, rules.Profile.Departments, rules.DayOf(clock.Now()), ct);

    /// <param name="today">The day whose units do the work.</param>
    internal async Task<IReadOnlyList<UnitCount>> ReadAsync(DateOnly from, DateOnly to, UnitMap map, IReadOnlyList<Department> departments, DateOnly today, CancellationToken ct)
    {
        var units = new Units(departments);
        var rows = await db.ReadAsync(
            """
            select department, count(*), count(closed_at) from tickets.ticket
            where accepted_at >= $1 and accepted_at < $2 and department is not null group by department
            """,
            [rules.StartOf(from), rules.StartOf(to.AddDays(1))], row => (Unit: row.GetString(0), All: row.GetInt64(1), Closed: row.GetInt64(2)), ct);
        return
        [
            .. rows.GroupBy(r => map == UnitMap.Recorded ? r.Unit : Now(units, r.Unit, today)).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new UnitCount(g.Key, units.NameOn(new(g.Key), map == UnitMap.Recorded ? to : today), g.Sum(r => r.All), g.Sum(r => r.Closed), [.. g.Select(r => r.Unit).Order(StringComparer.Ordinal)])),
        ];
    }

    // work that was split cannot be divided afterwards: it stays under the unit it was recorded for
    private static string Now(Units units, string unit, DateOnly day) => units.HeirsOn(new(unit), day) is [var heir] ? heir.Code : unit;
}
