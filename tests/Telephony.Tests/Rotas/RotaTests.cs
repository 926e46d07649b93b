using Hotline.Telephony.Calls;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Rotas;
using Hotline.Telephony.Tests.Queues;
using Npgsql;

namespace Hotline.Telephony.Tests.Rotas;

public sealed class RotaTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Eight = new(2026, 3, 3, 0, 0, 0, TimeSpan.Zero); // 08:00 in the city
    private static readonly AgentId Li = new("1001");
    private static readonly AgentId Wang = new("1002");
    private static readonly AgentId Chief = new("5001");
    private readonly SetClock _clock = new(); // stands on the day before
    private NpgsqlDataSource _db = null!;
    private RotaBook _book = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _db = await TestDatabase.CreateAsync("telephony", db => Migrations.ApplyAsync(db, "telephony", typeof(CallLog).Assembly, CancellationToken.None));
        _book = new(_db, _clock);
    }

    public async ValueTask DisposeAsync() => await _db.DisposeAsync();

    [Fact]
    public async Task Shifts_do_not_overlap_and_breaks_lie_within_them()
    {
        Assert.Null(await AddAsync(Li, 0, 8));
        Assert.Equal("rota-overlap", (await AddAsync(Li, 7, 12))!.Code);
        Assert.Null(await AddAsync(Wang, 7, 12));
        Assert.Null(await AddAsync(Li, 4, 5, RotaActivity.Break));
        Assert.Equal("rota-outside-shift", (await AddAsync(Li, 4.5, 5.5, RotaActivity.Training))!.Code);
        Assert.Equal("rota-outside-shift", (await AddAsync(Li, 7.5, 8.5, RotaActivity.Break))!.Code);
        Assert.Equal("rota-times", (await AddAsync(Li, 9, 9))!.Code);
        Assert.Equal("rota-times", (await AddAsync(Li, 9, 26))!.Code);
        Assert.Equal(3, (await _book.ReadAsync(null, Eight, Eight.AddHours(24), Ct)).Count);
        Assert.True(await _book.RemoveAsync((await _book.ReadAsync(Li, Eight, Eight.AddHours(1), Ct))[0].Id, Ct));
        Assert.Equal(Wang, Assert.Single(await _book.ReadAsync(null, Eight, Eight.AddHours(24), Ct)).Agent); // the break went with the shift
    }

    [Fact]
    public async Task A_day_is_repeated_for_those_who_are_not_planned_there_yet()
    {
        await AddAsync(Li, 0, 8);
        await AddAsync(Li, 4, 5, RotaActivity.Break);
        await AddAsync(Wang, 2, 10);
        await AddAsync(Wang, 24, 30);
        Assert.Equal(2, await _book.RepeatAsync(Eight, Eight.AddDays(1), Chief, Ct));
        Assert.Equal(0, await _book.RepeatAsync(Eight, Eight.AddDays(1), Chief, Ct));
        var next = await _book.ReadAsync(null, Eight.AddDays(1), Eight.AddDays(2), Ct);
        Assert.Equal([(Li, RotaActivity.Work), (Li, RotaActivity.Break), (Wang, RotaActivity.Work)], next.Select(s => (s.Agent, s.Activity)));
        Assert.Equal(Eight.AddHours(24), next[0].From);
    }

    [Fact]
    public async Task A_shift_changes_hands_when_a_supervisor_says_so_and_the_colleague_is_free()
    {
        await AddAsync(Li, 0, 8);
        await AddAsync(Li, 4, 5, RotaActivity.Break);
        var shift = (await _book.ReadAsync(Li, Eight, Eight.AddHours(1), Ct))[0];
        Assert.Equal("swap-not-possible", (await _book.AskAsync(shift.Id, Wang, Li, "有事", Ct))!.Code); // not Wang's shift
        Assert.Equal("swap-needs-colleague", (await _book.AskAsync(shift.Id, Li, Li, "有事", Ct))!.Code);
        Assert.Null(await _book.AskAsync(shift.Id, Li, Wang, "孩子家长会", Ct));
        Assert.Equal("swap-not-possible", (await _book.AskAsync(shift.Id, Li, Wang, "再问", Ct))!.Code);
        var swap = Assert.Single(await _book.SwapsAsync(Wang, Eight, Ct));
        Assert.Equal(("asked", "孩子家长会"), (swap.State, swap.Reason));

        await AddAsync(Wang, 6, 9);
        Assert.Equal("swap-not-decidable", (await _book.DecideAsync(swap.Id, grant: true, Chief, Ct))!.Code);
        await _book.RemoveAsync((await _book.ReadAsync(Wang, Eight, Eight.AddHours(24), Ct))[0].Id, Ct);
        Assert.Null(await _book.DecideAsync(swap.Id, grant: true, Chief, Ct));
        Assert.Equal("swap-not-decidable", (await _book.DecideAsync(swap.Id, grant: false, Chief, Ct))!.Code);
        Assert.Equal([Wang, Wang], (await _book.ReadAsync(null, Eight, Eight.AddHours(24), Ct)).Select(s => s.Agent));
        Assert.Equal("granted", Assert.Single(await _book.SwapsAsync(null, Eight, Ct)).State);
    }

    [Fact]
    public async Task A_shift_that_has_begun_is_not_swapped()
    {
        await AddAsync(Li, 0, 8);
        var shift = (await _book.ReadAsync(Li, Eight, Eight.AddHours(1), Ct))[0];
        _clock.Advance((int)(Eight - _clock.GetUtcNow()).TotalSeconds + 60);
        Assert.Equal("swap-not-possible", (await _book.AskAsync(shift.Id, Li, Wang, "有事", Ct))!.Code);
    }

    [Fact]
    public void Adherence_counts_each_minute_against_its_plan()
    {
        RotaShift[] plan = [Shift(0, 8), Shift(4, 5, RotaActivity.Break)];
        SeatSpan[] seat = [Span(SeatState.NotReady, 0, 0.25), Span(SeatState.Ready, 0.25, 2), Span(SeatState.Talking, 2, 4), Span(SeatState.NotReady, 4, 4.5), Span(SeatState.Ready, 4.5, 6), Span(SeatState.Ready, 9, 10)];
        var kept = RotaMath.Of(Li, plan, seat, Eight, Eight.AddHours(16));
        Assert.Equal(TimeSpan.FromHours(8), kept.Planned);
        Assert.Equal(TimeSpan.FromHours(3.75 + 0.5 + 1), kept.Kept); // work till four, half of the break, one hour after it
        Assert.Equal((TimeSpan.FromMinutes(15), TimeSpan.FromHours(1)), (kept.LateBy, kept.Unplanned));
        Assert.Equal(5.25 / 8, kept.Share!.Value, 6);
    }

    [Fact]
    public void What_is_still_to_come_is_not_held_against_anybody()
    {
        var kept = RotaMath.Of(Li, [Shift(0, 8)], [Span(SeatState.Ready, 0, null)], Eight, Eight.AddHours(2));
        Assert.Equal((TimeSpan.FromHours(2), 1.0, TimeSpan.Zero), (kept.Planned, kept.Share, kept.LateBy));
        Assert.Null(RotaMath.Of(Li, [Shift(3, 8)], [], Eight, Eight.AddHours(2)).Share);
    }

    [Fact]
    public void Seats_of_a_half_hour_are_an_average()
    {
        var working = RotaMath.Working([Shift(0, 8), Shift(4, 5, RotaActivity.Break)]).ToList();
        Assert.Equal(1, RotaMath.Seats(working, Eight, Eight.AddMinutes(30)));
        Assert.Equal(0, RotaMath.Seats(working, Eight.AddHours(4), Eight.AddHours(4.5)));
        Assert.Equal(0.5, RotaMath.Seats(working, Eight.AddHours(7.75), Eight.AddHours(8.25)));
    }

    private Task<CallRefusal?> AddAsync(AgentId agent, double from, double to, RotaActivity activity = RotaActivity.Work) =>
        _book.AddAsync(agent, Eight.AddHours(from), Eight.AddHours(to), activity, Chief, Ct);

    private static RotaShift Shift(double from, double to, RotaActivity activity = RotaActivity.Work) => new(Guid.NewGuid(), Li, Eight.AddHours(from), Eight.AddHours(to), activity);

    private static SeatSpan Span(SeatState state, double from, double? to) => new(Li, state, Eight.AddHours(from), to is { } end ? Eight.AddHours(end) : null, "n1");
}
