using Hotline.Agent.Blazor.Accounts;

namespace Hotline.Agent.Blazor.Administration;

/// <summary>The pages of administration in their groups, and who may open them.</summary>
internal static class AdminMenu
{
    internal const string Readers = $"{Roles.Administrator},{Roles.Auditor}";
    internal const string Watchers = $"{Roles.Administrator},{Roles.Auditor},{Roles.Inspector}";

    internal sealed record Entry(string Key, string Href, string Roles = Accounts.Roles.Administrator);

    private static readonly (string Group, Entry[] Entries)[] All =
    [
        ("people", [new("units", "/administration/units"), new("accounts", "/accounts"), new("roles", "/administration/roles", Watchers), new("rosters", "/administration/rosters"), new("map", "/administration/map")]),
        ("rules", [new("profiles", "/administration/profiles", Readers), new("catalogue", "/administration/catalogue"), new("calendar", "/administration/calendar"), new("letters", "/administration/letters")]),
        ("lines", [new("lines", "/administration/lines"), new("prompts", "/administration/prompts"), new("deliveries", "/administration/deliveries"), new("notices", "/administration/notices", Watchers)]),
        ("trust", [new("jobs", "/administration/jobs"), new("integrity", "/administration/integrity", Readers), new("audit", "/administration/audit", Watchers), new("views", "/administration/views", Watchers), new("leaks", "/administration/leaks", Watchers), new("retention", "/administration/retention", Readers)]),
    ];

    internal static IEnumerable<(string Group, IReadOnlyList<Entry> Entries)> For(string? role) =>
        All.Select(g => (g.Group, (IReadOnlyList<Entry>)[.. g.Entries.Where(e => e.Roles.Split(',').Contains(role, StringComparer.Ordinal))])).Where(g => g.Item2.Count > 0);
}
