using Npgsql;

namespace Hotline.Agent.Blazor.Accounts;

/// <summary>The rows of accounts.account.</summary>
public sealed class AccountStore(NpgsqlDataSource db)
{
    private const string Columns = "name, display_name, role, department, stamp";

    internal async Task<Account?> FindAsync(string name, CancellationToken ct) =>
        (await db.ReadAsync($"select {Columns} from accounts.account where name = $1", [name], Read, ct)).SingleOrDefault();

    internal async Task<IReadOnlyList<AccountLine>> AllAsync(CancellationToken ct) =>
        await db.ReadAsync(
            $"select {Columns}, locked_until from accounts.account order by role, name",
            [],
            row => new AccountLine(Read(row), row.MaybeValue<DateTimeOffset>(5)),
            ct);

    internal async Task<bool> IsEmptyAsync(CancellationToken ct) =>
        (await db.ReadAsync("select 1 from accounts.account limit 1", [], _ => 1, ct)).Count == 0;

    /// <summary>An account of that name stays as it is: several hosts may start together.</summary>
    internal Task AddAsync(Account account, string passwordHash, CancellationToken ct) => db.ExecuteAsync(
        $"insert into accounts.account ({Columns}, password_hash) values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        [account.Name, account.DisplayName, account.Role, account.Department, account.Stamp, passwordHash],
        ct);

    /// <summary>
    /// Counts the attempt before the password is looked at, in one statement, so that guesses sent side by side
    /// find no more room than guesses sent one after the other. Null: no such account, or it is locked.
    /// </summary>
    internal async Task<(Account Account, string PasswordHash)?> CountAttemptAsync(string name, DateTimeOffset now, int attempts, TimeSpan lockedFor, CancellationToken ct)
    {
        var rows = await db.ReadAsync(
            $"""
            update accounts.account a
            set failed = n.failed, locked_until = case when n.failed >= $3 then $4 end
            from (select name, case when locked_until is null then failed + 1 else 1 end as failed
                  from accounts.account where name = $1 and (locked_until is null or locked_until <= $2) for update) n
            where a.name = n.name
            returning a.name, a.display_name, a.role, a.department, a.stamp, a.password_hash
            """,
            [name, now.ToUniversalTime(), attempts, (now + lockedFor).ToUniversalTime()],
            row => (Read(row), row.GetString(5)),
            ct);
        return rows.Count == 0 ? null : rows[0];
    }

    internal Task ForgetAttemptsAsync(string name, CancellationToken ct) =>
        db.ExecuteAsync("update accounts.account set failed = 0, locked_until = null where name = $1", [name], ct);

    internal async Task<DateTimeOffset?> LockedUntilAsync(string name, DateTimeOffset now, CancellationToken ct)
    {
        var rows = await db.ReadAsync(
            "select locked_until from accounts.account where name = $1 and locked_until > $2",
            [name, now.ToUniversalTime()],
            row => row.GetFieldValue<DateTimeOffset>(0),
            ct);
        return rows.Count == 0 ? null : rows[0];
    }

    private static Account Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), row.Maybe<string>(3), row.GetGuid(4));
}

/// <summary>A row of the administrator's list.</summary>
/// <param name="LockedUntil">Null or past: not locked.</param>
internal sealed record AccountLine(Account Account, DateTimeOffset? LockedUntil);
