using System.Globalization;
using Hotline.Tickets.City;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Jobs;
using Npgsql;

namespace Hotline.Tickets.Departments;

/// <summary>An open ticket of a unit that is no longer there (撤并单位的在办工单).</summary>
/// <param name="Heirs">Who took over: one, and it is moved by itself; none or several, and a dispatcher has to choose.</param>
public sealed record OrphanedTicket(
    TicketId Id, TicketNumber Number, StateName State, string Title, DepartmentId Unit, string UnitName, DateOnly EndedOn, IReadOnlyList<DepartmentId> Heirs, DateTimeOffset? Due);

/// <summary>
/// 机构改革: open tickets of units that ended go to the unit that took over, once a day, as a dispatch by the system with its
/// reason; the handling clock runs on. Where there is no single heir they are listed for a dispatcher. What waits for somebody
/// else's decision (a return, an extension, a review) moves when that is made.
/// </summary>
internal sealed class Reorganisation(NpgsqlDataSource db, ITicketDesk desk, CityRules rules, TimeProvider clock) : IRecurringJob
{
    internal static readonly StateName[] Movable = [StateName.AwaitingSignature, StateName.InHandling, StateName.InRedo];

    public async Task<string> RunAsync(CancellationToken ct)
    {
        var orphans = await ReadAsync(ct);
        var moved = 0;
        foreach (var orphan in orphans.Where(o => o.Heirs.Count == 1 && Movable.Contains(o.State)))
        {
            if (await MoveAsync(orphan, orphan.Heirs[0], chosenBy: null, ct) is Decision.Happened) moved++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"撤并单位在办工单 {orphans.Count} 件，转派 {moved} 件，待人工处理 {orphans.Count - moved} 件");
    }

    /// <summary>What is due first on top.</summary>
    internal async Task<IReadOnlyList<OrphanedTicket>> ReadAsync(CancellationToken ct)
    {
        var (units, today) = (new Units(rules.Profile.Departments), rules.DayOf(clock.Now()));
        var ended = rules.Profile.Departments.Where(d => units.EndedBy(d.Code, today) is not null).Select(d => d.Code.Code).ToArray();
        if (ended.Length == 0) return [];
        return await db.ReadAsync(
            """
            select id, number, state, title, department, next_due_at from tickets.ticket
            where department = any ($1) and closed_at is null and merged_into is null order by next_due_at nulls last, number limit 5000
            """,
            [ended],
            row =>
            {
                var unit = row.Department(4)!.Value;
                return new OrphanedTicket(
                    new(row.GetGuid(0)), row.Number(1), row.Code<StateName>(2), row.GetString(3), unit, units.NameOn(unit, today), units.EndedBy(unit, today)!.Value,
                    units.HeirsOn(unit, today), row.MaybeTime(5));
            },
            ct);
    }

    /// <summary>The dispatch itself. A rule that stands against it, such as the protection of towns, holds here too.</summary>
    /// <param name="chosenBy">Who chose among several heirs.</param>
    internal Task<Decision> MoveAsync(OrphanedTicket orphan, DepartmentId to, Actor? chosenBy, CancellationToken ct)
    {
        var reason = string.Create(CultureInfo.InvariantCulture, $"{orphan.UnitName}已于 {orphan.EndedOn:yyyy-MM-dd} 撤并，由{rules.NameOf(to)}承接{(chosenBy is null ? "" : $"（{chosenBy.Name}选定）")}");
        return desk.HandleAsync(orphan.Id, new DispatchTicket(to, reason), Actor.System, ct);
    }
}
