using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Hotline.Tickets;
using Hotline.Tickets.Auditing;
using Hotline.Tickets.City;

namespace Hotline.Agent.Blazor.Accounts;

/// <summary>What an administrator does with accounts 账号管理. Every deed is written to the log; nobody changes or closes their own account.</summary>
public sealed class AccountDesk(AccountStore store, SignIn signIn, CityRules rules, AdminLog log, TimeProvider clock)
{
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789"; // none that look alike on paper

    internal const string NamePattern = "^[a-zA-Z0-9][a-zA-Z0-9._-]{0,39}$";

    /// <summary>The roles that work for a unit.</summary>
    internal static bool OfUnit(string? role) => role is Roles.Department or Roles.DepartmentLead;

    /// <summary>Makes an account with a password for one use.</summary>
    /// <returns>The password, to be told once; null where it was not made.</returns>
    internal async Task<(Decision Decision, string? Password)> CreateAsync(string name, string displayName, string role, string? unit, Actor by, CancellationToken ct)
    {
        var errors = Wrong(displayName, role, unit);
        if (!Regex.IsMatch(name, NamePattern, RegexOptions.None, TimeSpan.FromSeconds(1))) errors["name"] = ["账号为 1 到 40 位字母、数字、点、横线"];
        else if (await store.FindAsync(name, ct) is not null) errors["name"] = ["该账号已存在，请换一个"];
        if (errors.Count > 0) return (new Decision.Invalid(errors), null);
        var password = OneTime();
        var made = await signIn.AddAsync(new Account(name, displayName.Trim(), role, OfUnit(role) ? unit : null, Guid.NewGuid()) { MustChange = true }, password, ct);
        if (made == 0) return (new Decision.Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["name"] = ["该账号已存在，请换一个"] }), null);
        await log.WriteAsync("account", "created", name, Place(role, unit), by, ct);
        return (new Decision.Happened(), password);
    }

    internal async Task<Decision> ChangeAsync(string name, string displayName, string role, string? unit, Actor by, CancellationToken ct)
    {
        if (name == by.Id) return Own;
        var errors = Wrong(displayName, role, unit);
        if (errors.Count > 0) return new Decision.Invalid(errors);
        if (await store.FindAsync(name, ct) is not { } before) return Gone;
        await store.ChangeAsync(name, displayName.Trim(), role, OfUnit(role) ? unit : null, ct);
        await log.WriteAsync("account", "changed", name, $"{Place(before.Role, before.Department)} → {Place(role, unit)}", by, ct);
        return new Decision.Happened();
    }

    /// <returns>The password for one use, to be told once.</returns>
    internal async Task<(Decision Decision, string? Password)> ResetAsync(string name, Actor by, CancellationToken ct)
    {
        if (await store.FindAsync(name, ct) is null) return (Gone, null);
        var password = OneTime();
        await signIn.SetPasswordAsync(name, password, mustChange: true, ct);
        await log.WriteAsync("account", "password-reset", name, null, by, ct);
        return (new Decision.Happened(), password);
    }

    internal async Task<Decision> CloseAsync(string name, bool close, Actor by, CancellationToken ct)
    {
        if (name == by.Id) return Own;
        await store.CloseAsync(name, close ? clock.GetUtcNow() : null, ct);
        await log.WriteAsync("account", close ? "closed" : "opened", name, null, by, ct);
        return new Decision.Happened();
    }

    /// <summary>解锁 after too many wrong passwords.</summary>
    internal async Task<Decision> UnlockAsync(string name, Actor by, CancellationToken ct)
    {
        await store.ForgetAttemptsAsync(name, ct);
        await log.WriteAsync("account", "unlocked", name, null, by, ct);
        return new Decision.Happened();
    }

    /// <summary>Makes and changes many, all or none; what is there already as the row says stays.</summary>
    /// <returns>The new accounts with their passwords for one use, to be told once.</returns>
    internal async Task<(Decision Decision, IReadOnlyList<(AccountRow Account, string Password)> Made)> ImportAsync(IReadOnlyList<AccountRow> rows, Actor by, CancellationToken ct)
    {
        var there = (await store.AllAsync(ct)).ToDictionary(a => a.Account.Name, a => a.Account, StringComparer.Ordinal);
        var changed = rows.Where(r => AccountRows.State(r, there) == Administration.Imports.ImportState.Changed).ToList();
        var made = rows.Where(r => !there.ContainsKey(r.Name)).Select(r => (Account: r, Password: OneTime())).ToList();
        if (changed.Exists(r => r.Name == by.Id)) return (Own, []);
        if (rows.Select(r => Wrong(r.DisplayName, r.Role, r.Unit)).FirstOrDefault(e => e.Count > 0) is { } errors) return (new Decision.Invalid(errors), []);
        if (!await store.ImportAsync([.. made.Select(m => (New(m.Account), signIn.Hash(m.Password)))], changed, ct)) return (Taken, []);
        foreach (var (account, _) in made) await log.WriteAsync("account", "created", account.Name, Place(account.Role, account.Unit), by, ct);
        foreach (var row in changed) await log.WriteAsync("account", "changed", row.Name, $"{Place(there[row.Name].Role, there[row.Name].Department)} → {Place(row.Role, row.Unit)}", by, ct);
        return (new Decision.Happened(), made);
    }

    private static Account New(AccountRow row) => new(row.Name, row.DisplayName, row.Role, row.Unit, Guid.NewGuid()) { MustChange = true };

    internal static string OneTime() => string.Create(14, 0, (text, _) =>
    {
        for (var i = 0; i < text.Length; i++) text[i] = i % 5 == 4 ? '-' : Letters[RandomNumberGenerator.GetInt32(Letters.Length)];
    });

    private Dictionary<string, string[]> Wrong(string displayName, string role, string? unit)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (displayName.Trim().Length is 0 or > 30) errors["displayName"] = ["姓名为 1 到 30 字"];
        if (!Roles.All.Contains(role)) errors["role"] = ["请选择角色"];
        else if (OfUnit(role) && (unit is null || !rules.Knows(new DepartmentId(unit)))) errors["unit"] = ["承办单位的账号须选择单位"];
        return errors;
    }

    private static string Place(string role, string? unit) => OfUnit(role) ? $"{role} {unit}" : role;

    private static Decision.Refused Own { get; } = new("own-account", "不能修改自己的账号，请由另一位管理员办理", "Nobody changes their own account. Ask another administrator.", []);
    private static Decision.Invalid Taken { get; } = new(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["name"] = ["该账号已存在，请换一个"] });
    private static Decision.Refused Gone { get; } = new("no-account", "没有这个账号", "There is no such account.", []);
}
