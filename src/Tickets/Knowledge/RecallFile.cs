using System.ComponentModel;
using System.Text.Json.Serialization;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Knowledge;

/// <summary>Where a recalled reply stands.</summary>
[JsonConverter(typeof(KebabJson<RecalledState>))]
public enum RecalledState
{
    [Description("待处理")] Open,
    [Description("已更正")] Corrected,
    [Description("维持原答复")] Stands,
    [Description("已有新答复")] Superseded,
}

/// <summary>召回: a version of an article that no longer holds, and how many replies cite it.</summary>
public sealed record RecallLine(long Id, ArticleVersionId Article, string Title, string Reason, Actor By, DateTimeOffset At, long Replies, long Open);

/// <summary>A reply that cites the recalled version.</summary>
/// <param name="Version">The event of the ticket by which it was approved.</param>
/// <param name="Queued">A correction of it waits to be sent.</param>
public sealed record RecalledReply(TicketNumber Number, int Version, string? Department, RecalledState State, bool Queued, string? Note, DateTimeOffset? EndedAt);

/// <summary>Reads recalls with exactly the replies that cite the old version.</summary>
public sealed class RecallFile(NpgsqlDataSource db, TimeProvider clock)
{
    /// <summary>Those with open replies first.</summary>
    /// <param name="article">Of this one only; null for all.</param>
    public async Task<IReadOnlyList<RecallLine>> ListAsync(Guid? article, CancellationToken ct) => await db.ReadAsync(
        """
        select r.id, r.article_id, r.version, v.title, r.reason, r.actor, r.at, count(p.ticket_id), count(p.ticket_id) filter (where p.state = 'open')
        from tickets.recall r join tickets.article_version v on v.article_id = r.article_id and v.version = r.version left join tickets.recalled_reply p on p.recall_id = r.id
        where $1::uuid is null or r.article_id = $1 group by r.id, v.title order by count(p.ticket_id) filter (where p.state = 'open') = 0, r.id desc limit 200
        """,
        [article],
        row => new RecallLine(
            row.GetInt64(0), new(row.GetGuid(1), row.GetInt32(2)), row.GetString(3), row.GetString(4), EventJson.Read<Actor>(row.GetString(5)), row.Time(6), row.GetInt64(7), row.GetInt64(8)), ct);

    /// <summary>The whole list of one recall; a department sees its own tickets.</summary>
    public async Task<IReadOnlyList<RecalledReply>> RepliesAsync(long recall, DepartmentId? only, CancellationToken ct) => await db.ReadAsync(
        """
        select t.number, p.version, t.department, p.state, exists (select 1 from tickets.correction c where c.ticket_id = t.id and c.recall_id = $1 and c.ended_at is null), p.note, p.ended_at
        from tickets.recalled_reply p join tickets.ticket t on t.id = p.ticket_id
        where p.recall_id = $1 and ($2::text is null or t.department = $2) order by t.number, p.version
        """,
        [recall, only?.Code],
        row => new RecalledReply(row.Number(0), row.GetInt32(1), row.Maybe<string>(2), row.Code<RecalledState>(3), row.GetBoolean(4), row.Maybe<string>(5), row.MaybeTime(6)), ct);

    /// <summary>The version that was recalled; null where there is no such recall.</summary>
    public async Task<ArticleVersionId?> ArticleAsync(long recall, CancellationToken ct)
    {
        var found = await db.ReadAsync("select article_id, version from tickets.recall where id = $1", [recall], row => new ArticleVersionId(row.GetGuid(0), row.GetInt32(1)), ct);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>维持原答复: the change does not touch this reply.</summary>
    public async Task<Decision> StandsAsync(long recall, TicketId ticket, string note, Actor by, CancellationToken ct)
    {
        var changed = await db.ExecuteAsync(
            "update tickets.recalled_reply set state = 'stands', note = $3, actor = $4::text::jsonb, ended_at = $5 where recall_id = $1 and ticket_id = $2 and state = 'open'",
            [recall, ticket.Value, note, EventJson.Write(by), clock.Now()], ct);
        return changed > 0 ? new Decision.Happened() : NotOpen;
    }

    internal static Decision.Refused NotOpen { get; } = new("not-open", "该答复不在召回清单中或已处理", "The reply is not on the list of this recall, or has been dealt with.");
}
