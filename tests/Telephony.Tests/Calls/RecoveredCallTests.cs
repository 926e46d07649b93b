using Hotline.Telephony.Callbacks;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Tests.Calls;

/// <summary>Lost, recovered and blocked callers over real SIP.</summary>
public sealed class RecoveredCallTests : IAsyncLifetime
{
    private static readonly AgentId Supervisor = new("2001");
    private RunningHotline _hotline = null!;

    public async ValueTask InitializeAsync() => _hotline = await RunningHotline.StartAsync();

    [Fact]
    public async Task Who_hangs_up_and_calls_again_has_the_old_place_and_the_task_is_closed()
    {
        await using var gone = _hotline.Dial();
        var first = (await _hotline.NextAsync<CallEvent.Queued>()).Call;
        await using var other = _hotline.Dial(caller: "13900000002");
        var second = (await _hotline.NextAsync<CallEvent.Queued>()).Call;
        gone.HangUp();
        await _hotline.NextAsync<CallEvent.Ended>(first);
        Assert.Equal(CallbackKind.Missed, Assert.Single(_hotline.Board.Callbacks.Open).Kind);

        await using var again = _hotline.Dial();
        var third = (await _hotline.NextAsync<CallEvent.Queued>()).Call;
        while (_hotline.Board.PlaceOf(third) is null) await Task.Delay(10, TestContext.Current.CancellationToken); // the event comes just before the place
        Assert.Equal((1, 2), (_hotline.Board.PlaceOf(third)!.Position, _hotline.Board.PlaceOf(second)!.Position));
        _hotline.Agent("1001", 1200);
        Assert.Equal(third, (await _hotline.NextAsync<CallEvent.Offered>()).Call);
        Assert.Equal(1, _hotline.Board.PlaceOf(second)!.Position);
        Assert.Empty(_hotline.Board.Callbacks.Open);
    }

    [Fact]
    public async Task When_the_caller_leaves_the_ringing_ends_within_300_ms()
    {
        var agent = _hotline.Agent("1001", 1200);
        await using var citizen = _hotline.Dial();
        await _hotline.NextAsync<CallEvent.Offered>();
        var before = TimeProvider.System.GetUtcNow();
        citizen.HangUp();
        await _hotline.NextAsync<CallEvent.Ended>();
        var seat = _hotline.Seats.Find(agent.Id)!;
        Assert.Equal(SeatState.Ready, seat.State);
        Assert.InRange((seat.Since - before).TotalMilliseconds, 0, 300);
    }

    [Fact]
    public async Task A_blocked_caller_is_refused_with_603_and_leaves_a_record()
    {
        Assert.Null(_hotline.Board.Blacklist.Propose("13800000001", "多次辱骂", new("1001")));
        Assert.Null(_hotline.Board.Blacklist.Decide(_hotline.Board.Blacklist.Entries[0].Id, Supervisor, "同意", TimeSpan.FromDays(1)));
        await using var citizen = _hotline.Dial();
        var refused = await Assert.ThrowsAsync<CallRefusedException>(() => citizen.Answered);
        Assert.Contains("603", refused.Message, StringComparison.Ordinal);
        Assert.Equal("blacklisted", (await _hotline.NextAsync<CallEvent.Ended>()).Reason);
        Assert.Empty(_hotline.Board.Callbacks.Open);
    }

    public async ValueTask DisposeAsync() => await _hotline.DisposeAsync();
}
