using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Auditing;

/// <summary>One thing somebody changed in the administration (管理操作), whichever log it was written to.</summary>
/// <param name="Area">Such as profile, account, job, line; kebab case.</param>
/// <param name="Act">What was done: created, imported, published … kebab case.</param>
/// <param name="Subject">What it was done to: a code, a name, a ticket's number.</param>
public sealed record AdminAct(DateTimeOffset At, string Area, string Act, string? Subject, string? Detail, Actor By);

/// <summary>Some of a long list, with a look at whether there are more.</summary>
/// <param name="Number">From 1.</param>
public sealed record Slice<T>(IReadOnlyList<T> Items, int Number, bool More);

/// <summary>What is looked for; null for anything.</summary>
/// <param name="To">The moment from which on nothing is wanted.</param>
/// <param name="Who">Account or name, a part of it.</param>
/// <param name="Text">A part of subject, detail or purpose, or the number of a ticket.</param>
public sealed record LogFilter(DateTimeOffset From, DateTimeOffset To, string? Area = null, string? Who = null, string? Text = null, int Page = 1, int Size = 50);

/// <summary>管理日志: who changed what in the administration and when. Append-only; each row carries the hash of the one before it.</summary>
public sealed class AdminLog(NpgsqlDataSource db, TimeProvider clock)
{
    /// <param name="detail">No personal data of citizens.</param>
    public async Task WriteAsync(string area, string act, string? subject, string? detail, Actor by, CancellationToken ct)
    {
        await using var batch = db.CreateBatch();
        batch.BatchCommands.Add(Sql.Command("select pg_advisory_xact_lock(hashtextextended('tickets.admin_log', 0))"));
        batch.BatchCommands.Add(Sql.Command(
            """
            with last as (select id, hash from tickets.admin_log order by id desc limit 1), next as (select coalesce((select id from last), 0) + 1 as id)
            insert into tickets.admin_log (id, area, act, subject, detail, actor, at, hash)
            select id, $1, $2, $3, $4, $5, $6, tickets.admin_chain((select hash from last), id, $1, $2, $3, $4, $5, $6) from next
            """,
            area, act, Text(subject), Text(detail), EventJson.Parameter(by), clock.Now()));
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The newest first.</summary>
    public async Task<Slice<AdminAct>> ReadAsync(LogFilter filter, CancellationToken ct)
    {
        var rows = await db.ReadAsync(
            """
            select at, area, act, subject, detail, actor::text from tickets.admin_act
            where at >= $1 and at < $2 and ($3::text is null or area = $3)
              and ($4::text is null or actor ->> 'id' = $4 or strpos(actor ->> 'name', $4) > 0)
              and ($5::text is null or strpos(lower(coalesce(subject, '') || ' ' || coalesce(detail, '')), lower($5)) > 0)
            order by at desc limit $6 offset $7
            """,
            [filter.From.ToUniversalTime(), filter.To.ToUniversalTime(), filter.Area, filter.Who, filter.Text, filter.Size + 1, (filter.Page - 1) * filter.Size],
            row => new AdminAct(row.Time(0), row.GetString(1), row.GetString(2), row.Maybe<string>(3), row.Maybe<string>(4), EventJson.Read<Actor>(row.GetString(5))), ct);
        return new([.. rows.Take(filter.Size)], filter.Page, rows.Count > filter.Size);
    }

    /// <summary>The first row whose hash does not fit what stands in it; null where all do.</summary>
    public async Task<long?> FirstBrokenAsync(CancellationToken ct) => (await db.ReadAsync(
        """
        select min(id) filter (where not holds) from (
          select id, id = row_number() over w and hash = tickets.admin_chain(lag(hash) over w, id, area, act, subject, detail, actor, at) as holds
          from tickets.admin_log window w as (order by id)) checked
        """,
        [], row => row.MaybeValue<long>(0), ct))[0];

    private static NpgsqlParameter Text(string? text) => new() { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text };
}
