using System.Text.Json;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Feed;
using Npgsql;

namespace Hotline.Tickets.Statistics;

/// <summary>
/// Keeps tickets.kpi_* in step with the events. A ticket's facts are always folded anew from all its events, so doing it twice
/// changes nothing, and the whole projection can be rebuilt and compared at any time.
/// </summary>
public sealed class KpiFacts(NpgsqlDataSource db) : ITicketSubscriber, IDisposable
{
    private const int AtATime = 500;

    private static readonly string[] Tables = ["kpi_ticket", "kpi_turn", "kpi_round", "kpi_ask", "kpi_mark"];

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private const int Patience = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly FeedReader _reader = new(db);
    private readonly SemaphoreSlim _oneAtATime = new(1);

    public string Name => "kpi";

    public void Dispose() => _oneAtATime.Dispose();

    public async Task HandleAsync(IReadOnlyList<FedEvent> events, CancellationToken ct)
    {
        var touched = events.Select(e => e.Recorded.Ticket.Value).Distinct().ToArray();
        var behind = await db.ReadAsync(
            "select t.id from tickets.ticket t left join tickets.kpi_ticket k on k.ticket_id = t.id where t.id = any($1) and k.version is distinct from t.version",
            [touched], row => row.GetGuid(0), ct);
        if (behind.Count > 0) await RewriteAsync([.. behind], ct);
    }

    /// <summary>
    /// Up to the last event that may be read, whether or not the feed runs in this host: what is counted next is current. Who waits for
    /// another reader to catch up has no connection meanwhile, so that many of them cannot take the ones it needs.
    /// </summary>
    public async Task CatchUpAsync(CancellationToken ct)
    {
        if (await _reader.IsAtEndAsync(Name, ct)) return; // mostly: readers need not queue for the feed's turn
        await _oneAtATime.WaitAsync(ct);
        try
        {
            if (!await _reader.IsAtEndAsync(Name, ct)) await CatchUpInTurnAsync(ct);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task CatchUpInTurnAsync(CancellationToken ct)
    {
        var asked = await _reader.EndAsync(ct);
        await using var connection = await db.OpenConnectionAsync(ct);
        await FeedReader.LockAsync(connection, Name, ct);
        try
        {
            for (var tries = 0; ; )
            {
                var at = await _reader.CheckpointAsync(Name, ct);
                var (events, end) = await _reader.ReadAsync(at, ct);
                if (events.Count > 0)
                {
                    await HandleAsync(events, ct);
                    await _reader.SaveAsync(Name, end, ct);
                }
                else if (at >= asked || ++tries == Patience) return;
                else await Task.Delay(Pause, ct); // a transaction that began earlier still runs, and the log may not be read past it
            }
        }
        finally
        {
            await FeedReader.UnlockAsync(connection, Name);
        }
    }

    /// <summary>Every ticket's facts anew from its events.</summary>
    /// <returns>How many tickets' rows were not as the events say.</returns>
    public async Task<long> RebuildAsync(CancellationToken ct)
    {
        var (wrong, last) = (0L, Guid.Empty);
        while (true)
        {
            var ids = await db.ReadAsync("select id from tickets.ticket where id > $1 order by id limit $2", [last, AtATime], row => row.GetGuid(0), ct);
            if (ids.Count == 0) return wrong;
            wrong += await RewriteAsync([.. ids], ct);
            last = ids[^1];
        }
    }

    /// <remarks>One writer at a time reads and writes, so that nobody's older reading comes last.</remarks>
    private async Task<long> RewriteAsync(Guid[] ids, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var turn = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended('tickets.kpi', 0))", connection)) await turn.ExecuteNonQueryAsync(ct);
        var facts = await FoldAsync(connection, ids, ct);
        var wrong = await WriteAsync(connection, ids, facts, ct);
        await transaction.CommitAsync(ct);
        return wrong;
    }

    private static async Task<List<TicketFacts>> FoldAsync(NpgsqlConnection connection, Guid[] ids, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select ticket_id, version, body, at from tickets.event where ticket_id = any($1) order by ticket_id, version", connection) { Parameters = { new() { Value = ids } } };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var (facts, one) = (new List<TicketFacts>(ids.Length), new List<RecordedEvent>());
        while (await rows.ReadAsync(ct))
        {
            var e = new RecordedEvent(0, new(rows.GetGuid(0)), rows.GetInt32(1), EventJson.Read<TicketEvent>(rows.GetString(2)), Actor.System, rows.Time(3), "");
            if (one.Count > 0 && one[0].Ticket != e.Ticket)
            {
                facts.Add(FactsFold.Of(one));
                one.Clear();
            }

            one.Add(e);
        }

        if (one.Count > 0) facts.Add(FactsFold.Of(one));
        return facts;
    }

    /// <summary>Leaves rows alone that are right already. Returns how many tickets' rows were not.</summary>
    private static async Task<long> WriteAsync(NpgsqlConnection connection, Guid[] ids, List<TicketFacts> facts, CancellationToken ct)
    {
        object[] rows =
        [
            facts.Select(f => f.Ticket), facts.SelectMany(f => f.Turns), facts.SelectMany(f => f.Rounds), facts.SelectMany(f => f.Asks), facts.SelectMany(f => f.Marks),
        ];
        var wrong = new HashSet<Guid>();
        foreach (var (table, json) in Tables.Zip(rows.Select(r => JsonSerializer.Serialize(r, Json))))
        {
            await using var delete = new NpgsqlCommand(Delete(table), connection) { Parameters = { new() { Value = ids }, new() { Value = json } } };
            await using (var changed = await delete.ExecuteReaderAsync(ct))
            {
                while (await changed.ReadAsync(ct)) wrong.Add(changed.GetGuid(0));
            }

            await using var insert = new NpgsqlCommand(Insert(table), connection) { Parameters = { new() { Value = json } } };
            await insert.ExecuteNonQueryAsync(ct);
        }

        return wrong.Count;
    }

    /// <summary>Takes away the rows of every ticket of which one is not as it should be, and names these tickets.</summary>
    private static string Delete(string table) =>
        $"""
        with fresh as materialized (select * from jsonb_populate_recordset(null::tickets.{table}, $2::text::jsonb)),
        stored as materialized (select * from tickets.{table} where ticket_id = any($1)),
        wrong as materialized (
          select ticket_id from (select * from fresh except select * from stored) a
          union select ticket_id from (select * from stored except select * from fresh) b),
        gone as (delete from tickets.{table} where ticket_id in (select ticket_id from wrong))
        select ticket_id from wrong
        """;

    private static string Insert(string table) =>
        $"insert into tickets.{table} select * from jsonb_populate_recordset(null::tickets.{table}, $1::text::jsonb) on conflict do nothing";
}
