using Hotline.Telephony.Calls;
using Hotline.Telephony.Queues;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Hotline.Telephony.Tests.Queues;

/// <summary>座席状态历史 in the real database: what a seat did is known after the host is gone.</summary>
public sealed class SeatHistoryTests : IAsyncLifetime
{
    private static readonly AgentId Zhang = new("1001");
    private static readonly AgentId Li = new("1002");
    private readonly SetClock _clock = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("hotline-seats-").FullName;
    private readonly DateTimeOffset _nine;
    private NpgsqlDataSource _db = null!;

    public SeatHistoryTests() => _nine = _clock.GetUtcNow();

    public async ValueTask InitializeAsync() => _db = await TestDatabase.CreateAsync(
        "telephony", db => Migrations.ApplyAsync(db, "telephony", typeof(CallLog).Assembly, CancellationToken.None));

    [Fact]
    public async Task Every_state_of_a_day_is_read_back_with_its_reason_and_call()
    {
        var call = CallId.New();
        await using var log = Open("a");
        using var seats = Seats(log);
        seats.SignIn(Zhang, "张");
        Then(60, () => seats.Ready(Zhang));
        Then(60, () => seats.Offer(Zhang, call, _clock.GetUtcNow().AddSeconds(20)));
        Then(5, () => seats.Answer(Zhang, call));
        Then(10, () => seats.Hold(Zhang, call, on: true));
        Then(10, () => seats.Hold(Zhang, call, on: false));
        Then(10, () => seats.NotReady(Zhang, "meal")); // after the wrap-up
        Then(10, () => seats.Finish(Zhang, call));
        Then(30, () => seats.Sweep());
        Then(600, () => Assert.Null(seats.Set(Zhang, SeatState.Training, "新人带教", by: new("5001"))));
        Then(300, () => seats.SignOut(Zhang));
        await log.FlushAsync();

        var spans = await ReadAsync(log);
        Assert.Equal(
        [
            (SeatState.NotReady, 60, "签入"), (SeatState.Ready, 60, null), (SeatState.Offered, 5, null), (SeatState.Talking, 10, null), (SeatState.Held, 10, null), (SeatState.Talking, 20, null),
            (SeatState.WrapUp, 30, "meal"), (SeatState.NotReady, 600, "meal"), (SeatState.Training, 300, "新人带教"),
        ], spans.Select(s => (s.State, (int)(s.To!.Value - s.From).TotalSeconds, s.Reason)));
        Assert.Equal(call, spans[2].Call);
        Assert.Equal(new("5001"), spans[^1].SetBy);

        var time = Assert.Single(await new SeatHistory(log, _clock).TimesAsync(null, _nine, _nine.AddHours(8), Ct));
        Assert.Equal(TimeSpan.FromSeconds(1095), time.SignedIn);
        Assert.Equal((30, 600), ((int)time.States[SeatState.Talking].TotalSeconds, (int)time.Breaks["meal"].TotalSeconds));
    }

    [Fact]
    public async Task A_node_that_died_leaves_its_seats_signed_in_until_it_was_last_seen()
    {
        await using (var log = Open("a"))
        {
            using var seats = Seats(log);
            seats.SignIn(Zhang, "张");
            seats.Ready(Zhang);
            _clock.Advance(600);
            log.WriteSeatsSeen();
            seats.SignIn(Li, "李");
            seats.Ready(Li);
            _clock.Advance(30); // and dies
        }

        _clock.Advance(3600);
        await using var next = Open("a");
        await using var other = Open("b");
        other.WriteSeatsOff(crashed: true); // another node's start is not this one's
        await other.FlushAsync();
        Assert.All(await ReadAsync(next), s => Assert.True(s.To is null || s.State == SeatState.NotReady));
        for (var twice = 0; twice < 2; twice++) next.WriteSeatsOff(crashed: true);
        await next.FlushAsync();
        var times = await new SeatHistory(next, _clock).TimesAsync(null, _nine, _nine.AddHours(8), Ct);
        Assert.Equal([(Zhang, TimeSpan.FromSeconds(600)), (Li, TimeSpan.Zero)], times.Select(t => (t.Agent, t.SignedIn)));
    }

    [Fact]
    public async Task A_node_that_is_stopped_signs_its_seats_out_at_that_moment()
    {
        await using var log = Open("a");
        using var seats = Seats(log);
        seats.SignIn(Zhang, "张");
        seats.Ready(Zhang);
        _clock.Advance(100);
        log.WriteSeatsOff(crashed: false);
        await log.FlushAsync();
        Assert.Equal(_nine.AddSeconds(100), (await ReadAsync(log))[^1].To);
    }

    [Fact]
    public async Task A_state_that_goes_on_counts_until_now_and_a_period_cuts_what_reaches_over_its_ends()
    {
        await using var log = Open("a");
        using var seats = Seats(log);
        seats.SignIn(Zhang, "张");
        seats.Ready(Zhang);
        _clock.Advance(1000);
        await log.FlushAsync();
        var history = new SeatHistory(log, _clock);
        Assert.Equal(TimeSpan.FromSeconds(1000), Assert.Single(await history.TimesAsync(Zhang, _nine, _nine.AddDays(1), Ct)).SignedIn);
        Assert.Equal(TimeSpan.FromSeconds(300), Assert.Single(await history.TimesAsync(Zhang, _nine.AddSeconds(100), _nine.AddSeconds(400), Ct)).SignedIn);
        Assert.Empty(await history.TimesAsync(Li, _nine, _nine.AddDays(1), Ct));
    }

    [Fact]
    public async Task What_happens_while_the_database_is_away_is_written_when_it_is_back()
    {
        await using (var away = new CallLog(NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=1"), Path.Combine(_folder, "a.jsonl"), "a", Path.Combine(_folder, "key"), _clock, NullLogger<CallLog>.Instance))
        {
            using var seats = Seats(away);
            seats.SignIn(Zhang, "张");
            seats.NotReady(Zhang, "meal");
            await away.FlushAsync();
        }

        await using var log = Open("a");
        log.WriteSeatsSeen();
        await log.FlushAsync();
        Assert.Contains(await ReadAsync(log), s => s.Reason == "meal");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private CallLog Open(string node) => new(_db, Path.Combine(_folder, node + ".jsonl"), node, Path.Combine(_folder, "key"), _clock, NullLogger<CallLog>.Instance);

    private AgentSeats Seats(CallLog log) => new(TimeSpan.FromSeconds(30), _clock) { Stepped = log.Write };

    private Task<IReadOnlyList<SeatSpan>> ReadAsync(CallLog log) => new SeatHistory(log, _clock).ReadAsync(null, _nine, _nine.AddDays(1), Ct);

    private void Then(int seconds, Action step)
    {
        _clock.Advance(seconds);
        step();
    }

    public async ValueTask DisposeAsync()
    {
        await _db.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
