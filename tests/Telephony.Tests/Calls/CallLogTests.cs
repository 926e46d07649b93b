using Hotline.Telephony.Calls;
using Hotline.Telephony.Speech;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Hotline.Telephony.Tests.Calls;

public sealed class CallLogTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private readonly string _journal = Path.Combine(Directory.CreateTempSubdirectory("hotline-log-").FullName, "calls.jsonl");
    private readonly CallId _id = CallId.New();
    private NpgsqlDataSource _db = null!;

    public async ValueTask InitializeAsync() => _db = await TestDatabase.CreateAsync(
        "telephony", db => Migrations.ApplyAsync(db, "telephony", typeof(CallLog).Assembly, CancellationToken.None));

    [Fact]
    public async Task A_call_its_events_and_its_words_are_read_back_as_written()
    {
        await using var log = Open(_db);
        var record = Record() with { Agent = new("1001"), Digits = "42#", EndedAt = Now.AddMinutes(2), EndReason = "citizen hung up", Recording = new("2026/03/02/a.wav", TimeSpan.FromSeconds(90), 1_440_058, "ab") };
        var segment = new TranscriptSegment(_id, Party.Citizen, 1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), "路灯不亮", IsFinal: true, 0.97);
        CallEvent[] events = [new CallEvent.Arrived(_id, Now, "13800000001", "12345"), new CallEvent.Offered(_id, Now.AddSeconds(5), new("1001"), Now.AddSeconds(25)), new CallEvent.Ended(_id, Now.AddMinutes(2), "citizen hung up")];
        log.Write(record, 1);
        foreach (var e in events) log.Write(e);
        log.Write(segment);
        await log.FlushAsync();

        Assert.Equal(record, await log.FindAsync(_id));
        Assert.Equal(record, Assert.Single(await log.RecentAsync(10)));
        Assert.Equal(events, await log.EventsAsync(_id));
        Assert.Equal(segment, Assert.Single(await log.TranscriptAsync(_id)));
    }

    [Fact]
    public async Task What_nobody_was_shown_is_kept_apart_from_the_transcript_and_forgotten_with_it()
    {
        await using var log = Open(_db);
        var dropped = new DroppedText(_id, Party.Citizen, 2, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5), "谢谢观看", "credits");
        log.Write(new LogEntry.Unsaid(dropped));
        log.Write(new LogEntry.Unsaid(dropped));
        await log.FlushAsync();
        Assert.Equal(dropped, Assert.Single(await log.DroppedAsync(_id)));
        Assert.Empty(await log.TranscriptAsync(_id));

        log.WriteForgotten(_id);
        await log.FlushAsync();
        Assert.Empty(await log.DroppedAsync(_id));
    }

    [Fact]
    public async Task An_older_state_that_comes_late_overwrites_nothing()
    {
        await using var log = Open(_db);
        log.Write(Record() with { Digits = "12" }, 2);
        log.Write(Record() with { Digits = "1" }, 1);
        await log.FlushAsync();
        Assert.Equal("12", (await log.FindAsync(_id))!.Digits);
    }

    [Fact]
    public async Task While_the_database_is_away_records_wait_on_disk_and_come_back_in_order()
    {
        await using (var cut = Open(NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=1")))
        {
            cut.Write(Record(), 1);
            cut.Write(new CallEvent.Arrived(_id, Now, "13800000001", "12345"));
            await cut.FlushAsync();
            Assert.False(cut.Healthy);
        }

        Assert.True(File.Exists(_journal));
        await using var log = Open(_db);
        log.Write(Record() with { EndReason = "citizen hung up", EndedAt = Now }, 2);
        await log.FlushAsync(); // the nudge replays what waits
        Assert.Equal("citizen hung up", (await log.FindAsync(_id))!.EndReason);
        Assert.Single(await log.EventsAsync(_id));
        Assert.False(File.Exists(_journal));
    }

    [Fact]
    public async Task A_row_the_database_refuses_blocks_no_other()
    {
        await using var log = Open(_db);
        log.Write(Record() with { Digits = "a\0b" }, 1); // PostgreSQL has no NUL in text
        var other = Record() with { Id = CallId.New() };
        log.Write(other, 1);
        await log.FlushAsync();

        Assert.NotNull(await log.FindAsync(other.Id));
        Assert.Null(await log.FindAsync(_id));
        Assert.True(File.Exists(_journal + ".refused"));
    }

    [Fact]
    public async Task A_thousand_calls_at_once_are_all_written_each_as_it_was_last()
    {
        await using var log = Open(_db);
        var calls = Enumerable.Range(0, 1000).Select(_ => Record() with { Id = CallId.New() }).ToList();
        foreach (var call in calls)
        {
            log.Write(call, 1);
            log.Write(new CallEvent.Arrived(call.Id, Now, call.Caller, call.Called));
            log.Write(new LogEntry.Transcribed(call.Id, Now));
            log.Write(new CallEvent.Ended(call.Id, Now.AddSeconds(9), "citizen hung up"));
            log.Write(call with { EndedAt = Now.AddSeconds(9), EndReason = "citizen hung up" }, 2);
        }

        await log.FlushAsync();
        Assert.True(log.Healthy);
        Assert.All(await log.RecentAsync(2000), c => Assert.Equal((Now.AddSeconds(9), "citizen hung up"), (c.EndedAt!.Value, c.EndReason)));
        Assert.Equal(
            [(1000L, 2000L)],
            await _db.ReadAsync(
                "select (select count(*) from telephony.call where transcribed_at is not null), (select count(*) from telephony.call_event)", [],
                row => (row.GetInt64(0), row.GetInt64(1)), CancellationToken.None));
        Assert.Equal(["Arrived", "Ended"], (await log.EventsAsync(calls[^1].Id)).Select(e => e.GetType().Name));
    }

    [Fact]
    public async Task What_comes_faster_than_the_database_takes_it_waits_on_disk_and_none_is_lost()
    {
        const int Events = 120_000;
        await using var slow = NpgsqlDataSource.Create(TestDatabase.Again(_db));
        await using (var log = Open(slow))
        {
            await using var held = await _db.OpenConnectionAsync(TestContext.Current.CancellationToken);
            await using var locked = await held.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using (var command = new NpgsqlCommand("lock table telephony.call_event in exclusive mode", held, locked)) await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            for (var n = 0; n < Events; n++) log.Write(new CallEvent.DigitPressed(_id, Now.AddMilliseconds(n), '1'));
            await locked.RollbackAsync(TestContext.Current.CancellationToken);
            await log.FlushAsync();
            while (!log.Healthy) await log.FlushAsync(); // each nudge replays what waits
        }

        Assert.Equal([(long)Events], await _db.ReadAsync("select count(distinct id) from telephony.call_event", [], row => row.GetInt64(0), CancellationToken.None));
        Assert.False(File.Exists(_journal));
    }

    [Fact]
    public async Task Calls_alive_when_the_host_died_end_at_its_restart()
    {
        await using var log = Open(_db);
        log.Write(Record(), 1);
        log.WriteHostRestarted();
        await log.FlushAsync();
        Assert.Equal("host restarted", (await log.FindAsync(_id))!.EndReason);
    }

    private CallRecord Record() => new(_id, "13800000001", "12345", Now, Now, null, null, null, null, "", PoliceState.None, null);

    private CallLog Open(NpgsqlDataSource db) => new(db, _journal, "node", _journal + ".key", TimeProvider.System, NullLogger<CallLog>.Instance);

    public async ValueTask DisposeAsync()
    {
        await _db.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_journal)!, recursive: true);
    }
}
