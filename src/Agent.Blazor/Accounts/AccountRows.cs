using System.Globalization;
using System.Text.RegularExpressions;
using Hotline.Agent.Blazor.Administration.Imports;
using Hotline.Tickets;
using Hotline.Tickets.City;

namespace Hotline.Agent.Blazor.Accounts;

/// <summary>An account as a row of a table.</summary>
internal sealed record AccountRow(string Name, string DisplayName, string Role, string? Unit);

/// <summary>Accounts as rows of a table: one a row, found again by its name. Accounts that a file does not name stay as they are; none is closed by an import.</summary>
internal static class AccountRows
{
    /// <summary>A password's hash takes a tenth of a second.</summary>
    internal const int MostNew = 300;

    /// <summary>When somebody was last there and when an account was closed stands in an export and is not read.</summary>
    internal static IReadOnlyList<string> Columns { get; } = ["account", "person", "role", "unit", "lastAt", "closedAt"];

    internal static AccountRow Read(CsvRow row)
    {
        var (name, role) = (row.Required("account", 40), Role(row));
        if (name.Length > 0 && !Regex.IsMatch(name, AccountDesk.NamePattern, RegexOptions.None, TimeSpan.FromSeconds(1))) row.Wrong("account", "no-account", name);
        var unit = row.Text("unit");
        if (AccountDesk.OfUnit(role) && unit is null) row.Wrong("unit", "unit-missing");
        return new(name, row.Required("person", 30), role, AccountDesk.OfUnit(role) ? unit : null);
    }

    internal static void Check(IReadOnlyList<(CsvRow Row, AccountRow Item)> rows, IReadOnlyDictionary<string, Account> there, CityRules rules, Actor by)
    {
        foreach (var (row, account) in rows.GroupBy(r => r.Item.Name, StringComparer.Ordinal).Where(g => g.Key.Length > 0).SelectMany(g => g.Skip(1))) row.Wrong("account", "twice", account.Name);
        foreach (var (row, account) in rows)
        {
            if (account.Unit is { } unit && !rules.Knows(new DepartmentId(unit))) row.Wrong("unit", "no-unit", unit);
            if (account.Name == by.Id && State(account, there) == ImportState.Changed) row.Wrong("account", "own-account");
        }

        if (rows.Count(r => State(r.Item, there) == ImportState.Added) is > MostNew and var many) rows[0].Row.Wrong("account", "too-many-new", MostNew, many);
    }

    internal static ImportState State(AccountRow row, IReadOnlyDictionary<string, Account> there) => !there.TryGetValue(row.Name, out var account) ? ImportState.Added
        : (account.DisplayName, account.Role, account.Department) == (row.DisplayName, row.Role, row.Unit) ? ImportState.Same : ImportState.Changed;

    /// <summary>By its code or its word in either language.</summary>
    private static string Role(CsvRow row)
    {
        var text = row.Required("role");
        if (text.Length == 0 || Roles.All.Contains(text)) return text;
        foreach (var language in new[] { "zh-CN", "en" })
        {
            if (Roles.All.FirstOrDefault(r => string.Equals(Words.GetString("role." + r, CultureInfo.GetCultureInfo(language)), text, StringComparison.OrdinalIgnoreCase)) is { } role) return role;
        }

        row.Wrong("role", "no-role", text, string.Join(", ", Roles.All));
        return "";
    }

    private static readonly System.Resources.ResourceManager Words = new(typeof(Language.Text));
}
