using Hotline.Tickets;
using Hotline.Tickets.Accepting;
using Hotline.Tickets.Dispatching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using NpgsqlTypes;

namespace Hotline.Bench;

/// <summary>
/// A store of open clocks. The tickets that become due are made by the module's own commands; the others are true copies, by SQL, of a
/// few that were made so: own id, own number, own chain of hashes.
/// </summary>
internal sealed class OpenClocks(NpgsqlDataSource db, string folder)
{
    /// <summary>Tuesday, 10:00 in the city: from here on clocks become due.</summary>
    internal static readonly DateTimeOffset Start = new(2026, 12, 8, 2, 0, 0, TimeSpan.Zero);

    private const int Templates = 20;
    private const int Before = 60;
    private static readonly Actor Agent = new("1001", "王", Role.Agent, null);
    private static readonly Actor Dispatcher = new("2001", "李", Role.Dispatcher, null);
    private static readonly Actor Clerk = new("urban", "城管", Role.Department, new DepartmentId("urban"));
    private readonly ManualTime _clock = new(Start);

    internal async Task FillAsync(int clocks, int due, TimeSpan within, CancellationToken ct)
    {
        await using var services = SweepingHost.Services(db, folder, _clock);
        await ((IHostedLifecycleService)SweepingHost.Hosted(services, "TicketsStartup")).StartingAsync(ct);
        var (reception, desk) = (services.GetRequiredService<Reception>(), services.GetRequiredService<ITicketDesk>());
        for (var i = 0; i < Templates; i++)
        {
            _clock.Now = Start.AddMinutes(-25 + i); // signing in is warned of an hour later, long after the measurement
            await DispatchedAsync(reception, desk, ct);
        }

        await db.ExecuteAsync("create table copy as select id as template, row_number() over (order by accepted_at) - 1 as n from tickets.ticket", [], ct);
        for (var i = 1; i <= Before; i++) await DueAsync(reception, desk, -i, -i + 1, Before, TimeSpan.FromSeconds(Before / 3.0), ct); // hosts that have fired before
        await Task.WhenAll(Enumerable.Range(0, 10).Select(part => Task.Run(() => DueAsync(reception, desk, due * part / 10, due * (part + 1) / 10, due, within, ct), ct)));
        await WarnAsync(services, ct);
        await CopyAsync((clocks - (int)await CountAsync(db, ct)) / 3, ct);
    }

    internal static async Task<long> CountAsync(NpgsqlDataSource db, CancellationToken ct) =>
        (await db.ReadAsync("select count(*) from tickets.clock where stopped_at is null", [], row => row.GetInt64(0), ct))[0];

    /// <summary>First contact is due a day after the dispatch, to the millisecond.</summary>
    private async Task DueAsync(Reception reception, ITicketDesk desk, int from, int to, int all, TimeSpan within, CancellationToken ct)
    {
        for (var i = from; i < to; i++)
        {
            _clock.Now = Start.AddDays(-1) + (within * i / all);
            var id = await DispatchedAsync(reception, desk, ct);
            await DoAsync(desk, id, new SignForTicket(), Clerk, ct);
        }
    }

    /// <summary>What had to be said before the start is said: a host has been sweeping all along.</summary>
    private async Task WarnAsync(ServiceProvider services, CancellationToken ct)
    {
        _clock.Now = Start.AddSeconds(-Before);
        var sweep = SweepingHost.Hosted(services, "ClockSweep");
        await sweep.StartAsync(ct);
        while ((await db.ReadAsync("select count(*) from tickets.clock where fire_at <= $1", [_clock.Now], row => row.GetInt64(0), ct))[0] > 0) await Task.Delay(200, ct);
        await sweep.StopAsync(ct);
    }

    private static async Task<TicketId> DispatchedAsync(Reception reception, ITicketDesk desk, CancellationToken ct)
    {
        var receipt = await reception.AcceptAsync(
            new Request { Type = RequestType.Complaint, Title = "工地夜间打桩", Text = "碧水湾旁工地连续一周夜间施工到凌晨两点，打桩声很大，希望有关部门到现场看一看。", District = "binhai", Category = "0501", Phone = "13800001234" }, Agent, ct);
        await DoAsync(desk, receipt.Id, new DispatchTicket(new DepartmentId("urban")), Dispatcher, ct);
        return receipt.Id;
    }

    private static async Task DoAsync(ITicketDesk desk, TicketId id, ITicketCommand command, Actor by, CancellationToken ct)
    {
        if (await desk.HandleAsync(id, command, by, ct) is not Decision.Happened) throw new InvalidOperationException($"{command} was refused.");
    }

    private async Task CopyAsync(int tickets, CancellationToken ct)
    {
        await db.ExecuteAsync("create table made (n int, id uuid, number text)", [], ct);
        await using (var connection = await db.OpenConnectionAsync(ct))
        await using (var rows = await connection.BeginBinaryImportAsync("copy made from stdin (format binary)", ct))
        {
            for (var i = 0; i < tickets; i++)
            {
                await rows.StartRowAsync(ct);
                await rows.WriteAsync(i % Templates, NpgsqlDbType.Integer, ct);
                await rows.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid, ct);
                await rows.WriteAsync(TicketNumber.Create(new DateOnly(2026, 12, 8), 500_000 + i).Digits, NpgsqlDbType.Text, ct);
            }

            await rows.CompleteAsync(ct);
        }

        foreach (var sql in Copies) await db.ExecuteAsync(sql, [], ct);
    }

    private static readonly string[] Copies =
    [
        """
        insert into tickets.ticket select r.* from made m join copy c using (n) join tickets.ticket t on t.id = c.template
        cross join lateral jsonb_populate_record(t, jsonb_build_object('id', m.id, 'number', m.number, 'body', jsonb_set(t.body, '{number}', to_jsonb(m.number)))) r
        """,
        """
        insert into tickets.clock select r.* from made m join copy c using (n) join tickets.clock k on k.ticket_id = c.template
        cross join lateral jsonb_populate_record(k, jsonb_build_object('ticket_id', m.id)) r
        """,
        """
        insert into tickets.holder select r.* from made m join copy c using (n) join tickets.holder h on h.ticket_id = c.template
        cross join lateral jsonb_populate_record(h, jsonb_build_object('ticket_id', m.id)) r
        """,
        """
        insert into tickets.event (ticket_id, version, kind, body, actor, rules, at, hash)
        select m.id, 1, e.kind, b.body, e.actor, e.rules, e.at, tickets.chain(null, m.id, 1, e.kind, b.body, e.actor, e.rules, e.at)
        from made m join copy c using (n) join tickets.event e on e.ticket_id = c.template and e.version = 1
        cross join lateral (select jsonb_set(e.body, '{number}', to_jsonb(m.number)) as body) b
        """,
        """
        insert into tickets.event (ticket_id, version, kind, body, actor, rules, at, hash)
        select m.id, 2, e.kind, e.body, e.actor, e.rules, e.at, tickets.chain(f.hash, m.id, 2, e.kind, e.body, e.actor, e.rules, e.at)
        from made m join copy c using (n) join tickets.event e on e.ticket_id = c.template and e.version = 2 join tickets.event f on f.ticket_id = m.id and f.version = 1
        """,
        "drop table made", "vacuum analyze",
    ];

    /// <summary>A time that each of those who write at once sets for itself.</summary>
    private sealed class ManualTime(DateTimeOffset now) : TimeProvider
    {
        private readonly AsyncLocal<DateTimeOffset?> _now = new();

        internal DateTimeOffset Now { get => _now.Value ?? now; set => _now.Value = value; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
