using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Knowledge;

/// <summary>召回: opens the list of the replies that cite a version which no longer holds (KBS-2). In the transaction that ends the version.</summary>
internal static class Recall
{
    /// <summary>Of the version a new one replaces; none where the wording stays and only its validity or keywords change.</summary>
    internal static IEnumerable<NpgsqlBatchCommand> OfReplaced(ArticleVersion next, string reason, Actor by, DateTimeOffset at) =>
        Open("v.article_id = $1 and v.state = 'published' and encode(v.hash, 'hex') <> $2", next.Id.Article, next.Hash, reason, by, at);

    internal static IEnumerable<NpgsqlBatchCommand> OfWithdrawn(Guid article, string reason, Actor by, DateTimeOffset at) =>
        Open("v.article_id = $1 and v.state = 'published' and $2::text is not null", article, "", reason, by, at);

    /// <summary>A citation that the log brings after its version was recalled joins the list.</summary>
    internal static NpgsqlBatchCommand Late(TicketId ticket, int version) => Sql.Command(
        """
        insert into tickets.recalled_reply (recall_id, ticket_id, version, state)
        select distinct r.id, c.ticket_id, c.version, case when c.superseded_at is null then 'open' else 'superseded' end
        from tickets.citation c join tickets.recall r on r.article_id = c.article_id and r.version = c.article_version
        where c.ticket_id = $1 and c.version = $2 on conflict do nothing
        """,
        ticket.Value, version);

    /// <summary>Before a citation is kept: it and a recall of the same article wait for each other, or neither would see the other.</summary>
    internal static NpgsqlBatchCommand Await(IEnumerable<Guid> articles) =>
        Sql.Command("select 1 from tickets.article where id = any($1) order by id for share", articles.Distinct().ToArray());

    private static IEnumerable<NpgsqlBatchCommand> Open(string which, Guid article, string hash, string reason, Actor by, DateTimeOffset at) =>
    [
        Sql.Command("select 1 from tickets.article where id = $1 for no key update", article),
        Sql.Command(
            $"""
             with recall as (
               insert into tickets.recall (article_id, version, reason, actor, at) select v.article_id, v.version, $3, $4, $5 from tickets.article_version v where {which}
               on conflict do nothing returning id, article_id, version)
             insert into tickets.recalled_reply (recall_id, ticket_id, version, state)
             select r.id, c.ticket_id, c.version, case when c.superseded_at is null then 'open' else 'superseded' end
             from recall r join tickets.citation c on c.article_id = r.article_id and c.article_version = r.version
             """,
            article, hash, reason, EventJson.Parameter(by), at),
    ];
}
