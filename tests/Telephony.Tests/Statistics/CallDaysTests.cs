using Hotline.Telephony.Calls;
using Hotline.Telephony.Statistics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Hotline.Telephony.Tests.Statistics;

/// <summary>话务日汇总: whether days are kept or not, every figure is the same number.</summary>
public sealed class CallDaysTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly DateTimeOffset Today = CallDays.StartOf(CallDays.DayOf(Now));
    private NpgsqlDataSource _db = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _db = await TestDatabase.CreateAsync("telephony", db => Migrations.ApplyAsync(db, "telephony", typeof(CallLog).Assembly, CancellationToken.None));
        var random = new Random(16);
        for (var i = 0; i < 300; i++) await CallAsync(random, Now.AddMinutes(-random.Next(1, 21 * 24 * 60)));
    }

    public ValueTask DisposeAsync() => _db.DisposeAsync();

    [Fact]
    public async Task A_figure_of_kept_days_is_what_its_calls_say()
    {
        var counted = await FiguresAsync();
        Assert.True(await KeepAsync() >= 20);
        Assert.Equal(counted, await FiguresAsync());
        Assert.Equal(0, await KeepAsync()); // nothing has changed
    }

    [Theory]
    [InlineData("insert into telephony.call_event (id, call_id, at, kind, body) select gen_random_uuid(), id, talking_since + interval '1 second', 'agent-left', '{}' from telephony.call where talking_since is not null and arrived_at < $1 - interval '3 days' limit 5")]
    [InlineData("delete from telephony.call where id in (select id from telephony.call where arrived_at < $1 - interval '3 days' order by id limit 9)")]
    [InlineData("delete from telephony.call_event where kind = 'queued' and at < $1 - interval '10 days'")]
    [InlineData("update telephony.call_event set at = at - interval '4 seconds' where kind = 'queued' and at < $1 - interval '10 days'")]
    [InlineData("update telephony.call set agent = '1003', end_reason = 'host stopped' where arrived_at < $1 - interval '5 days' and arrived_at > $1 - interval '8 days'")]
    [InlineData("update telephony.call set arrived_at = arrived_at - interval '30 hours' where arrived_at < $1 - interval '5 days' and arrived_at > $1 - interval '8 days'")]
    [InlineData("truncate telephony.call_event")]
    public async Task What_changes_under_a_kept_day_is_in_the_next_figure(string change)
    {
        await KeepAsync();
        var before = await FiguresAsync();
        await _db.ExecuteAsync(change, change.Contains("$1", StringComparison.Ordinal) ? [Today] : [], Ct);
        var after = await FiguresAsync();
        await _db.ExecuteAsync("delete from telephony.call_day", [], Ct);
        Assert.Equal(await FiguresAsync(), after);
        Assert.NotEqual(before, after);
        await KeepAsync();
        Assert.Equal(after, await FiguresAsync());
    }

    [Fact]
    public async Task What_says_nothing_about_a_figure_leaves_its_days_alone_and_so_does_what_happens_today()
    {
        var kept = await KeepAsync();
        await _db.ExecuteAsync("update telephony.call set transcribed_at = now()", [], Ct);
        await CallAsync(new Random(3), Now.AddSeconds(-1) is var at && at > Today ? at : Today);
        Assert.Equal(kept, (await _db.ReadAsync("select count(*)::int from telephony.call_day", [], row => row.GetInt32(0), Ct))[0]);
    }

    [Fact]
    public async Task A_call_that_is_being_written_holds_up_its_days_and_nobody_waits_for_it()
    {
        await using var connection = await _db.OpenConnectionAsync(Ct);
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        await using (var late = new NpgsqlCommand("update telephony.call set agent = '1009' where arrived_at < now() - interval '4 days'", connection)) await late.ExecuteNonQueryAsync(Ct);
        Assert.Equal(0, await KeepAsync());
        await transaction.CommitAsync(Ct);
        Assert.True(await KeepAsync() >= 20);
    }

    [Fact]
    public async Task While_a_day_is_counted_its_calls_may_change_and_no_other_host_counts()
    {
        await using var connection = await _db.OpenConnectionAsync(Ct);
        await using var slow = await connection.BeginTransactionAsync(Ct);
        await using (var events = new NpgsqlCommand("lock table telephony.call_event in access exclusive mode", connection)) await events.ExecuteNonQueryAsync(Ct);
        var counting = KeepAsync();
        while ((await _db.ReadAsync("select count(*) from pg_locks where relation = 'telephony.call_event'::regclass and not granted", [], row => row.GetInt64(0), Ct))[0] == 0) await Task.Yield(); // it reads events
        Assert.Equal(0, await KeepAsync());
        await using (var change = await _db.OpenConnectionAsync(Ct))
        {
            await change.ReadAsync("set lock_timeout = '5s'", [], _ => 0, Ct); // else it would wait for ever and say nothing
            await change.ReadAsync("select telephony.forget_call_days(array[$1::timestamptz])", [Today.AddHours(-1)], _ => 0, Ct);
        }

        await slow.CommitAsync(Ct);
        var kept = await counting;
        Assert.Equal(1, await KeepAsync()); // the day that changed while it was counted
        Assert.True(kept >= 19);
    }

    private Task<int> KeepAsync() => new CallDayKeeper(_db, TimeProvider.System, NullLogger<CallDayKeeper>.Instance).PassAsync(TimeSpan.Zero, Ct);

    /// <summary>Every indicator in every variant and split, of whole days, of days cut off at both ends, and the worst 24 hours.</summary>
    private async Task<IReadOnlyList<string>> FiguresAsync()
    {
        var (statistics, found) = (new CallStatistics(_db), new List<string>());
        foreach (var (from, to) in ((DateTimeOffset, DateTimeOffset)[])[(Today.AddDays(-15), Today.AddDays(1)), (Today.AddDays(-12).AddHours(5), Today.AddDays(-2).AddHours(9)), (Today.AddHours(-30), Now)])
        {
            foreach (var by in (string?[])[null, "line", "agent"])
            {
                var asked = CallKpis.All.SelectMany(k => k.Variants.Select(v => (k, v, by))).ToList();
                found.AddRange((await statistics.ReadAsync(asked, from, to, Ct)).SelectMany((rows, i) => rows.Select(r => $"{asked[i].k.Code} {asked[i].v.Code} {by} {r}")));
            }

            found.Add($"{await statistics.RollingAsync(CallDays.Rolling, from, to, Ct)}");
        }

        return found;
    }

    private async Task CallAsync(Random random, DateTimeOffset at)
    {
        var (id, queued) = (Guid.NewGuid(), at.AddSeconds(5));
        DateTimeOffset? talking = random.Next(4) == 0 ? null : queued.AddSeconds(random.Next(1, 60));
        DateTimeOffset? ended = random.Next(25) == 0 ? null : (talking ?? queued).AddSeconds(random.Next(1, 400));
        await _db.ExecuteAsync(
            """
            insert into telephony.call (id, version, host, caller, called, arrived_at, answered_at, talking_since, ended_at, agent, end_reason, digits, police)
            values ($1, 1, 'node', '', $2, $3, $4, $5::timestamptz, $6::timestamptz, $7::text, $8::text, '', 'None')
            """,
            [id, random.Next(9) == 0 ? "2000" : "12345", at, at.AddSeconds(2), talking, ended, talking is null ? null : random.Next(3) == 0 ? "1002" : "1001", ended is null ? null : random.Next(12) == 0 ? "host restarted" : "citizen hung up"], Ct);
        foreach (var (kind, when) in ((string, DateTimeOffset?)[])[("queued", random.Next(15) == 0 ? null : queued), ("agent-answered", talking), ("agent-left", random.Next(5) == 0 ? talking?.AddSeconds(1) : null)])
        {
            if (when is { } moment) await _db.ExecuteAsync("insert into telephony.call_event (id, call_id, at, kind, body) values (gen_random_uuid(), $1, $2, $3, '{}')", [id, moment, kind], Ct);
        }
    }
}
