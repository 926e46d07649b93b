using Hotline.Telephony.Calls;
using Hotline.Telephony.Surges;
using Hotline.Telephony.Tests.Calls;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Hotline.Telephony.Tests.Surges;

public sealed class SurgeJourneyTests : IAsyncLifetime
{
    private static readonly Dictionary<string, int> Tones = new(StringComparer.Ordinal) { ["surge"] = 610, ["surge-thanks"] = 790 };
    private NpgsqlDataSource _db = null!;
    private RunningHotline _hotline = null!;
    private SurgeOffice _office = null!;

    public async ValueTask InitializeAsync()
    {
        _db = await TestDatabase.CreateAsync("telephony", db => Migrations.ApplyAsync(db, "telephony", typeof(CallLog).Assembly, CancellationToken.None));
        _hotline = await RunningHotline.StartAsync(
            o => o with { Lines = [new() { Number = "12345", SilentAfter = TimeSpan.Zero }, new() { Number = "12319", SilentAfter = TimeSpan.Zero }] }, _db, greetings: Tones);
        _office = new(_db, _hotline.Board, TimeProvider.System, NullLogger<SurgeOffice>.Instance);
    }

    [Fact]
    public async Task Who_presses_1_is_thanked_and_kept_with_the_event_and_may_hang_up()
    {
        var surge = await _office.AddAsync(Water("12345"), CancellationToken.None);
        await using var citizen = _hotline.Dial();
        await TestTone.HeardAsync(citizen.Ear, Tones["surge"]);
        citizen.Press("1");
        await TestTone.HeardAsync(citizen.Ear, Tones["surge-thanks"]);
        var reported = await _hotline.NextAsync<CallEvent.MeToo>();
        citizen.HangUp();

        Assert.Equal((surge.Id, "20261122000001"), (reported.Surge, reported.Ticket));
        Assert.Equal("citizen reported a known event", (await _hotline.NextAsync<CallEvent.Ended>()).Reason);
        await _hotline.Log.FlushAsync();
        var caller = Assert.Single((await _office.CallersAsync(surge.Id, CancellationToken.None))!);
        Assert.Equal((reported.Call, "13800000001", "12345", null), (caller.Call, caller.Caller, caller.Called, caller.Joined));

        var (toJoin, of) = Assert.Single(await _office.ToJoinAsync(CancellationToken.None));
        Assert.Equal((reported.Call, surge.Ticket), (toJoin.Call, of.Ticket));
        await _office.JoinedAsync(toJoin, "20261122000002", CancellationToken.None);
        Assert.Empty(await _office.ToJoinAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Who_presses_1_and_stays_or_presses_nothing_waits_for_an_agent()
    {
        await _office.AddAsync(Water("12345"), CancellationToken.None);
        await using var stays = _hotline.Dial();
        await TestTone.HeardAsync(stays.Ear, Tones["surge"]);
        stays.Press("1");
        await TestTone.HeardAsync(stays.Ear, Tones["surge-thanks"]);
        await TestTone.HeardAsync(stays.Ear, RunningHotline.MusicTone);

        await using var silent = _hotline.Dial(caller: "13800000002");
        await TestTone.HeardAsync(silent.Ear, Tones["surge"]);
        await TestTone.HeardAsync(silent.Ear, RunningHotline.MusicTone);
        Assert.All(_hotline.Board.Live, c => Assert.Equal(CallState.Queued, c.State));
    }

    [Fact]
    public async Task Other_lines_and_later_callers_hear_nothing_of_it()
    {
        var surge = await _office.AddAsync(Water("12345"), CancellationToken.None);
        await using (var other = _hotline.Dial("12319")) await HearsNoSurgeAsync(other);
        Assert.True(await _office.EndAsync(surge.Id, CancellationToken.None));
        await using (var later = _hotline.Dial()) await HearsNoSurgeAsync(later);
        Assert.False(await _office.EndAsync(surge.Id, CancellationToken.None));
        Assert.Empty(_office.On);
    }

    [Fact]
    public async Task A_recorded_announcement_is_played_in_place_of_the_prompt_on_every_host()
    {
        await _office.AddAsync(Water() with { Audio = RunningHotline.Sound(1450) }, CancellationToken.None);
        _hotline.Board.Surges.All = [];
        await _office.RefreshAsync(CancellationToken.None); // as another host would read it
        await using var citizen = _hotline.Dial("12319");
        await TestTone.HeardAsync(citizen.Ear, 1450);
    }

    private static async Task HearsNoSurgeAsync(Phones.PhoneCall citizen)
    {
        await TestTone.HeardAsync(citizen.Ear, RunningHotline.GreetingTone);
        await TestTone.NeverAsync(citizen.Ear, TimeSpan.FromSeconds(1.5), Tones["surge"]);
        await TestTone.HeardAsync(citizen.Ear, RunningHotline.MusicTone);
    }

    private static Surge Water(params string[] lines)
    {
        var now = TimeProvider.System.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        return new(Guid.CreateVersion7(), lines, "建设路停水已报修，按1登记", "surge", "20261122000001", now, now.AddHours(2), "2001", "值班长");
    }

    public ValueTask DisposeAsync() => _hotline.DisposeAsync();
}
