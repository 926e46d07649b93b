using System.Security.Cryptography;
using System.Text;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Reference;

/// <summary>One version of a document that was copied in (基础数据版本).</summary>
/// <param name="ValidFrom">The first day it holds; until the next one does.</param>
public sealed record ReferenceVersion(int Version, DateOnly ValidFrom, DateTimeOffset ImportedAt, string By);

/// <summary>Documents copied in from other platforms, whole, by version and day: an old question gets the answer of its time.</summary>
internal sealed class ReferenceStore(NpgsqlDataSource db, TimeProvider clock)
{
    /// <summary>Adds a version; the same document for the same day again is the version it was.</summary>
    internal async Task<int> AddAsync(string name, DateOnly validFrom, string body, Actor by, CancellationToken ct) =>
        (await InsertAsync(name, validFrom, body, by, onlyFirst: false, ct)) ?? (await FindAsync(name, validFrom, ct))!.Value;

    /// <summary>Adds the first version, where there is none. Hosts that start together take turns.</summary>
    internal Task SeedAsync(string name, DateOnly validFrom, string body, CancellationToken ct) => InsertAsync(name, validFrom, body, Actor.System, onlyFirst: true, ct);

    /// <summary>The version that holds on a day; null where none does.</summary>
    internal async Task<int?> FindAsync(string name, DateOnly day, CancellationToken ct)
    {
        var found = await db.ReadAsync(
            "select version from tickets.reference where name = $1 and valid_from <= $2 order by valid_from desc, version desc limit 1",
            [name, day], row => row.GetInt32(0), ct);
        return found.Count == 0 ? null : found[0];
    }

    internal async Task<string> BodyAsync(string name, int version, CancellationToken ct) =>
        (await db.ReadAsync("select body from tickets.reference where name = $1 and version = $2", [name, version], row => row.GetString(0), ct))[0];

    internal async Task<IReadOnlyList<ReferenceVersion>> VersionsAsync(string name, CancellationToken ct) => await db.ReadAsync(
        "select version, valid_from, at, actor ->> 'name' from tickets.reference where name = $1 order by version", [name],
        row => new ReferenceVersion(row.GetInt32(0), row.GetFieldValue<DateOnly>(1), row.Time(2), row.GetString(3)), ct);

    private async Task<int?> InsertAsync(string name, DateOnly validFrom, string body, Actor by, bool onlyFirst, CancellationToken ct)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(body));
        await using var batch = db.CreateBatch();
        batch.BatchCommands.Add(Sql.Command("select pg_advisory_xact_lock(hashtextextended('tickets.reference.' || $1, 0))", name));
        batch.BatchCommands.Add(Sql.Command(
            """
            insert into tickets.reference (name, version, valid_from, body, sha256, actor, at)
            select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6 from tickets.reference where name = $1
            having (max(version) is null or not $7)
              and $4 is distinct from (select sha256 from tickets.reference where name = $1 and valid_from <= $2 order by valid_from desc, version desc limit 1)
            returning version
            """,
            name, validFrom, body, hash, EventJson.Parameter(by), clock.Now(), onlyFirst));
        await using var rows = await batch.ExecuteReaderAsync(ct);
        await rows.NextResultAsync(ct);
        return await rows.ReadAsync(ct) ? rows.GetInt32(0) : null;
    }
}
