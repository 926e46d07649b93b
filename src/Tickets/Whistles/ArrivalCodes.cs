using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hotline.Tickets.Requesters;
using Npgsql;

namespace Hotline.Tickets.Whistles;

/// <summary>
/// 签到码: six digits that follow from the ticket, the task and the key outside the database. The town may read its codes at any
/// time, nobody can from a copy of the store, and a unit that guesses is stopped.
/// </summary>
internal sealed class ArrivalCodes(NpgsqlDataSource db, PersonalDataKey key, TimeProvider clock)
{
    private const int Tries = 5;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    internal string CodeOf(TicketId ticket, int task) =>
        (BinaryPrimitives.ReadUInt64BigEndian(key.Fingerprint("arrival-code", Name(ticket, task))) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>What the event keeps of a code.</summary>
    internal string MacOf(TicketId ticket, int task, string code) => Convert.ToHexStringLower(key.Fingerprint("arrival-mac", $"{Name(ticket, task)}/{code}"));

    /// <summary>What the event keeps of a task's code.</summary>
    internal string MacOf(TicketId ticket, int task) => MacOf(ticket, task, CodeOf(ticket, task));

    internal bool IsRight(TicketId ticket, int task, string code) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(code), Encoding.ASCII.GetBytes(CodeOf(ticket, task)));

    /// <summary>Takes one of the tries of a task; how long to wait where none is left. Counted before the answer, so that tries at once gain nothing.</summary>
    internal async Task<TimeSpan?> TakeTryAsync(TicketId ticket, int task, CancellationToken ct)
    {
        var now = clock.Now();
        var counted = await db.ReadAsync(
            """
            insert into tickets.arrival_try as a (ticket_id, task, count, since) values ($1, $2, 1, $3)
            on conflict (ticket_id, task) do update set count = case when a.since > $4 then a.count + 1 else 1 end, since = case when a.since > $4 then a.since else $3 end
            returning count, since
            """,
            [ticket.Value, task, now, now - Window], row => (Count: row.GetInt32(0), Since: row.GetFieldValue<DateTimeOffset>(1)), ct);
        return counted[0].Count <= Tries ? null : counted[0].Since + Window - now;
    }

    private static string Name(TicketId ticket, int task) => string.Create(CultureInfo.InvariantCulture, $"{ticket}/{task}");
}
