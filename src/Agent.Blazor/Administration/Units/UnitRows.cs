using System.Globalization;
using Hotline.Agent.Blazor.Administration.Imports;
using Hotline.Tickets;
using Hotline.Tickets.City;
using Hotline.Tickets.Departments;

namespace Hotline.Agent.Blazor.Administration.Units;

/// <summary>Units as rows of a table: one unit a row, found again by its code. Units that a file does not name stay as they are.</summary>
internal static class UnitRows
{
    internal static IReadOnlyList<string> Columns { get; } = ["code", "name", "level", "parent", "dutyPhone", "from", "to", "successors", "formerNames"];

    internal static Department Read(CsvRow row) => new(
        new(row.Code("code")), row.Required("name", 60), row.Required("dutyPhone", 30), row.Term("level", UnitLevel.City), row.Text("parent") is { } parent ? new DepartmentId(parent) : null,
        row.Day("from"), row.Day("to"), row.Parts("successors")?.Select(s => new DepartmentId(s)).ToList(), FormerNames(row));

    /// <summary>Codes that are named must be units of the file or of the profile; none may stand twice.</summary>
    internal static void Check(IReadOnlyList<(CsvRow Row, Department Item)> rows, CityProfile profile)
    {
        var codes = profile.Departments.Select(d => d.Code).Concat(rows.Select(r => r.Item.Code)).ToHashSet();
        foreach (var (row, unit) in rows.GroupBy(r => r.Item.Code).SelectMany(g => g.Skip(1))) row.Wrong("code", "twice", unit.Code.Code);
        foreach (var (row, unit) in rows)
        {
            if (unit.Parent is { } parent && !codes.Contains(parent)) row.Wrong("parent", "no-unit", parent.Code);
            foreach (var heir in (unit.Successors ?? []).Where(h => !codes.Contains(h) || h == unit.Code)) row.Wrong("successors", "no-unit", heir.Code);
            if (unit is { From: { } from, To: { } to } && to <= from) row.Wrong("to", "before", Day(to), Day(from));
            if (unit is { To: null, Successors.Count: > 0 }) row.Wrong("to", "heir-without-end");
            if (unit.DutyPhone.Length > 0 && !unit.DutyPhone.All(c => char.IsAsciiDigit(c) || c is '-' or '+' or ' ')) row.Wrong("dutyPhone", "no-phone", unit.DutyPhone);
        }
    }

    internal static ImportState State(Department unit, CityProfile profile) => profile.Departments.FirstOrDefault(d => d.Code == unit.Code) switch
    {
        null => ImportState.Added,
        var there when Same(there, Merged(there, unit)) => ImportState.Same,
        _ => ImportState.Changed,
    };

    internal static CityProfile Into(CityProfile profile, IReadOnlyList<Department> units)
    {
        var given = units.ToDictionary(u => u.Code);
        return profile with
        {
            Departments = [.. profile.Departments.Select(d => given.TryGetValue(d.Code, out var unit) ? Merged(d, unit) : d), .. units.Where(u => profile.Departments.All(d => d.Code != u.Code))],
        };
    }

    internal static string? Names(Department unit) => unit.FormerNames is { Count: > 0 } names ? string.Join(';', names.Select(f => $"{f.Name}@{Day(f.Until)}")) : null;

    /// <summary>Where its people are told is not in the table and stays.</summary>
    private static Department Merged(Department there, Department unit) => unit with { Contact = there.Contact, LeadContact = there.LeadContact };

    private static bool Same(Department a, Department b) =>
        (a.Name, a.Level, a.Parent, a.DutyPhone, a.From, a.To, Names(a)) == (b.Name, b.Level, b.Parent, b.DutyPhone, b.From, b.To, Names(b))
        && (a.Successors ?? []).SequenceEqual(b.Successors ?? []);

    private static List<FormerName>? FormerNames(CsvRow row)
    {
        var names = new List<FormerName>();
        foreach (var part in row.Parts("formerNames") ?? [])
        {
            if (part.LastIndexOf('@') is > 0 and var at && DateOnly.TryParseExact(part[(at + 1)..], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until)) names.Add(new(part[..at], until));
            else row.Wrong("formerNames", "no-former-name", part);
        }

        return names.Count == 0 ? null : names;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
