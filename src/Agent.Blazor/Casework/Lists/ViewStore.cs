using Npgsql;

namespace Hotline.Agent.Blazor.Casework.Lists;

/// <summary>A list as somebody wants to find it again.</summary>
/// <param name="Query">What stands in the address behind the question mark.</param>
internal sealed record SavedView(string Name, string Query);

/// <summary>Saved views 常用视图 of each account, in casework.view.</summary>
public sealed class ViewStore(NpgsqlDataSource db, TimeProvider clock)
{
    internal const int LongestName = 40;
    private const int LongestQuery = 2000;
    private const int Most = 30;
    private const string Columns = ""; // no view a person names is nameless

    /// <summary>By name.</summary>
    internal async Task<IReadOnlyList<SavedView>> AllAsync(string account, string list, CancellationToken ct) => await db.ReadAsync(
        "select name, query from casework.view where account = $1 and list = $2 and name <> '' order by name", [account, list],
        row => new SavedView(row.GetString(0), row.GetString(1)), ct);

    /// <summary>Replaces the view of the same name.</summary>
    /// <returns>False where the name is empty or too long, the query is too long, or the account has views enough.</returns>
    internal async Task<bool> SaveAsync(string account, string list, SavedView view, CancellationToken ct) =>
        view.Name.Trim() is { Length: > 0 and <= LongestName } name && await WriteAsync(account, list, name, view.Query, ct);

    internal Task RemoveAsync(string account, string list, string name, CancellationToken ct) =>
        db.ExecuteAsync("delete from casework.view where account = $1 and list = $2 and name = $3", [account, list, name], ct);

    /// <summary>The columns this account chose last for this list; null before any choice.</summary>
    internal async Task<string?> ColumnsAsync(string account, string list, CancellationToken ct) =>
        (await db.ReadAsync("select query from casework.view where account = $1 and list = $2 and name = $3", [account, list, Columns], row => row.GetString(0), ct)).SingleOrDefault();

    internal Task KeepColumnsAsync(string account, string list, string columns, CancellationToken ct) => WriteAsync(account, list, Columns, columns, ct);

    private async Task<bool> WriteAsync(string account, string list, string name, string query, CancellationToken ct) => query.Length <= LongestQuery && await db.ExecuteAsync(
        """
        insert into casework.view (account, list, name, query, saved_at)
        select $1, $2, $3, $4, $5 where (select count(*) from casework.view where account = $1 and list = $2 and name <> $3) < $6
        on conflict (account, list, name) do update set query = excluded.query, saved_at = excluded.saved_at
        """,
        [account, list, name, query, clock.GetUtcNow(), Most], ct) == 1;
}
