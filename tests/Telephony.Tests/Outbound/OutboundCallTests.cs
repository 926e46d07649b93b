using Hotline.Telephony.Callbacks;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Outbound;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Tests.Calls;

namespace Hotline.Telephony.Tests.Outbound;

/// <summary>The hotline calls; a desk of our own answers in the citizen's place.</summary>
public sealed class OutboundCallTests : IAsyncLifetime
{
    private const int AgentTone = 1200, CitizenTone = 800, RingTone = 450;
    private PoliceDesk _citizen = null!;
    private RunningHotline _hotline = null!;

    public async ValueTask InitializeAsync()
    {
        _citizen = await OutsidePhone.StartAsync();
        _citizen.Voice = RunningHotline.Sound(CitizenTone);
        _hotline = await RunningHotline.StartAsync(o => o with { OutboundGateway = $"{_citizen.SipEndPoint}", OutboundPerHour = 3, DialTimeout = TimeSpan.FromSeconds(5), Callbacks = new() { From = TimeOnly.MinValue, To = TimeOnly.MaxValue } });
    }

    [Fact]
    public async Task An_agent_calls_a_citizen_who_sees_the_hotline_and_both_talk_and_are_recorded()
    {
        var agent = _hotline.Agent("1001", AgentTone);
        var call = Dial(agent);
        Assert.Equal(CallDirection.Outbound, _hotline.Board.Find(call)!.Direction);
        Assert.Equal(SeatState.Talking, _hotline.Seats.Find(agent.Id)!.State);

        var phone = await _citizen.Arrived.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("12345", "13800000009"), (phone.CallerNumber, phone.CalledNumber));
        await _hotline.NextAsync<CallEvent.Answered>(call);
        await TestTone.HeardAsync(phone.Ear, AgentTone);
        await TestTone.HeardAsync(agent.Ear, CitizenTone);

