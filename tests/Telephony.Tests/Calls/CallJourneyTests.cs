using Hotline.Telephony.Calls;
using Hotline.Telephony.Media;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Sip;

namespace Hotline.Telephony.Tests.Calls;

/// <summary>Whole calls over real SIP and RTP; audio is asserted by the frequency that each party speaks.</summary>
public sealed class CallJourneyTests : IAsyncLifetime
{
    private const int CitizenTone = 800;
    private const int AgentTone = 1200;
    private const int PoliceTone = 1900;
    private RunningHotline _hotline = null!;

    public async ValueTask InitializeAsync() => _hotline = await RunningHotline.StartAsync();

    [Fact]
    public async Task A_citizen_is_greeted_waits_with_music_and_talks_to_an_agent_both_ways()
    {
        await using var citizen = _hotline.Dial();
        await TestTone.HeardAsync(citizen.Ear, RunningHotline.GreetingTone);
        await TestTone.HeardAsync(citizen.Ear, RunningHotline.MusicTone);
        citizen.Hum(RunningHotline.Sound(CitizenTone));

        var agent = _hotline.Agent("1001", AgentTone);
        var call = (await _hotline.NextAsync<CallEvent.Offered>()).Call;
        Assert.True(await _hotline.Board.AnswerAsync(call, agent.Id));
        await TestTone.HeardAsync(citizen.Ear, AgentTone);
        await TestTone.HeardAsync(agent.Ear, CitizenTone);
        Assert.Equal((CallState.Talking, "13800000001"), (_hotline.Board.Find(call)!.State, _hotline.Board.Find(call)!.Caller));

        citizen.HangUp();
        Assert.Equal("citizen hung up", (await _hotline.NextAsync<CallEvent.Ended>()).Reason);
        Assert.Equal(SeatState.WrapUp, _hotline.Seats.Find(agent.Id)!.State);
        await AssertRecordedAsync(call);
    }

    [Fact]
    public async Task When_the_agent_hangs_up_the_citizens_phone_is_told()
    {
        await using var citizen = _hotline.Dial();
        var (call, _) = await TalkAsync(citizen);
        await _hotline.Board.HangUpAsync(call, "agent hung up");

        Assert.Equal(CallEnd.Remote, (await citizen.Ended).Cause);
        await _hotline.NextAsync<CallEvent.Ended>(call);
        Assert.Null(_hotline.Board.Find(call));
    }

    [Fact]
    public async Task A_caller_who_leaves_while_it_rings_frees_the_agent_at_once()
    {
        var agent = _hotline.Agent("1001", AgentTone);
        await using var citizen = _hotline.Dial();
        var call = (await _hotline.NextAsync<CallEvent.Offered>()).Call;
        citizen.HangUp();

        Assert.Equal("citizen gave up waiting", (await _hotline.NextAsync<CallEvent.Ended>()).Reason);
        Assert.False(await _hotline.Board.AnswerAsync(call, agent.Id));
        Assert.Equal(SeatState.Ready, _hotline.Seats.Find(agent.Id)!.State);
    }

    [Fact]
    public async Task An_offer_nobody_takes_goes_to_the_next_agent()
    {
        await using var hotline = await RunningHotline.StartAsync(o => o with { OfferTimeout = TimeSpan.FromSeconds(1) });
        var first = hotline.Agent("1001", AgentTone);
        await using var citizen = hotline.Dial();
        await hotline.NextAsync<CallEvent.Offered>();
        var second = hotline.Agent("1002", AgentTone);

        Assert.Equal(first.Id, (await hotline.NextAsync<CallEvent.OfferLapsed>()).Agent);
        Assert.Equal(second.Id, (await hotline.NextAsync<CallEvent.Offered>()).Agent);
        Assert.Equal(CallQueue.NotAnswered, hotline.Seats.Find(first.Id)!.Reason);
    }

    [Fact]
    public async Task Keys_pressed_are_kept()
    {
        await using var citizen = _hotline.Dial();
        var (call, _) = await TalkAsync(citizen);
        citizen.Press("42#");

        foreach (var key in "42#") Assert.Equal(key, (await _hotline.NextAsync<CallEvent.DigitPressed>()).Key);
        Assert.Equal("42#", _hotline.Board.Find(call)!.Digits);
    }

    [Fact]
    public async Task With_110_three_hear_one_another_and_the_agent_may_leave()
    {
        _hotline.Police.Voice = RunningHotline.Sound(PoliceTone);
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        Assert.True(await _hotline.Board.TransferToPoliceAsync(call, agent.Id));
        await _hotline.NextAsync<CallEvent.PoliceJoined>();
        var police = await _hotline.Police.Arrived.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal("13800000001", police.CallerNumber);
        await TestTone.HeardAsync(citizen.Ear, AgentTone, PoliceTone);
        await TestTone.HeardAsync(agent.Ear, CitizenTone, PoliceTone);
        await TestTone.HeardAsync(police.Ear, CitizenTone, AgentTone);

        await _hotline.Board.HangUpAsync(call, "agent hung up");
        await _hotline.NextAsync<CallEvent.AgentLeft>();
        Assert.Equal(SeatState.WrapUp, _hotline.Seats.Find(agent.Id)!.State);
        await TestTone.HeardAsync(citizen.Ear, PoliceTone);
        await TestTone.HeardAsync(police.Ear, CitizenTone);

        police.HangUp();
        Assert.Equal("110 hung up", (await _hotline.NextAsync<CallEvent.Ended>()).Reason);
        Assert.Equal(CallEnd.Remote, (await citizen.Ended).Cause);
    }

