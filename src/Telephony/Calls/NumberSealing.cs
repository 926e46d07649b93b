using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hotline.Telephony.Calls;

/// <summary>
/// 存量号码密存: seals the numbers that an older version wrote in clear, some hundred at a time. It may be cut off anywhere and goes on at the
/// next start; hosts that work at once seal nothing twice. Looked for again every hour, while an older host may still write beside us.
/// </summary>
internal sealed partial class NumberSealing(NpgsqlDataSource db, CallLog calls, TimeProvider clock, ILogger<NumberSealing> log) : BackgroundService
{
    private const int Batch = 500;
    private const string Number = "(case direction when 'Inbound' then caller else called end)";
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    // Find: id, the row it is sealed for, the number. Store: ids, sealed numbers, hashes.
    private static readonly (string Find, string Store)[] Places =
    [
        ($"select id, id, {Number} from telephony.call where {Number} !~ '^(sealed:|$)' order by id limit $1 for update skip locked",
            """
            update telephony.call c set number_mac = n.mac, caller = case direction when 'Inbound' then n.sealed else caller end, called = case direction when 'Inbound' then called else n.sealed end
            from unnest($1::uuid[], $2::text[], $3::bytea[]) n (id, sealed, mac) where c.id = n.id
            """),
        ("""
            select id, call_id, coalesce(body ->> 'caller', body ->> 'number', '') from telephony.call_event
            where kind in ('arrived', 'callback-accepted') and coalesce(body ->> 'caller', body ->> 'number', '') !~ '^(sealed:|$)' order by seq limit $1 for update skip locked
            """,
            """
            update telephony.call_event e set body = jsonb_set(e.body, array[case e.kind when 'arrived' then 'caller' else 'number' end], to_jsonb(n.sealed))
            from unnest($1::uuid[], $2::text[], $3::bytea[]) n (id, sealed, mac) where e.id = n.id
            """),
        Table("callback"),
        Table("blacklist"),
    ];

    /// <returns>How many were sealed.</returns>
    internal async Task<int> SealAsync(CancellationToken ct)
    {
        await calls.FlushAsync(); // the tables are there
        var all = 0;
        foreach (var (find, store) in Places)
        {
            for (var found = Batch; found == Batch; all += found) found = await SealSomeAsync(find, store, ct);
        }

        return all;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = Every;
            try
            {
                if (await SealAsync(stoppingToken) is > 0 and var count) Sealed(count);
            }
            catch (NpgsqlException e)
            {
                next = RetryAfter;
                Waiting(e.Message);
            }

            await Task.Delay(next, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<int> SealSomeAsync(string find, string store, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var clear = await connection.ReadAsync(find, [Batch], row => (Id: row.GetGuid(0), Row: row.GetGuid(1), Number: row.GetString(2)), ct);
        var numbers = calls.Numbers;
        await connection.ReadAsync(
            store, [clear.Select(c => c.Id).ToArray(), clear.Select(c => numbers.Seal(c.Number, c.Row)).ToArray(), clear.Select(c => numbers.Find(c.Number)).ToArray()], row => 0, ct);
        await transaction.CommitAsync(ct);
        return clear.Count;
    }

    private static (string Find, string Store) Table(string name) => (
        $"select id, id, number from telephony.{name} where number !~ '^(sealed:|$)' limit $1 for update skip locked",
        $"""
        update telephony.{name} t set number = n.sealed
        from unnest($1::uuid[], $2::text[], $3::bytea[]) n (id, sealed, mac) where t.id = n.id
        """);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} numbers that stood in clear are sealed")]
    private partial void Sealed(int count);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Numbers in clear are looked for again when the database is there: {Reason}")]
    private partial void Waiting(string reason);
}