        phone.HangUp();
        Assert.Equal("citizen hung up", (await _hotline.NextAsync<CallEvent.Ended>(call)).Reason);
        Assert.True((await _hotline.NextAsync<CallEvent.Recorded>(call)).Length > TimeSpan.Zero);
        Assert.Equal(SeatState.WrapUp, _hotline.Seats.Find(agent.Id)!.State);
    }

    [Fact]
    public async Task While_it_rings_the_agent_hears_it_and_may_give_up()
    {
        _citizen.Reply = PoliceReply.Ring;
        var agent = _hotline.Agent("1001", AgentTone);
        var call = Dial(agent);
        await _hotline.NextAsync<CallEvent.CitizenRings>(call);
        await TestTone.HeardAsync(agent.Ear, RingTone);
        var phone = await _citizen.Arrived.ReadAsync(TestContext.Current.CancellationToken);

        await _hotline.Board.HangUpAsync(call, "agent hung up");
        Assert.Equal("agent hung up", (await _hotline.NextAsync<CallEvent.Ended>(call)).Reason);
        Assert.Equal(CallEnd.Cancelled, (await phone.Ended).Cause);
        Assert.Equal(SeatState.WrapUp, _hotline.Seats.Find(agent.Id)!.State);
    }

    [Fact]
    public async Task A_busy_citizen_is_told_honestly_and_the_seat_is_free()
    {
        _citizen.Reply = PoliceReply.Busy;
        var agent = _hotline.Agent("1001", AgentTone);
        var call = Dial(agent);
        Assert.Equal((DialResult.Busy, 486), (await _hotline.NextAsync<CallEvent.DialFailed>(call)) is var f ? (f.Result, f.Status) : default);
        Assert.Equal("citizen busy", (await _hotline.NextAsync<CallEvent.Ended>(call)).Reason);
        Assert.Equal(SeatState.WrapUp, _hotline.Seats.Find(agent.Id)!.State);
    }

    [Fact]
    public async Task Nobody_who_answers_in_time_is_no_answer()
    {
        _citizen.Reply = PoliceReply.Ring;
        var call = Dial(_hotline.Agent("1001", AgentTone));
        Assert.Equal(DialResult.NoAnswer, (await _hotline.NextAsync<CallEvent.DialFailed>(call)).Result);
        Assert.Equal("citizen did not answer", (await _hotline.NextAsync<CallEvent.Ended>(call)).Reason);
    }

    [Fact]
    public async Task A_kept_place_that_comes_up_rings_at_an_agent_whose_answer_dials_the_citizen()
    {
        var call = await KeepPlaceAsync();
        var agent = _hotline.Agent("1001", AgentTone);
        Assert.Equal(agent.Id, (await _hotline.NextAsync<CallEvent.Offered>(call)).Agent);
        Assert.True(await _hotline.Board.AnswerAsync(call, agent.Id));
        var phone = await _citizen.Arrived.ReadAsync(TestContext.Current.CancellationToken);
        await TestTone.HeardAsync(phone.Ear, AgentTone);
        await TestTone.HeardAsync(agent.Ear, CitizenTone);
        Assert.Equal(CallDirection.Callback, _hotline.Board.Find(call)!.Direction);
        Assert.Empty(_hotline.Board.Callbacks.Open);
    }

    [Fact]
    public async Task A_callback_in_vain_stays_owed()
    {
        _citizen.Reply = PoliceReply.Busy;
        var call = await KeepPlaceAsync();
        var agent = _hotline.Agent("1001", AgentTone);
        await _hotline.NextAsync<CallEvent.Offered>(call);
        Assert.True(await _hotline.Board.AnswerAsync(call, agent.Id));
        await _hotline.NextAsync<CallEvent.Ended>(call);
        var task = Assert.Single(_hotline.Board.Callbacks.Open);
        Assert.Equal((1, "citizen busy", CallbackState.Waiting), (task.Attempts, task.Result, task.State));
        Assert.Equal(SeatState.WrapUp, _hotline.Seats.Find(agent.Id)!.State);
    }

    private async Task<CallId> KeepPlaceAsync()
    {
        await using var citizen = _hotline.Dial(caller: "13800000009");
        var waiting = await _hotline.NextAsync<CallEvent.Queued>();
        var task = _hotline.Board.Callbacks.Keep(new(waiting.Call, "12345", "13800000009", true))!;
        citizen.HangUp();
        await _hotline.NextAsync<CallEvent.Ended>(waiting.Call);
        return task.Call;
    }

    [Fact]
    public async Task A_busy_seat_and_too_many_calls_are_refused()
    {
        var agent = _hotline.Agent("1001", AgentTone);
        Assert.True(DialNumber.TryParse("13800000009", out var number, out _));
        Dial(agent);
        Assert.Equal("seat-busy", _hotline.Board.Call(agent.Id, number, "回访").Refusal!.Code);
        Assert.Equal("seat-busy", _hotline.Board.Call(new("2002"), number, "回访").Refusal!.Code); // never signed in
        _hotline.Board.Call(agent.Id, number, "回访");
        Assert.Equal("too-many-calls", _hotline.Board.Call(agent.Id, number, "回访").Refusal!.Code);
        await _hotline.NextAsync<CallEvent.Answered>();
    }

    [Fact]
    public async Task A_relay_call_rings_the_official_then_the_citizen_and_shows_neither_number()
    {
        Assert.True(DialNumber.TryParse("0791-88881234", out var own, out _) & DialNumber.TryParse("13800000009", out var citizen, out _));
        var call = _hotline.Board.Relay("water-01", own, citizen, "T1").Call!.Value;
        var official = await _citizen.Arrived.ReadAsync(TestContext.Current.CancellationToken);
        var phone = await _citizen.Arrived.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("12345", "079188881234"), (official.CallerNumber, official.CalledNumber));
        Assert.Equal(("12345", "13800000009"), (phone.CallerNumber, phone.CalledNumber));
        await TestTone.HeardAsync(official.Ear, CitizenTone);
        await TestTone.HeardAsync(phone.Ear, CitizenTone);

        var shown = System.Text.Json.JsonSerializer.Serialize(_hotline.Board.Find(call), CallJson.Options);
        Assert.DoesNotContain("13800000009", shown, StringComparison.Ordinal);
        Assert.Equal("not-your-call", (await _hotline.Board.EndRelayAsync(call, "fire-01"))!.Code);
        official.HangUp();
        await _hotline.NextAsync<CallEvent.Ended>(call);
        Assert.Equal(CallEnd.Remote, (await phone.Ended).Cause);
    }

    private CallId Dial(TestAgent agent)
    {
        Assert.True(DialNumber.TryParse("13800000009", out var number, out _));
        var answer = _hotline.Board.Call(agent.Id, number, "回访");
        Assert.Null(answer.Refusal);
        return answer.Call!.Value;
    }

    public async ValueTask DisposeAsync()
    {
        await _hotline.DisposeAsync();
        await _citizen.DisposeAsync();
    }
}
