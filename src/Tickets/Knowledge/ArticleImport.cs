using Hotline.Tickets.Accepting;
using Hotline.Tickets.City;
using Npgsql;

namespace Hotline.Tickets.Knowledge;

/// <summary>What is wrong with one row of an import.</summary>
/// <param name="Row">From 1.</param>
public sealed record WrongRow(int Row, string? Title, IReadOnlyDictionary<string, string[]> Errors);

/// <summary>导入结果: everything was made, or nothing and the reasons.</summary>
public sealed record ImportOutcome(IReadOnlyList<ArticleVersionId> Made, IReadOnlyList<WrongRow> Wrong);

/// <summary>批量导入: up to 1,000 drafts at once, all of them or none.</summary>
public sealed class ArticleImport
{
    internal const int Most = 1000;
    private readonly NpgsqlDataSource _db;
    private readonly Onces _onces;
    private readonly CityRules _rules;
    private readonly TimeProvider _clock;

    internal ArticleImport(NpgsqlDataSource db, Onces onces, CityRules rules, TimeProvider clock) => (_db, _onces, _rules, _clock) = (db, onces, rules, clock);

    /// <param name="key">Idempotency-Key; with the same one and the same texts nothing is made twice.</param>
    /// <exception cref="InvalidRequestException">None, or more than 1,000; or the key was used for something else.</exception>
    public Task<ImportOutcome> ImportAsync(IReadOnlyList<ArticleText> texts, Actor by, string? key, CancellationToken ct) => ImportAsync(texts, [], by, key, ct);

    /// <param name="evidence">The tickets every draft was drawn from.</param>
    internal async Task<ImportOutcome> ImportAsync(IReadOnlyList<ArticleText> texts, IReadOnlyList<TicketId> evidence, Actor by, string? key, CancellationToken ct) =>
        (await _onces.DoAsync(key, texts, by, async once => (ImportOutcome?)await ImportAsync(texts, evidence, by, once, ct), ct))!;

    private async Task<ImportOutcome> ImportAsync(IReadOnlyList<ArticleText> texts, IReadOnlyList<TicketId> evidence, Actor by, Once? once, CancellationToken ct)
    {
        if (texts.Count is 0 or > Most) throw new InvalidRequestException(One("items", $"每次导入 1 到 {Most} 条，现为 {texts.Count} 条，请分批导入"));

        var now = _clock.Now();
        var wrong = new SortedDictionary<int, WrongRow>();
        var drafts = new List<ArticleVersion>(texts.Count);
        for (var i = 0; i < texts.Count; i++)
        {
            try { drafts.Add(ArticleDesk.Draft(texts[i], by, default, _rules, now)); }
            catch (InvalidRequestException e) { wrong[i + 1] = new(i + 1, texts[i].Title, e.Errors); }
        }

        foreach (var (title, row) in texts.Select((t, i) => (t.Title?.Trim(), i + 1)).GroupBy(t => t.Item1).SelectMany(same => same.Skip(1)))
        {
            if (title is not null) wrong.TryAdd(row, new(row, title, One("title", "与本文件中前面的条目同名，请修改标题")));
        }

        if (wrong.Count > 0) return new([], [.. wrong.Values]);
        return await StoreAsync(drafts, evidence, by, once, now, ct);
    }

    private async Task<ImportOutcome> StoreAsync(List<ArticleVersion> drafts, IReadOnlyList<TicketId> evidence, Actor by, Once? once, DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await _db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        drafts = [.. drafts.Select(d => d with { Id = new(Guid.CreateVersion7(), 1) })];

        var made = new ImportOutcome([.. drafts.Select(d => d.Id)], []);

        await using (var batch = new NpgsqlBatch(connection))
        {
            foreach (var command in Onces.Row(once, made, now)) batch.BatchCommands.Add(command); // first: whoever sends the same at once waits here
            foreach (var d in drafts)
            {
                batch.BatchCommands.Add(Sql.Command("insert into tickets.article (id, unit, latest, created_at) values ($1, $2, 1, $3)", d.Id.Article, d.Text.Unit!.Value.Code, now));
                batch.BatchCommands.Add(ArticleRows.Insert(d));
                batch.BatchCommands.Add(ArticleRows.Step(d.Id, ArticleStep.Write, by, null, now));
                foreach (var ticket in evidence) batch.BatchCommands.Add(Sql.Command("insert into tickets.article_evidence (article_id, ticket_id, at) values ($1, $2, $3)", d.Id.Article, ticket.Value, now));
            }

            await batch.ExecuteNonQueryAsync(ct);
        }

        var free = await TakeTitlesAsync(connection, drafts, ct);
        if (free.Count < drafts.Count)
        {
            return new([], [.. drafts.Index().Where(d => !free.Contains(d.Item.Text.Title!)).Select(d => new WrongRow(d.Index + 1, d.Item.Text.Title, ArticleDesk.TitleTaken))]);
        }

        await transaction.CommitAsync(ct);
        return made;
    }

    /// <summary>Sorted, so that two imports of the same titles wait for each other and do not lock each other up.</summary>
    private static async Task<HashSet<string>> TakeTitlesAsync(NpgsqlConnection connection, List<ArticleVersion> drafts, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "insert into tickets.article_title (title, article_id) select * from unnest($1::text[], $2::uuid[]) order by 1 on conflict do nothing returning title", connection)
        {
            Parameters = { new() { Value = drafts.Select(d => d.Text.Title!).ToArray() }, new() { Value = drafts.Select(d => d.Id.Article).ToArray() } },
        };
        var free = new HashSet<string>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) free.Add(rows.GetString(0));
        return free;
    }

    private static Dictionary<string, string[]> One(string field, string error) => new(StringComparer.Ordinal) { [field] = [error] };
}
