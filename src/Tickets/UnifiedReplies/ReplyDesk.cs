using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Knowledge;
using Npgsql;

namespace Hotline.Tickets.UnifiedReplies;

/// <summary>One demand with what is answered to it.</summary>
public sealed record PointPair(int Point, string Demand, string? Answer, string? Ground);

/// <summary>An article the reply cites.</summary>
/// <param name="Holds">It is still the published version.</param>
public sealed record CitedArticle(ArticleVersionId Id, string? Title, bool Holds);

/// <summary>What the writer and the reviewer of a reply see before it leaves (答复审核).</summary>
/// <param name="Pairs">诉求要点 and answers; the answers are empty before the reply.</param>
/// <param name="Contributions">各单位意见</param>
/// <param name="Draft">Composed of the units' contributions, for the writer to begin with.</param>
/// <param name="Preview">Exactly what leaves the house; null before the reply.</param>
/// <param name="Contradictions">Each must be resolved with a reason before it may be approved.</param>
public sealed record ReplyView(
    TicketNumber Number, IReadOnlyList<PointPair> Pairs, IReadOnlyList<Contribution> Contributions, string Draft, string? Preview, int Characters,
    IReadOnlyList<Contradiction> Contradictions, IReadOnlyList<ReplyHint> Hints, IReadOnlyList<CitedArticle> Citations)
{
    /// <summary>易读程度 of the preview; null before the reply.</summary>
    public ReadingLevel? Reading => Preview is null ? null : PlainWords.Of(Preview);
}

/// <summary>Lays a reply out for its writer and its reviewer.</summary>
public sealed class ReplyDesk
{
    private readonly NpgsqlDataSource _db;
    private readonly TicketStore _store;
    private readonly CityRules _rules;

    internal ReplyDesk(NpgsqlDataSource db, TicketStore store, CityRules rules) => (_db, _store, _rules) = (db, store, rules);

    /// <summary>Null where there is no such ticket.</summary>
    public async Task<ReplyView?> ReadAsync(TicketId id, CancellationToken ct)
    {
        if (await _store.LoadAsync(id, ct) is not { } stored) return null;
        var ticket = stored.Ticket;
        var reply = (ticket.State as TicketState.AwaitingReview)?.Reply ?? (ticket.State is TicketState.InHandling ? null : ticket.Reply);
        var preview = ticket.State is TicketState.AwaitingReview ? reply?.PublicText : ticket.UnifiedReply;
        var parts = Contribution.Of(ticket, reply, _rules);
        return new(
            ticket.Number, [.. ticket.Demands.Select((d, i) => Pair(i + 1, d, reply))], parts, Compose(parts), preview, preview?.Length ?? 0,
            Contradictions.In(parts), reply is null ? [] : ReplyChecks.Of(reply, ticket.Facts.Type, await OthersAsync(id, ticket, ct)), await CitedAsync(reply?.Citations ?? [], ct));
    }

    private static PointPair Pair(int n, string demand, Reply? reply) =>
        reply?.Points.FirstOrDefault(p => p.Point == n) is { } p ? new(n, demand, p.Answer, p.Ground) : new(n, demand, reply is { Points.Count: 0 } ? reply.PublicText : null, null);

    private static string Compose(IReadOnlyList<Contribution> parts) =>
        string.Join("\n\n", parts.Where(p => p.Task is not null).Select(p => $"{p.UnitName}：{p.Text}"));

    /// <summary>What the same unit told other citizens last.</summary>
    private async Task<IReadOnlyList<string>> OthersAsync(TicketId id, Ticket ticket, CancellationToken ct) => await _db.ReadAsync(
        """
        select body ->> 'unifiedReply' from tickets.ticket
        where department = $1 and id <> $2 and body ->> 'unifiedReply' is not null order by accepted_at desc limit 50
        """,
        [ticket.State.Responsible?.Code ?? "", id.Value], row => row.GetString(0), ct);

    private async Task<IReadOnlyList<CitedArticle>> CitedAsync(IReadOnlyList<Citation> cited, CancellationToken ct) => await _db.ReadAsync(
        """
        select c.article, c.version, v.title, coalesce(v.state = 'published', false) from unnest($1::uuid[], $2::int[]) c (article, version)
        left join tickets.article_version v on v.article_id = c.article and v.version = c.version
        """,
        [cited.Select(c => c.Article).ToArray(), cited.Select(c => c.Version).ToArray()],
        row => new CitedArticle(new(row.GetGuid(0), row.GetInt32(1)), row.Maybe<string>(2), row.GetBoolean(3)), ct);
}
