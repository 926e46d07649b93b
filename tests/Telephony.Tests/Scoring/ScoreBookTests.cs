using Hotline.Telephony.Calls;
using Hotline.Telephony.Scoring;
using Hotline.Telephony.Tests.Queues;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Hotline.Telephony.Tests.Scoring;

/// <summary>质检台账 on a real database.</summary>
public sealed class ScoreBookTests : IAsyncLifetime
{
    private static readonly AgentId Li = new("1001");
    private static readonly CallCheck NoTicket = new(CheckKind.Ticket, false);
    private readonly SetClock _clock = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("hotline-scores-").FullName;
    private NpgsqlDataSource _db = null!;
    private CallLog _log = null!;
    private ScoreBook _book = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _db = await TestDatabase.CreateAsync("telephony", db => Migrations.ApplyAsync(db, "telephony", typeof(CallLog).Assembly, CancellationToken.None));
        _log = new CallLog(_db, Path.Combine(_folder, "calls.jsonl"), "node", Path.Combine(_folder, "key"), _clock, NullLogger<CallLog>.Instance);
        _book = new(_db, _log, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        await _db.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Appeals_come_first_then_what_nobody_scored_and_each_is_found_by_its_progress()
    {
        var (scored, appealed, risky, calm) = (await CheckedAsync(NoTicket), await CheckedAsync(), await CheckedAsync(NoTicket), await CheckedAsync());
        await ScoreAsync(scored, Grade.Good, 100);
        await ScoreAsync(appealed, Grade.Bad, 80);
        Assert.Null(await _book.AppealAsync(appealed, "attitude", Li, "市民没有说话", 2, Ct));
        Assert.Equal([appealed, risky, calm, scored], await ListAsync(null));
        Assert.Equal([risky, calm], await ListAsync(ScoringState.Unscored));
        Assert.Equal([appealed, scored], await ListAsync(ScoringState.Scored));
        Assert.Equal([appealed], await ListAsync(ScoringState.Appealed));
        Assert.Empty(await _book.ListAsync(new("1002"), null, 1, 10, Ct));
        Assert.Equal(2, (await _book.OwnAsync(Li, 1, 10, Ct)).TakeWhile(c => c.Total is not null).Count()); // an agent sees first what was scored
    }

    [Fact]
    public async Task An_upheld_appeal_gives_its_points_back_and_a_refused_one_none()
    {
        var call = await CheckedAsync();
        await ScoreAsync(call, Grade.Bad, 60);
        foreach (var item in (string[])["attitude", "ticket"]) Assert.Null(await _book.AppealAsync(call, item, Li, "不符", 2, Ct));
        Assert.NotNull(await _book.DecideAsync(call, "attitude", "6001", upheld: true, "同意", 20, Ct)); // who scored it
        Assert.Null(await _book.DecideAsync(call, "attitude", "5001", upheld: true, "录音证实", 20, Ct));
        Assert.Null(await _book.DecideAsync(call, "ticket", "5001", upheld: false, "评分正确", 20, Ct));
        Assert.Equal([20, 0], (await _book.AppealsAsync(call, Ct)).OrderBy(a => a.Item, StringComparer.Ordinal).Select(a => a.Points));
        Assert.Equal((80, 0), ((await _book.FindAsync(call, Ct))!.Total, (await _book.FindAsync(call, Ct))!.Appeals));
    }

    [Fact]
    public async Task A_call_checked_again_has_the_later_checks_until_somebody_scored_it()
    {
        var call = await CheckedAsync(NoTicket);
        await SaveAsync(call, NoTicket with { Passed = true });
        Assert.Equal((true, 0), ((await _book.FindAsync(call, Ct))!.Checks[0].Passed, (await _book.FindAsync(call, Ct))!.Risk));
        await ScoreAsync(call, Grade.Good, 100);
        await SaveAsync(call, NoTicket);
        Assert.True((await _book.FindAsync(call, Ct))!.Checks[0].Passed);
    }

    private async Task<CallId> CheckedAsync(params CallCheck[] checks)
    {
        _clock.Advance(-60); // who comes later in a test ended earlier
        var call = CallId.New();
        await SaveAsync(call, checks);
        return call;
    }

    private Task SaveAsync(CallId call, params CallCheck[] checks)
    {
        var now = _clock.GetUtcNow();
        return _book.SaveAsync(new CallRecord(call, "13800000000", "12345", now, now, now, now, Li, "citizen hung up", "", PoliceState.None, null), checks, Ct);
    }

    private async Task ScoreAsync(CallId call, Grade grade, int total) => Assert.True(await _book.ScoreAsync(
        new Score(call, "6001", new Dictionary<string, Grade>(StringComparer.Ordinal) { ["attitude"] = grade, ["ticket"] = grade }, [], total, null, _clock.GetUtcNow()), Ct));

    private async Task<IEnumerable<CallId>> ListAsync(ScoringState? state) => (await _book.ListAsync(Li, state, 1, 10, Ct)).Select(c => c.Call);
}