    [Fact]
    public async Task When_110_is_busy_the_citizen_stays_with_the_agent_who_may_try_again()
    {
        _hotline.Police.Reply = PoliceReply.Busy;
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        Assert.True(await _hotline.Board.TransferToPoliceAsync(call, agent.Id));

        Assert.Equal(486, (await _hotline.NextAsync<CallEvent.PoliceFailed>()).Status);
        await TestTone.HeardAsync(citizen.Ear, AgentTone);
        _hotline.Police.Reply = PoliceReply.Answer;
        Assert.True(await _hotline.Board.TransferToPoliceAsync(call, agent.Id));
        await _hotline.NextAsync<CallEvent.PoliceJoined>();
    }

    [Fact]
    public async Task An_agent_who_leaves_before_110_answers_in_vain_loses_no_citizen()
    {
        _hotline.Police.Reply = PoliceReply.Ring;
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        await _hotline.Board.TransferToPoliceAsync(call, agent.Id);
        var police = await _hotline.Police.Arrived.ReadAsync(TestContext.Current.CancellationToken);
        await _hotline.Board.HangUpAsync(call, "agent hung up");
        await _hotline.NextAsync<CallEvent.AgentLeft>();

        police.HangUp();
        await _hotline.NextAsync<CallEvent.PoliceFailed>();
        var other = _hotline.Agent("1002", 1500);
        Assert.True(await _hotline.Board.AnswerAsync(call, await OfferedToAsync(other.Id)));
        await TestTone.HeardAsync(citizen.Ear, 1500);
    }

    [Fact]
    public async Task A_number_we_do_not_serve_is_refused_and_leaves_a_record()
    {
        await using var citizen = _hotline.Dial("99999");
        var refused = await Assert.ThrowsAsync<CallRefusedException>(() => citizen.Answered);
        Assert.Contains("404", refused.Message, StringComparison.Ordinal);
        Assert.Equal("number not served", (await _hotline.NextAsync<CallEvent.Ended>()).Reason);
    }

    [Fact]
    public async Task Twenty_calls_at_once_each_reach_an_agent_of_their_own()
    {
        var agents = Enumerable.Range(0, 20).Select(i => _hotline.Agent($"30{i:00}", AgentTone)).ToList();
        var citizens = Enumerable.Range(0, 20).Select(i => _hotline.Dial(caller: $"138000001{i:00}")).ToList();
        var answered = new HashSet<AgentId>();
        foreach (var _ in citizens)
        {
            var offer = await _hotline.NextAsync<CallEvent.Offered>();
            Assert.True(await _hotline.Board.AnswerAsync(offer.Call, offer.Agent));
            Assert.True(answered.Add(offer.Agent));
        }

        await Task.WhenAll(citizens.Select(c => TestTone.HeardAsync(c.Ear, AgentTone)));
        Assert.Equal(20, _hotline.Board.Live.Count(c => c.State == CallState.Talking));
        foreach (var citizen in citizens) await citizen.DisposeAsync();
        foreach (var _ in citizens) await _hotline.NextAsync<CallEvent.Recorded>();
        Assert.Empty(_hotline.Board.Live);
        Assert.All(agents, a => Assert.Equal(SeatState.WrapUp, _hotline.Seats.Find(a.Id)!.State));
    }

    private async Task<(CallId Call, TestAgent Agent)> TalkAsync(PhoneCall citizen)
    {
        var agent = _hotline.Agent("1001", AgentTone);
        await citizen.Answered;
        citizen.Hum(RunningHotline.Sound(CitizenTone));
        var call = (await _hotline.NextAsync<CallEvent.Offered>()).Call;
        Assert.True(await _hotline.Board.AnswerAsync(call, agent.Id));
        await TestTone.HeardAsync(citizen.Ear, AgentTone);
        return (call, agent);
    }

    private async Task<AgentId> OfferedToAsync(AgentId agent)
    {
        var offer = await _hotline.NextAsync<CallEvent.Offered>();
        Assert.Equal(agent, offer.Agent);
        return agent;
    }

    private async Task AssertRecordedAsync(CallId call)
    {
        var recorded = await _hotline.NextAsync<CallEvent.Recorded>(call);
        var wav = await _hotline.RecordingOfAsync(call);
        Assert.Equal(recorded.Bytes, wav.Length);
        Assert.Equal(recorded.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(wav)));
        Assert.Equal(6, BitConverter.ToInt16(wav, 20)); // A-law
        Assert.Equal(2, BitConverter.ToInt16(wav, 22)); // channels
        Assert.True(TestTone.ChannelShare(wav, 0, CitizenTone) > 0.8, "the left channel is the citizen");
        Assert.True(TestTone.ChannelShare(wav, 1, AgentTone) > 0.8, "the right channel is what the citizen heard");
    }

    public ValueTask DisposeAsync() => _hotline.DisposeAsync();
}
