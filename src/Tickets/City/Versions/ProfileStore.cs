using Hotline.Tickets.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Hotline.Tickets.City.Versions;

/// <summary>The versions of the city profile, all of them, for ever (配置版本库).</summary>
internal sealed class ProfileStore(NpgsqlDataSource db)
{
    private const string Columns = "id, name, state, encode(sha256, 'hex'), valid_from, moves_clocks, moved_at, restored_at";

    /// <summary>Makes the city's file the first version, where there is none. Hosts that start together take turns.</summary>
    internal async Task SeedAsync(CityProfile profile, DateTimeOffset at, CancellationToken ct)
    {
        await using var batch = db.CreateBatch();
        batch.BatchCommands.Add(Sql.Command("select pg_advisory_xact_lock(hashtextextended('tickets.profile', 0))"));
        batch.BatchCommands.Add(Sql.Command(
            """
            with first as (
              insert into tickets.profile (name, state, body, sha256, valid_from)
              select $1, 'published', $2, $3, '-infinity' where not exists (select 1 from tickets.profile where state = 'published') returning id)
            insert into tickets.profile_log (profile, act, reason, actor, at) select id, 'published', '首次启动时由配置文件导入', $4, $5 from first
            """,
            profile.RulesVersion, Json(ProfileJson.Write(profile)), ProfileJson.Sum(profile), EventJson.Parameter(Actor.System), at));
        await batch.ExecuteNonQueryAsync(ct);
    }

    internal async Task<IReadOnlyList<ProfileVersion>> ListAsync(CancellationToken ct) =>
        await db.ReadAsync($"select {Columns} from tickets.profile order by id desc", [], Version, ct);

    internal async Task<ProfileVersion?> FindAsync(int id, CancellationToken ct) =>
        (await db.ReadAsync($"select {Columns} from tickets.profile where id = $1", [id], Version, ct)).SingleOrDefault();

    internal async Task<ProfileVersion?> DraftAsync(CancellationToken ct) =>
        (await db.ReadAsync($"select {Columns} from tickets.profile where state = 'draft'", [], Version, ct)).SingleOrDefault();

    internal async Task<CityProfile> ReadAsync(int id, CancellationToken ct) =>
        (await db.ReadAsync("select body::text from tickets.profile where id = $1", [id], row => ProfileJson.Read(row.GetString(0)), ct))[0];

    /// <summary>Puts the one draft there is in place of an earlier one; what was rehearsed of that counts no more.</summary>
    internal async Task<int> DraftAsync(CityProfile profile, Actor by, DateTimeOffset at, CancellationToken ct)
    {
        await using var batch = db.CreateBatch();
        batch.BatchCommands.Add(Sql.Command("select pg_advisory_xact_lock(hashtextextended('tickets.profile', 0))"));
        batch.BatchCommands.Add(Sql.Command(
            """
            with changed as (update tickets.profile set name = $1, body = $2, sha256 = $3 where state = 'draft' returning id),
              added as (insert into tickets.profile (name, state, body, sha256) select $1, 'draft', $2, $3 where not exists (select 1 from changed) returning id),
              draft as (select id from changed union all select id from added)
            insert into tickets.profile_log (profile, act, actor, at) select id, 'drafted', $4, $5 from draft returning profile
            """,
            profile.RulesVersion, Json(ProfileJson.Write(profile)), ProfileJson.Sum(profile), EventJson.Parameter(by), at));
        await using var rows = await batch.ExecuteReaderAsync(ct);
        await rows.NextResultAsync(ct);
        await rows.ReadAsync(ct);
        return rows.GetInt32(0);
    }

    internal async Task RehearsedAsync(int id, string sha256, string report, Actor by, DateTimeOffset at, CancellationToken ct)
    {
        await using var batch = db.CreateBatch();
        batch.BatchCommands.Add(Sql.Command(
            "insert into tickets.rehearsal (profile, sha256, report, actor, at) values ($1, $2, $3, $4, $5)", id, Convert.FromHexString(sha256), Json(report), EventJson.Parameter(by), at));
        batch.BatchCommands.Add(Act(id, "rehearsed", null, by, at));
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The latest report of exactly this draft; null where there is none.</summary>
    internal async Task<string?> RehearsalAsync(ProfileVersion draft, CancellationToken ct) => (await db.ReadAsync(
        "select report::text from tickets.rehearsal where profile = $1 and sha256 = $2 order by id desc limit 1", [draft.Id, Convert.FromHexString(draft.Sha256)], row => row.GetString(0), ct)).SingleOrDefault();

    /// <summary>False where the draft has meanwhile been changed, or its name was taken.</summary>
    internal Task<bool> PublishAsync(ProfileVersion draft, DateTimeOffset validFrom, bool movesClocks, string reason, Actor by, DateTimeOffset at, CancellationToken ct) => StepAsync(
        Sql.Command(
            """
            with moved as (
              update tickets.profile p set state = 'published', valid_from = $3, moves_clocks = $4 where id = $1 and state = 'draft' and sha256 = $2
                and not exists (select 1 from tickets.profile o where o.name = p.name and o.state <> 'draft') returning id)
            insert into tickets.profile_log (profile, act, reason, actor, at) select id, 'published', $5, $6, $7 from moved
            """,
            draft.Id, Convert.FromHexString(draft.Sha256), validFrom, movesClocks, reason, EventJson.Parameter(by), at), ct);

    /// <summary>False where it is published no more.</summary>
    internal Task<bool> RollBackAsync(int id, string reason, Actor by, DateTimeOffset at, CancellationToken ct) => StepAsync(
        Sql.Command(
            """
            with moved as (update tickets.profile set state = 'rolled-back' where id = $1 and state = 'published' returning id)
            insert into tickets.profile_log (profile, act, reason, actor, at) select id, 'rolled-back', $2, $3, $4 from moved
            """,
            id, reason, EventJson.Parameter(by), at), ct);

    internal async Task<IReadOnlyList<ProfileAct>> LogAsync(CancellationToken ct) => await db.ReadAsync(
        "select profile, act, reason, actor::text, at from tickets.profile_log order by id desc limit 1000", [],
        row => new ProfileAct(row.GetInt32(0), row.GetString(1), row.Maybe<string>(2), EventJson.Read<Actor>(row.GetString(3)), row.Time(4)), ct);

    private async Task<bool> StepAsync(NpgsqlBatchCommand step, CancellationToken ct)
    {
        await using var batch = db.CreateBatch();
        batch.BatchCommands.Add(Sql.Command("select pg_advisory_xact_lock(hashtextextended('tickets.profile', 0))"));
        batch.BatchCommands.Add(step);
        batch.BatchCommands.Add(Sql.Command("select pg_notify('profiles', '')"));
        await batch.ExecuteNonQueryAsync(ct);
        return step.RecordsAffected > 0;
    }

    private static NpgsqlBatchCommand Act(int id, string act, string? reason, Actor by, DateTimeOffset at) => Sql.Command(
        "insert into tickets.profile_log (profile, act, reason, actor, at) values ($1, $2, $3, $4, $5)", id, act, reason, EventJson.Parameter(by), at);

    private static NpgsqlParameter Json(string json) => new() { Value = json, NpgsqlDbType = NpgsqlDbType.Jsonb };

    private static ProfileVersion Version(NpgsqlDataReader row) => new(
        row.GetInt32(0), row.GetString(1), row.Code<ProfileState>(2), row.GetString(3), row.MaybeTime(4), row.GetBoolean(5), row.MaybeTime(6), row.MaybeTime(7));
}
