using Hotline.Agent.Blazor.Administration.Imports;
using Hotline.Agent.Blazor.Language;
using Hotline.Tickets.Grids;

namespace Hotline.Agent.Blazor.Administration.Units;

/// <summary>值班表 as rows of a table; times are those of the city's clocks.</summary>
internal static class DutyRows
{
    internal static IReadOnlyList<string> Columns { get; } = ["unit", "role", "person", "phone", "from", "to"];

    internal static Duty Read(CsvRow row) => new(
        row.Required("unit", 60), row.Term("role", DutyRole.DutyOfficer), row.Required("person", 30), row.Required("phone", 30), row.Moment("from")?.FromCity() ?? default, row.Moment("to")?.FromCity() ?? default);

    internal static void Check(IReadOnlyList<(CsvRow Row, Duty Item)> rows, Func<string, bool> knows)
    {
        foreach (var (row, duty) in rows)
        {
            if (duty.Unit.Length > 0 && !knows(duty.Unit)) row.Wrong("unit", "no-unit", duty.Unit);
            var wrong = duty.Wrong();
            if (wrong.ContainsKey("phone") && duty.Phone.Length > 0) row.Wrong("phone", "no-phone", duty.Phone);
            if (wrong.ContainsKey("to") && duty.From != default && duty.To != default) row.Wrong("to", "before", duty.To.Minute(), duty.From.Minute());
        }
    }

    internal static ImportState State(Duty duty, IReadOnlyList<Duty> there) =>
        there.FirstOrDefault(d => (d.Unit, d.Role, d.Person, d.From) == (duty.Unit, duty.Role, duty.Person, duty.From)) is not { } same ? ImportState.Added
        : (same.Phone, same.To) == (duty.Phone, duty.To) ? ImportState.Same : ImportState.Changed;
}
