using Hotline.Tickets;
using Npgsql;

namespace Hotline.Agent.Blazor.Accounts;

/// <summary>The rows of accounts.account.</summary>
public sealed class AccountStore(NpgsqlDataSource db)
{
    private const string Columns = "name, display_name, role, department, stamp, must_change";

    internal async Task<Account?> FindAsync(string name, CancellationToken ct) =>
        (await db.ReadAsync($"select {Columns} from accounts.account where name = $1", [name], Read, ct)).SingleOrDefault();

    /// <summary>Who did it, under the name colleagues know; the work number where the account is gone.</summary>
    internal async Task<Actor> AgentAsync(string name, CancellationToken ct) => new(name, (await FindAsync(name, ct))?.DisplayName ?? name, Tickets.Role.Agent, null);

    internal async Task<IReadOnlyList<AccountLine>> AllAsync(CancellationToken ct) =>
        await db.ReadAsync(
            $"select {Columns}, locked_until, closed_at, (select max(at) from accounts.sign_in s where s.name = account.name and outcome = 'welcome') from accounts.account order by role, name",
            [],
            row => new AccountLine(Read(row), row.MaybeValue<DateTimeOffset>(6), row.MaybeValue<DateTimeOffset>(7), row.MaybeValue<DateTimeOffset>(8)),
            ct);

    internal async Task<bool> IsEmptyAsync(CancellationToken ct) =>
        (await db.ReadAsync("select 1 from accounts.account limit 1", [], _ => 1, ct)).Count == 0;

    /// <summary>An account of that name stays as it is: several hosts may start together.</summary>
    internal Task<int> AddAsync(Account account, string passwordHash, CancellationToken ct) => db.ExecuteAsync(
        $"insert into accounts.account ({Columns}, password_hash) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        [account.Name, account.DisplayName, account.Role, account.Department, account.Stamp, account.MustChange, passwordHash],
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
                  from accounts.account where name = $1 and closed_at is null and (locked_until is null or locked_until <= $2) for update) n
            where a.name = n.name
            returning a.name, a.display_name, a.role, a.department, a.stamp, a.must_change, a.password_hash
            """,
            [name, now.ToUniversalTime(), attempts, (now + lockedFor).ToUniversalTime()],
            row => (Read(row), row.GetString(6)),
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

    /// <summary>Another role, name or unit; whoever is signed in has to sign in again.</summary>
    internal async Task<bool> ChangeAsync(string name, string displayName, string role, string? department, CancellationToken ct) => await db.ExecuteAsync(
        "update accounts.account set display_name = $2, role = $3, department = $4, stamp = gen_random_uuid() where name = $1", [name, displayName, role, department], ct) == 1;

    /// <summary>All or none; false where one of the new names was taken meanwhile.</summary>
    internal async Task<bool> ImportAsync(IReadOnlyList<(Account Account, string PasswordHash)> added, IReadOnlyList<AccountRow> changed, CancellationToken ct)
    {
        await using var batch = db.CreateBatch();
        foreach (var (account, hash) in added) batch.BatchCommands.Add(Sql.Command(
            $"insert into accounts.account ({Columns}, password_hash) values ($1, $2, $3, $4, $5, $6, $7)",
            account.Name, account.DisplayName, account.Role, account.Department, account.Stamp, account.MustChange, hash));
        foreach (var row in changed) batch.BatchCommands.Add(Sql.Command(
            "update accounts.account set display_name = $2, role = $3, department = $4, stamp = gen_random_uuid() where name = $1", row.Name, row.DisplayName, row.Role, row.Unit));
        if (batch.BatchCommands.Count == 0) return true;
        try
        {
            await batch.ExecuteNonQueryAsync(ct);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return false;
        }
    }

    internal Task SetPasswordAsync(string name, string passwordHash, bool mustChange, CancellationToken ct) => db.ExecuteAsync(
        "update accounts.account set password_hash = $2, must_change = $3, stamp = gen_random_uuid(), failed = 0, locked_until = null where name = $1", [name, passwordHash, mustChange], ct);

    /// <param name="at">Null opens it again.</param>
    internal Task CloseAsync(string name, DateTimeOffset? at, CancellationToken ct) => db.ExecuteAsync(
        "update accounts.account set closed_at = $2::timestamptz, stamp = gen_random_uuid() where name = $1", [name, at?.ToUniversalTime()], ct);

    /// <summary>Writes an attempt down, of accounts that exist only.</summary>
    internal Task AttemptedAsync(string name, string outcome, DateTimeOffset at, CancellationToken ct) => db.ExecuteAsync(
        "insert into accounts.sign_in (name, outcome, at) select name, $2, $3 from accounts.account where name = $1", [name, outcome, at.ToUniversalTime()], ct);

    /// <summary>Attempts that failed, the newest first.</summary>
    internal async Task<IReadOnlyList<SignInAttempt>> FailuresAsync(DateTimeOffset since, int limit, CancellationToken ct) => await db.ReadAsync(
        "select name, outcome, at from accounts.sign_in where at >= $1 and outcome <> 'welcome' order by at desc limit $2", [since.ToUniversalTime(), limit],
        row => new SignInAttempt(row.GetString(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2)), ct);

    private static Account Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), row.Maybe<string>(3), row.GetGuid(4)) { MustChange = row.GetBoolean(5) };
}

/// <summary>A row of the administrator's list.</summary>
/// <param name="LockedUntil">Null or past: not locked.</param>
/// <param name="ClosedAt">停用; null: open.</param>
/// <param name="LastAt">Signed in last.</param>
internal sealed record AccountLine(Account Account, DateTimeOffset? LockedUntil, DateTimeOffset? ClosedAt, DateTimeOffset? LastAt);

/// <summary>An attempt to sign in.</summary>
/// <param name="Outcome">welcome, wrong, locked or renew (a password to be changed first).</param>
internal sealed record SignInAttempt(string Name, string Outcome, DateTimeOffset At);
