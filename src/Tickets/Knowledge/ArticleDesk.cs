using Hotline.Tickets.Accepting;
using Hotline.Tickets.City;
using Npgsql;

namespace Hotline.Tickets.Knowledge;

/// <summary>Writes articles and takes them through their reviews (知识维护). What is decided and what follows from it are one transaction.</summary>
public sealed class ArticleDesk
{
    private readonly NpgsqlDataSource _db;
    private readonly Onces _onces;
    private readonly CityRules _rules;
    private readonly TimeProvider _clock;

    internal ArticleDesk(NpgsqlDataSource db, Onces onces, CityRules rules, TimeProvider clock) => (_db, _onces, _rules, _clock) = (db, onces, rules, clock);

    /// <summary>新建: version 1, a draft.</summary>
    /// <exception cref="InvalidRequestException">Names the fields and the fix.</exception>
    public Task<ArticleVersionId> CreateAsync(ArticleText text, Actor by, string? key, CancellationToken ct) => CreateAsync(text, [], by, key, ct);

    /// <summary>从办结工单起草: the same, with the tickets it was drawn from as its evidence (案例).</summary>
    /// <exception cref="InvalidRequestException">Names the fields and the fix.</exception>
    public async Task<ArticleVersionId> CreateAsync(ArticleText text, IReadOnlyList<TicketId> evidence, Actor by, string? key, CancellationToken ct)
    {
        var outcome = await new ArticleImport(_db, _onces, _rules, _clock).ImportAsync([text], evidence, by, key, ct);
        return outcome.Wrong is [var wrong] ? throw new InvalidRequestException(wrong.Errors) : outcome.Made[0];
    }

    /// <summary>修订: the next version, a draft; what is published stays so until that is.</summary>
    /// <exception cref="InvalidRequestException">Names the fields and the fix.</exception>
    public async Task<Revision> ReviseAsync(Guid article, ArticleText text, Actor by, string? key, CancellationToken ct) =>
        (await _onces.DoAsync(key, new { article, text }, by, async once => (Revision?)await ReviseAsync(article, text, by, once, ct), ct))!;

    private async Task<Revision> ReviseAsync(Guid article, ArticleText text, Actor by, Once? once, CancellationToken ct)
    {
        var now = _clock.Now();
        await using var connection = await _db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await LatestAsync(connection, article, now, ct) is not { } latest) return new(null, Unknown);
        if (latest.State == ArticleState.Withdrawn) return new(null, ArticleReview.Withdrawn);
        if (ArticleRules.IsOfUnit(by) && by.Department != latest.Text.Unit) return new(null, ArticleReview.NotYourUnit);

