using Npgsql;

namespace Hotline.Agent.Blazor.Phrases;

/// <summary>话术库: the phrases and macros in desk.phrase, every version kept.</summary>
public sealed class PhraseBook(NpgsqlDataSource db, TimeProvider clock)
{
    private const string Columns = "id, version, code, kind, title, body, field, type, category, retired, changed_by, changed_at";

    /// <summary>The newest version of each, by code.</summary>
    /// <param name="retired">Those that are out of use too.</param>
    internal async Task<IReadOnlyList<Phrase>> CurrentAsync(CancellationToken ct, bool retired = false) => await db.ReadAsync(
        $"select * from (select distinct on (id) {Columns} from desk.phrase order by id, version desc) p where $1 or not retired order by code, title", [retired], Read, ct);

    /// <summary>The newest first.</summary>
    internal async Task<IReadOnlyList<Phrase>> VersionsAsync(Guid id, CancellationToken ct) =>
        await db.ReadAsync($"select {Columns} from desk.phrase where id = $1 order by version desc", [id], Read, ct);

    /// <summary>Writes the next version. False where somebody else wrote one meanwhile.</summary>
    /// <param name="phrase">Its version is the one that was read; 0 of a new one.</param>
    internal async Task<bool> SaveAsync(Phrase phrase, string by, CancellationToken ct) => await db.ExecuteAsync(
        $"insert into desk.phrase ({Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing",
        [
            phrase.Id, phrase.Version + 1, phrase.Code, phrase.Kind.ToString().ToLowerInvariant(), phrase.Title, phrase.Body, phrase.Field, phrase.Type, phrase.Category, phrase.Retired, by,
            clock.GetUtcNow(),
        ], ct) == 1;

    private static Phrase Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetInt32(1), row.GetString(2), Enum.Parse<PhraseKind>(row.GetString(3), ignoreCase: true), row.GetString(4), row.GetString(5), row.GetString(6),
        row.Maybe<string>(7), row.Maybe<string>(8), row.GetBoolean(9), row.GetString(10), row.GetFieldValue<DateTimeOffset>(11));
}
