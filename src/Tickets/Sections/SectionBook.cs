using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Sections;

/// <summary>科室与经办人: what each unit says of itself. A unit keeps only its own; its lead writes.</summary>
public sealed class SectionBook(NpgsqlDataSource db, TimeProvider clock)
{
    public async Task<IReadOnlyList<Section>> ReadAsync(DepartmentId unit, CancellationToken ct) => await db.ReadAsync(
        "select name, people from tickets.section where unit = $1 and closed_at is null order by name", [unit.Code], row => new Section(row.GetString(0), row.GetFieldValue<string[]>(1)), ct);

    /// <summary>Adds a section or changes who is in it.</summary>
    public async Task<Decision> KeepAsync(string? name, IReadOnlyList<string> people, Actor by, CancellationToken ct)
    {
        if (by is not { Role: Role.DepartmentLead, Department: { } unit }) return LeadOnly;
        var names = people.Select(p => p.Trim()).Where(p => p.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
        if (new FieldErrors().Required("name", name, 30).Check("people", names.Length <= 100 && names.All(p => p.Length <= 30), "最多 100 人，每个姓名最多 30 字").Decision is { } wrong) return wrong;
        await db.ExecuteAsync(
            "insert into tickets.section (unit, name, people) values ($1, $2, $3) on conflict (unit, name) do update set people = excluded.people, closed_at = null", [unit.Code, name!.Trim(), names], ct);
        return new Decision.Happened();
    }

    /// <summary>撤销: nothing new goes to it; what it has stays until it is passed on.</summary>
    public async Task<Decision> CloseAsync(string name, Actor by, CancellationToken ct)
    {
        if (by is not { Role: Role.DepartmentLead, Department: { } unit }) return LeadOnly;
        var closed = await db.ExecuteAsync("update tickets.section set closed_at = $3 where unit = $1 and name = $2 and closed_at is null", [unit.Code, name, clock.Now()], ct);
        return closed == 1 ? new Decision.Happened() : Unknown;
    }

    public static Decision.Refused LeadOnly { get; } = new("lead-only", "只有承办负责人可以维护科室", "Only the unit's lead keeps its sections.");
    public static Decision.Refused Unknown { get; } = new("unknown-section", "没有这个科室，请从本单位科室中选择", "There is no such section in this unit.");
}