        var next = Draft(text, by, latest.Id with { Version = latest.Id.Version + 1 }, _rules, now);
        if (!await TakeTitleAsync(connection, next, ct)) throw new InvalidRequestException(TitleTaken);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in Onces.Row(once, new Revision(next.Id, null), now)) batch.BatchCommands.Add(command);
        if (latest.PublishedAt is null) batch.BatchCommands.Add(ArticleRows.To(latest.Id, ArticleState.Replaced));
        batch.BatchCommands.Add(ArticleRows.Insert(next));
        batch.BatchCommands.Add(Sql.Command("update tickets.article set latest = $2, unit = $3 where id = $1", article, next.Id.Version, next.Text.Unit!.Value.Code));
        batch.BatchCommands.Add(ArticleRows.Step(next.Id, ArticleStep.Write, by, null, now));
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return new(next.Id, null);
    }

    /// <summary>送审、审核、发布、退回、下架 of the latest version; withdrawing takes the published one along.</summary>
    public async Task<Decision> TakeAsync(Guid article, ArticleStep step, Actor by, string? reason, CancellationToken ct)
    {
        var now = _clock.Now();
        var errors = new FieldErrors().Longest("reason", reason, 500);
        if (step is ArticleStep.SendBack or ArticleStep.Withdraw) errors.Required("reason", reason, 500);
        if (errors.Decision is { } invalid) return invalid;

        await using var connection = await _db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await LatestAsync(connection, article, now, ct) is not { } latest) return Unknown;
        var (to, refused) = ArticleReview.Decide(latest, step, by);
        if (refused is not null) return refused;
        if (step is ArticleStep.Publish && now >= latest.ExpiresAt) return OutOfDate;

        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in Follows(latest, step, to, by, reason, now)) batch.BatchCommands.Add(command);
        batch.BatchCommands.Add(ArticleRows.Step(latest.Id, step, by, reason, now));
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return new Decision.Happened();
    }

    private static IEnumerable<NpgsqlBatchCommand> Follows(ArticleVersion v, ArticleStep step, ArticleState to, Actor by, string? reason, DateTimeOffset now) => step switch
    {
        ArticleStep.UnitApprove => [ArticleRows.UnitApproved(v.Id, by, now)],
        ArticleStep.Publish => [.. Recall.OfReplaced(v, reason ?? "条目已更新", by, now), .. ArticleRows.Published(v.Id, by, now)],
        ArticleStep.Withdraw => [.. Recall.OfWithdrawn(v.Id.Article, reason!, by, now), .. ArticleRows.Withdrawn(v.Id.Article, reason!, now)],
        _ => [ArticleRows.To(v.Id, to)],
    };

    /// <exception cref="InvalidRequestException">Names the fields and the fix.</exception>
    internal static ArticleVersion Draft(ArticleText text, Actor by, ArticleVersionId id, CityRules rules, DateTimeOffset now)
    {
        var wrong = ArticleRules.Wrong(text, by, rules, now);
        if (wrong.Count > 0) throw new InvalidRequestException(wrong);
        var tidy = ArticleRules.Tidy(text);
        return new(id, ArticleState.Draft, tidy, Convert.ToHexStringLower(ArticleRules.Hash(tidy)), by, now, null, null, null, null, ArticleRules.ExpiresAt(tidy, rules), null, null, 0);
    }

    /// <remarks>The lock is a statement of its own: a query that had to wait for it would join yesterday's versions.</remarks>
    private static async Task<ArticleVersion?> LatestAsync(NpgsqlConnection connection, Guid article, DateTimeOffset now, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Sql.Command("select 1 from tickets.article where id = $1 for update", article));
        batch.BatchCommands.Add(Sql.Command(
            $"select {ArticleRows.Columns} from tickets.article a join tickets.article_version v on v.article_id = a.id and v.version = a.latest where a.id = $1", article));
        await using var rows = await batch.ExecuteReaderAsync(ct);
        await rows.NextResultAsync(ct);
        return await rows.ReadAsync(ct) ? ArticleRows.Read(rows, now) : null;
    }

    private static async Task<bool> TakeTitleAsync(NpgsqlConnection connection, ArticleVersion v, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "insert into tickets.article_title as t (title, article_id) values ($1, $2) on conflict (title) do update set title = excluded.title where t.article_id = excluded.article_id", connection)
        { Parameters = { new() { Value = v.Text.Title }, new() { Value = v.Id.Article } } };
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    internal static IReadOnlyDictionary<string, string[]> TitleTaken { get; } =
        new Dictionary<string, string[]>(StringComparer.Ordinal) { ["title"] = ["已有同名知识条目，请修改标题或修订原条目"] };

    internal static Decision.Refused Unknown { get; } = new("unknown-article", "没有这个知识条目，请核对条目号", "There is no such article.");
    internal static Decision.Refused OutOfDate { get; } = new("out-of-date", "有效期已过，请先修订有效期截止日", "Its last valid day is over; write a version with a later one.");
}

/// <summary>The new draft, or why there is none.</summary>
public sealed record Revision(ArticleVersionId? Id, Decision.Refused? Refused);
