using System.Security.Cryptography;
using Hotline.Agent.Blazor.Accounts;
using Hotline.Agent.Blazor.Language;
using Npgsql;

namespace Hotline.Agent.Blazor.Marks;

/// <summary>Over whose pages a mark lay, on which day of the city.</summary>
public sealed record MarkOwner(string Account, string Name, string Role, DateOnly Day);

/// <summary>The marks that were given out, in accounts.screen_mark: one for each account and day.</summary>
public sealed class MarkStore(NpgsqlDataSource db, TimeProvider clock)
{
    internal async Task<int> OfAsync(SignedInUser user, CancellationToken ct)
    {
        while (true)
        {
            var found = await db.ReadAsync(
                """
                with made as (insert into accounts.screen_mark (code, account, name, role, day) values ($1, $2, $3, $4, $5) on conflict do nothing returning code)
                select code from made union all select code from accounts.screen_mark where account = $2 and day = $5 limit 1
                """,
                [RandomNumberGenerator.GetInt32(1, int.MaxValue), user.Account, user.Name, user.Role, DateOnly.FromDateTime(clock.GetUtcNow().CityLocal())], row => row.GetInt32(0), ct);
            if (found is [var code]) return code;
        }
    }

    /// <returns>Null where no such mark was given out.</returns>
    internal async Task<MarkOwner?> OwnerAsync(int code, CancellationToken ct) => (await db.ReadAsync(
        "select account, name, role, day from accounts.screen_mark where code = $1", [code], row => new MarkOwner(row.GetString(0), row.GetString(1), row.GetString(2), row.GetFieldValue<DateOnly>(3)), ct)).SingleOrDefault();
}
