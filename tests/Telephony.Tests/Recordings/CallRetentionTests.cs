using Hotline.Telephony.Calls;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Recordings;
using Hotline.Telephony.Speech;
using Hotline.Telephony.Tests.Calls;
using Hotline.Telephony.Tests.Sip;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Hotline.Telephony.Tests.Recordings;

/// <summary>保存期限: what goes by which rule, and what stays.</summary>
public sealed class CallRetentionTests : IAsyncLifetime
{
    private static readonly CallRetentionRules Never = new(null, null, null, null, null, null);
    private readonly string _folder = Directory.CreateTempSubdirectory("hotline-retention-").FullName;
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private NpgsqlDataSource _db = null!;
    private CallLog _log = null!;
    private CallRetention _retention = null!;

    public async ValueTask InitializeAsync()
    {
        _db = await TestDatabase.CreateAsync("telephony", db => Migrations.ApplyAsync(db, "telephony", typeof(CallLog).Assembly, CancellationToken.None));
        _log = new(_db, Path.Combine(_folder, "calls.jsonl"), "node", Path.Combine(_folder, "key"), TimeProvider.System, NullLogger<CallLog>.Instance);
        _retention = new(_db, TimeProvider.System);
    }

    [Fact]
    public async Task Recordings_go_by_their_rule_the_important_ones_later_and_what_is_held_stays()
    {
        var (young, old, marked, ancient, held, ofHeldTicket) = (Write(10), Write(40), Write(40, "危机"), Write(90, "危机"), Write(90), Write(90));
        await _log.FlushAsync();
        await _db.ExecuteAsync("insert into telephony.recording_hold (call_id, reason, actor, at) values ($1, '诉讼', '8001', now())", [held.Value], Ct);

        Assert.Equal(new ErasedCalls(2, 0, 0, 0, 0), await _retention.EraseAsync(Never with { Recordings = 30, ProtectedRecordings = 60 }, [ofHeldTicket.Value], Ct));
        foreach (var (call, stays) in new[] { (young, true), (old, false), (marked, true), (ancient, false), (held, true), (ofHeldTicket, true) })
        {
            Assert.Equal(stays, (await _log.FindAsync(call))!.Recording is not null);
            Assert.Equal(stays, (await _log.TranscriptAsync(call)).Count > 0);
        }

        Assert.Equal(new ErasedCalls(0, 0, 0, 0, 0), await _retention.EraseAsync(Never with { Recordings = 30, ProtectedRecordings = 60 }, [ofHeldTicket.Value], Ct));
        Assert.Equal(new ErasedCalls(0, 0, 0, 0, 0), await _retention.EraseAsync(Never, [], Ct));
    }

    [Fact]
    public async Task After_their_time_the_details_of_a_call_are_gone_and_the_call_is_still_counted()
    {
        var (old, recorded, young) = (Write(400, recorded: false), Write(400), Write(10, recorded: false));
        await _log.FlushAsync();
        Assert.Equal(new ErasedCalls(0, 0, 1, 0, 0), await _retention.EraseAsync(Never with { CallDetails = 365 }, [], Ct));

        var left = (await _log.FindAsync(old))!;
        Assert.Equal(("", "12345", "", "1001"), (left.Caller, left.Called, left.Digits, left.Agent!.Value.Value));
        Assert.Empty(await _log.EventsAsync(old));
        Assert.Empty(await _log.ParticipantsAsync(old));
        Assert.Equal(["13800000001", "13800000001"], [(await _log.FindAsync(recorded))!.Caller, (await _log.FindAsync(young))!.Caller]); // a recording that is kept belongs to somebody
        Assert.Single(await _log.EventsAsync(young));

        Assert.Equal(new ErasedCalls(1, 2, 1, 0, 0), await _retention.EraseAsync(Never with { Recordings = 30, Transcripts = 365, CallDetails = 365 }, [], Ct));
        Assert.Equal("", (await _log.FindAsync(recorded))!.Caller);
        Assert.Equal(new HashSet<Guid> { old.Value, recorded.Value }, (await _retention.WithoutDetailsAsync([old.Value, recorded.Value, young.Value], Ct)).ToHashSet());
        Assert.Equal([3L], await _db.ReadAsync("select count(*) from telephony.call where called = '12345'", [], row => row.GetInt64(0), Ct));
    }

