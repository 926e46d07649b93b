using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Tests.Queues;

public class SeatTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly CallId Call = CallId.New();
    private readonly SeatSnapshot _offline = new(new("1001"), "张", SeatState.Offline, Now);

    [Fact]
    public void A_day_at_a_seat()
    {
        var states = new List<SeatState>();
        var seat = _offline;
        foreach (var change in new SeatChange[]
        {
            new SeatChange.SignIn("张"), new SeatChange.Ready(), new SeatChange.Offer(Call, Now.AddSeconds(20)), new SeatChange.Answer(Call),
            new SeatChange.Finish(Call, Now), new SeatChange.Tick(), new SeatChange.NotReady("小休"), new SeatChange.SignOut(),
        })
        {
            seat = seat.After(change, Now)!;
            states.Add(seat.State);
        }

        Assert.Equal(
            [SeatState.NotReady, SeatState.Ready, SeatState.Offered, SeatState.Talking, SeatState.WrapUp, SeatState.Ready, SeatState.NotReady, SeatState.Offline],
            states);
    }

    [Fact]
    public void Only_a_ready_seat_is_offered_a_call()
    {
        foreach (var state in Enum.GetValues<SeatState>())
        {
            var after = (_offline with { State = state }).After(new SeatChange.Offer(Call, Now), Now);
            Assert.Equal(state == SeatState.Ready, after is not null);
        }
    }

    [Fact]
    public void Another_calls_end_does_not_touch_the_seat()
    {
        var talking = _offline with { State = SeatState.Talking, Call = Call };
        Assert.Null(talking.After(new SeatChange.Finish(CallId.New(), Now), Now));
        Assert.Null((talking with { State = SeatState.Offered }).After(new SeatChange.Answer(CallId.New()), Now));
    }

    [Fact]
    public void Wrap_up_ends_by_itself_but_not_early()
    {
        var wrapping = _offline with { State = SeatState.WrapUp, Call = Call, Until = Now.AddSeconds(30) };
        Assert.Null(wrapping.After(new SeatChange.Tick(), Now.AddSeconds(29)));
        Assert.Equal(SeatState.Ready, wrapping.After(new SeatChange.Tick(), Now.AddSeconds(30))!.State);
    }

    [Fact]
    public void A_pause_asked_for_while_talking_begins_after_the_wrap_up()
    {
        var talking = _offline with { State = SeatState.Talking, Call = Call };
        var wrapping = talking.After(new SeatChange.NotReady("小休"), Now)!.After(new SeatChange.Finish(Call, Now), Now)!;
        var after = wrapping.After(new SeatChange.Tick(), Now)!;
        Assert.Equal((SeatState.WrapUp, SeatState.NotReady, "小休"), (wrapping.State, after.State, after.Reason));
    }

    [Fact]
    public void Nobody_leaves_while_a_citizen_is_on_the_line()
    {
        Assert.Null((_offline with { State = SeatState.Talking, Call = Call }).After(new SeatChange.SignOut(), Now));
        Assert.Null((_offline with { State = SeatState.Offered, Call = Call }).After(new SeatChange.NotReady("小休"), Now));
    }

    [Theory]
    [InlineData(SeatState.NotReady)]
    [InlineData(SeatState.Training)]
    public void A_next_state_chosen_during_a_call_follows_the_wrap_up_and_is_never_ready(SeatState next)
    {
        var seat = _offline with { State = SeatState.Held, Call = Call };
        var states = new List<SeatState>();
        foreach (var change in new SeatChange[] { new SeatChange.NotReady("小休", next), new SeatChange.Hold(Call, On: false), new SeatChange.Finish(Call, Now), new SeatChange.Tick() })
        {
            seat = seat.After(change, Now)!;
            states.Add(seat.State);
        }

        Assert.Equal([SeatState.Held, SeatState.Talking, SeatState.WrapUp, next], states);
    }

    [Fact]
    public void A_wrap_up_is_extended_with_a_reason_up_to_its_cap()
    {
        var (by, cap) = (TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(120));
        var extend = new SeatChange.Extend(by, cap, "补录");
        var longer = (_offline with { State = SeatState.WrapUp, Call = Call, Until = Now.AddSeconds(30) }).After(extend, Now)!;
        Assert.Equal((Now.AddSeconds(120), "补录"), (longer.Until!.Value, longer.Extended));
        Assert.Null(longer.After(extend, Now));
    }

    [Fact]
    public void A_granted_rest_during_a_call_begins_after_the_wrap_up_and_has_an_end()
    {
        var seat = _offline with { State = SeatState.Talking, Call = Call, RestOffered = "危机来电" };
        seat = seat.After(new SeatChange.NotReady("危机来电", For: TimeSpan.FromMinutes(10)), Now)!.After(new SeatChange.Finish(Call, Now), Now)!.After(new SeatChange.Tick(), Now)!;
        Assert.Equal((SeatState.NotReady, Now.AddMinutes(10)), (seat.State, seat.Until!.Value));
    }
}
