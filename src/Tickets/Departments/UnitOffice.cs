using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Departments;

/// <summary>What happens to the open tickets of a unit that ends (在办工单去向).</summary>
/// <param name="Heirs">Who takes over.</param>
/// <param name="AtOnce">Moved by the nightly job of the first day.</param>
/// <param name="Later">Moved when somebody has decided what they wait for.</param>
/// <param name="ByHand">A dispatcher has to choose among several heirs, or there is none.</param>
public sealed record UnitMove(DepartmentId Unit, string Name, DateOnly EndsOn, IReadOnlyList<DepartmentId> Heirs, long AtOnce, long Later, long ByHand);

/// <summary>The same period counted by both maps (新旧口径).</summary>
public sealed record BothMaps(DateOnly From, DateOnly To, IReadOnlyList<UnitCount> Recorded, IReadOnlyList<UnitCount> Current);

/// <summary>机构改革 before it happens: what a list of units would do to open tickets and to the figures of a period. Reads only.</summary>
public sealed class UnitOffice
{
    private readonly NpgsqlDataSource _db;
    private readonly UnitReport _report;

    internal UnitOffice(NpgsqlDataSource db, UnitReport report) => (_db, _report) = (db, report);

    /// <summary>Units that end on or before the day and have open tickets, by their codes.</summary>
    public async Task<IReadOnlyList<UnitMove>> MovesAsync(IReadOnlyList<Department> departments, DateOnly day, CancellationToken ct)
    {
        var units = new Units(departments);
        var ended = departments.Where(d => units.EndedBy(d.Code, day) is not null).ToDictionary(d => d.Code);
        if (ended.Count == 0) return [];
        var open = await _db.ReadAsync(
            """
            select department, state, count(*) from tickets.ticket
            where department = any ($1) and closed_at is null and merged_into is null group by department, state
            """,
            [ended.Keys.Select(c => c.Code).ToArray()], row => (Unit: row.Department(0)!.Value, State: row.Code<StateName>(1), Count: row.GetInt64(2)), ct);
        return
        [
            .. open.GroupBy(o => o.Unit).OrderBy(g => g.Key.Code, StringComparer.Ordinal).Select(g =>
            {
                var heirs = units.HeirsOn(g.Key, day);
                var movable = g.Where(o => Reorganisation.Movable.Contains(o.State)).Sum(o => o.Count);
                var (all, single) = (g.Sum(o => o.Count), heirs.Count == 1);
                return new UnitMove(g.Key, units.NameOn(g.Key, day), ended[g.Key].To!.Value, heirs, single ? movable : 0, single ? all - movable : 0, single ? 0 : all);
            }),
        ];
    }

    /// <summary>A period by the units as they were, and by those that do their work on the day.</summary>
    /// <param name="to">The last day, included.</param>
    public async Task<BothMaps> ReportAsync(IReadOnlyList<Department> departments, DateOnly from, DateOnly to, DateOnly day, CancellationToken ct) => new(
        from, to, await _report.ReadAsync(from, to, UnitMap.Recorded, departments, day, ct), await _report.ReadAsync(from, to, UnitMap.Current, departments, day, ct));

    /// <summary>Open tickets of each unit now.</summary>
    public async Task<IReadOnlyDictionary<DepartmentId, long>> OpenAsync(CancellationToken ct) => (await _db.ReadAsync(
        "select department, count(*) from tickets.ticket where department is not null and closed_at is null and merged_into is null group by department", [],
        row => (Unit: row.Department(0)!.Value, Count: row.GetInt64(1)), ct)).ToDictionary(r => r.Unit, r => r.Count);
}