    [Fact]
    public async Task Seats_history_goes_by_its_own_rule_in_as_many_parts_as_it_takes()
    {
        const int Old = 1_203;
        for (var n = 0; n < Old; n++) _log.Write(new SeatEntry(Guid.CreateVersion7(), "node", new("1001"), _now.AddDays(-1_100).AddMinutes(n), SeatState.Ready, null, null, null));
        _log.Write(new SeatEntry(Guid.CreateVersion7(), "node", new("1001"), _now.AddDays(-1), SeatState.Ready, null, null, null));
        await _log.FlushAsync();
        Assert.Equal(new ErasedCalls(0, 0, 0, Old, 0), await _retention.EraseAsync(Never with { SeatHistory = 1_095 }, [], Ct));
        Assert.Equal([1L], await _db.ReadAsync("select count(*) from telephony.seat_history", [], row => row.GetInt64(0), Ct));
    }

    [Fact]
    public async Task Scores_go_with_their_checks_and_appeals_but_not_while_an_appeal_waits_or_the_call_is_held()
    {
        var (old, appealed, held, young) = (CallId.New(), CallId.New(), CallId.New(), CallId.New());
        foreach (var (call, days) in new[] { (old, 800), (appealed, 800), (held, 800), (young, 10) })
        {
            await _db.ExecuteAsync("insert into telephony.call_check (call_id, agent, ended_at, risk, checks, at) values ($1, '1001', $2, 3, '[]', $2)", [call.Value, _now.AddDays(-days)], Ct);
            await _db.ExecuteAsync("insert into telephony.score (call_id, scorer, grades, fatal, total, at) values ($1, '5001', '{}', '{}', 90, now())", [call.Value], Ct);
            await _db.ExecuteAsync(
                "insert into telephony.appeal (call_id, item, agent, reason, at, decided_at) values ($1, 'greeting', '1001', '已问候', now(), $2)", [call.Value, call == appealed ? DBNull.Value : _now], Ct);
        }

        Assert.Equal(new ErasedCalls(0, 0, 0, 0, 1), await _retention.EraseAsync(Never with { Quality = 730 }, [held.Value], Ct));
        foreach (var table in new[] { "call_check", "score", "appeal" })
        {
            var left = await _db.ReadAsync($"select call_id from telephony.{table}", [], row => new CallId(row.GetGuid(0)), Ct);
            Assert.Equal(new[] { appealed, held, young }.ToHashSet(), left.ToHashSet());
        }
    }

    [Fact]
    public async Task Each_node_deletes_the_files_of_its_own_erased_recordings()
    {
        await using var hotline = await RunningHotline.StartAsync(db: _db);
        await using var citizen = hotline.Dial();
        await citizen.Answered;
        var call = (await hotline.NextAsync<CallEvent.Arrived>()).Call;
        await TestTone.HeardAsync(citizen.Ear, RunningHotline.GreetingTone);
        citizen.HangUp();
        await hotline.NextAsync<CallEvent.Recorded>(call);
        await hotline.Log.FlushAsync();
        var file = (await hotline.Log.FindAsync(call))!.Recording!.File;
        string Path(string name) => System.IO.Path.Combine(hotline.Folder, "recordings", name);
        var options = new TelephonyOptions();
        var mine = new ErasedRecordings(_db, hotline.Board, options, TimeProvider.System, NullLogger<ErasedRecordings>.Instance);
        await mine.DeleteAsync(Ct);
        Assert.True(File.Exists(Path(file)));

        Assert.Equal(1, (await _retention.EraseAsync(Never with { Recordings = 0 }, [], Ct)).Recordings);
        await new ErasedRecordings(_db, hotline.Board, options with { Node = "another" }, TimeProvider.System, NullLogger<ErasedRecordings>.Instance).DeleteAsync(Ct);
        Assert.True(File.Exists(Path(file)));
        await mine.DeleteAsync(Ct);
        Assert.False(File.Exists(Path(file)));
        Assert.Null((await hotline.Log.FindAsync(call))!.Recording);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private CallId Write(int daysAgo, string flags = "", bool recorded = true)
    {
        var (id, at) = (CallId.New(), _now.AddDays(-daysAgo));
        _log.Write(
            new CallRecord(id, "13800000001", "12345", at, at, at, at.AddMinutes(2), new("1001"), "citizen hung up", "1", PoliceState.None, recorded ? new($"{id}.hlrec", TimeSpan.FromMinutes(2), 9, "ab") : null) { Flags = flags }, 1);
        _log.Write(new CallEvent.Arrived(id, at, "13800000001", "12345"));
        _log.Write(new LogEntry.TookPart(id, 1, Party.Agent, "话务员", new("1001"), at, at, at.AddMinutes(2), null));
        _log.Write(new TranscriptSegment(id, Party.Citizen, 1, TimeSpan.Zero, TimeSpan.FromSeconds(1), "路灯不亮", IsFinal: true, 0.9));
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        await _db.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
