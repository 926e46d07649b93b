using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Notices;

/// <summary>每日摘要: when work begins on a working day, one message to each receiver of what warns, is overdue, or is due by the end of the next working day.</summary>
internal sealed class NoticeDigest(NpgsqlDataSource db, NoticeOffice office, NoticeContacts contacts, CityRules rules, TimeProvider clock)
{
    private const int Most = 50_000;

    /// <returns>How many receivers were told; none before the opening, after the close, on free days and when it was done.</returns>
    internal async Task<int> PassAsync(CancellationToken ct)
    {
        var (now, valid) = (clock.Now(), rules.At(clock.Now()));
        var (day, calendar) = (valid.DayOf(now), valid.CalendarOf(null));
        if (!valid.Handling.Notices.Digest || !valid.IsWorkday(day) || !calendar.Between(valid.StartOf(day), valid.StartOf(day.AddDays(1))).Any(p => p.From <= now)
            || calendar.WorkingTimeBetween(now, valid.StartOf(day.AddDays(1))) == TimeSpan.Zero) return 0;
        if ((await db.ReadAsync("select 1 from tickets.notice_digest where day = $1", [day], _ => 1, ct)).Count > 0) return 0;

        var until = valid.StartOf(valid.DayOf(calendar.OpeningFrom(valid.StartOf(day).AddHours(12), 1)).AddDays(1));
        var told = 0;
        await using var batch = db.CreateBatch();
        foreach (var group in (await LinesAsync(until, ct)).GroupBy(l => l.To, l => l.Line))
        {
            var ways = await contacts.OfAsync(group.Key, now, ct);
            if (ways.Count == 0) continue;
            var lines = group.ToList();
            foreach (var command in office.Message(IdOf(day, group.Key), "digest", group.Key, lines.Count, NoticeWords.Digest(lines, day, valid), ways, now)) batch.BatchCommands.Add(command);
            told++;
        }

        batch.BatchCommands.Add(Sql.Command("insert into tickets.notice_digest (day, at) values ($1, $2) on conflict do nothing", day, now));
        await batch.ExecuteNonQueryAsync(ct);
        return told;
    }

    private async Task<List<(Receiver To, NoticeWords.Line Line)>> LinesAsync(DateTimeOffset until, CancellationToken ct)
    {
        var now = clock.Now();
        var rows = await db.ReadAsync(
            $"""
            select t.number, c.name, c.due_at, coalesce(case when c.task = 0 then t.department else c.department end, '')
            from tickets.clock c join tickets.ticket t on t.id = c.ticket_id
            where c.stopped_at is null and c.paused_at is null and t.merged_into is null and (c.warned_at is not null or c.overdue_at is not null or c.due_at < $1)
            order by c.due_at, t.number limit {Most}
            """,
            [until], row => (Number: row.Number(0), Clock: row.Code<ClockName>(1), Due: row.Time(2), Unit: row.GetString(3)), ct);
        return
        [
            .. from r in rows
               where Receiver.HolderOf(r.Clock) is not null
               select (Receiver.Of(Receiver.HolderOf(r.Clock)!.Value, r.Unit), new NoticeWords.Line(r.Number, r.Clock, r.Due, null, r.Due <= now)),
        ];
    }

    /// <summary>The same on every host.</summary>
    private static Guid IdOf(DateOnly day, Receiver to) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"digest\u001f{day:yyyy-MM-dd}\u001f{to.Role.Code()}\u001f{to.Unit}"))).AsSpan(0, 16));
}
