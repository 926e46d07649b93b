using Hotline.Telephony.Calls;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Sip;

namespace Hotline.Telephony.Tests.Calls;

/// <summary>Agents on SIP phones: the phone's buttons do what the desk's do.</summary>
public sealed class AgentPhoneTests : IAsyncLifetime
{
    private const int CitizenTone = 800;
    private const int PhoneTone = 1300;
    private static readonly AgentId Agent = new("1001");
    private TestPhone _phone = null!;
    private RunningHotline _hotline = null!;

    public async ValueTask InitializeAsync()
    {
        _phone = await TestPhone.StartAsync(PhoneTone);
        _hotline = await RunningHotline.StartAsync(o => o with { AgentPhones = new Dictionary<string, string> { ["1001"] = _phone.AddressOf("1001") } });
        _hotline.Seats.SignIn(Agent, "1001");
        _hotline.Seats.Ready(Agent);
    }

    [Fact]
    public async Task A_phone_rings_with_the_offer_its_answer_connects_and_its_BYE_ends_the_call()
    {
        await using var citizen = _hotline.Dial();
        citizen.Hum(RunningHotline.Sound(CitizenTone));
        var (call, phone) = await TalkAsync(citizen);
        Assert.False(await _hotline.Board.AnswerAsync(call, Agent));
        Assert.Equal(SeatState.Talking, _hotline.Seats.Find(Agent)!.State);
        phone.HangUp();
        Assert.Equal("agent hung up", (await _hotline.NextAsync<CallEvent.Ended>()).Reason);
        Assert.Equal(CallEnd.Remote, (await citizen.Ended).Cause);
        Assert.Equal(SeatState.WrapUp, _hotline.Seats.Find(Agent)!.State);
    }

    [Fact]
    public async Task A_phone_that_is_busy_lapses_the_offer_and_the_next_agent_is_asked()
    {
        await using var citizen = _hotline.Dial();
        var phone = await _phone.RingsAsync();
        phone.Refuse();
        Assert.Equal(Agent, (await _hotline.NextAsync<CallEvent.OfferLapsed>()).Agent);
        Assert.Equal((SeatState.NotReady, CallQueue.NotAnswered), (_hotline.Seats.Find(Agent)!.State, _hotline.Seats.Find(Agent)!.Reason));

        var call = await _hotline.NextAsync<CallEvent.Offered>();
        var browser = _hotline.Agent("1002", 1500);
        call = await _hotline.NextAsync<CallEvent.Offered>();
        Assert.True(await _hotline.Board.AnswerAsync(call.Call, browser.Id));
        await TestTone.HeardAsync(citizen.Ear, 1500);
    }

    [Fact]
    public async Task A_citizen_who_leaves_stops_the_phone_ringing()
    {
        await using var citizen = _hotline.Dial();
        var phone = await _phone.RingsAsync();
        citizen.HangUp();
        Assert.Equal(CallEnd.Cancelled, (await phone.Ended).Cause);
        await _hotline.NextAsync<CallEvent.Ended>();
        Assert.Equal(SeatState.Ready, _hotline.Seats.Find(Agent)!.State);
    }

    [Fact]
    public async Task The_phones_hold_key_gives_the_citizen_music()
    {
        await using var citizen = _hotline.Dial();
        citizen.Hum(RunningHotline.Sound(CitizenTone));
        var (call, phone) = await TalkAsync(citizen);
        phone.Hold(on: true);
        await TestTone.HeardAsync(citizen.Ear, RunningHotline.MusicTone);
        await _hotline.NextAsync<CallEvent.HeldByAgent>();
        Assert.True(_hotline.Board.Find(call)!.HeldByAgent);
        phone.Hold(on: false);
        await TestTone.HeardAsync(citizen.Ear, PhoneTone);
        await TestTone.HeardAsync(phone.Ear, CitizenTone);
        await _hotline.NextAsync<CallEvent.ResumedByAgent>();
    }

    [Fact]
    public async Task The_phones_transfer_key_hands_the_citizen_to_a_department()
    {
        await using var citizen = _hotline.Dial();
        citizen.Hum(RunningHotline.Sound(CitizenTone));
        var (_, phone) = await TalkAsync(citizen);
        phone.Transfer("8001");
        await _hotline.NextAsync<CallEvent.ParticipantJoined>();
        await phone.Ended;
        var water = await _hotline.Department.Arrived.ReadAsync(TestContext.Current.CancellationToken);
        await TestTone.HeardAsync(citizen.Ear, RunningHotline.WaterTone);
        await TestTone.HeardAsync(water.Ear, CitizenTone);
        Assert.Equal(SeatState.WrapUp, _hotline.Seats.Find(Agent)!.State);
    }

    [Fact]
    public async Task A_transfer_to_a_busy_department_rings_the_phone_again()
    {
        _hotline.Department.Reply = Phones.PoliceReply.Busy;
        await using var citizen = _hotline.Dial();
        citizen.Hum(RunningHotline.Sound(CitizenTone));
        var (_, phone) = await TalkAsync(citizen);
        phone.Transfer("8001");
        Assert.Equal(486, (await _hotline.NextAsync<CallEvent.ParticipantFailed>()).Status);
        var again = await _phone.RingsAsync();
        again.Answer();
        await TestTone.HeardAsync(citizen.Ear, PhoneTone);
        await TestTone.HeardAsync(again.Ear, CitizenTone);
    }

    [Fact]
    public async Task A_hang_up_that_crosses_the_phones_answer_leaves_nobody_on_the_line()
    {
        for (var i = 0; i < 5; i++)
        {
            await using var citizen = _hotline.Dial();
            var phone = await _phone.RingsAsync();
            phone.Answer();
            citizen.HangUp();
            await _hotline.NextAsync<CallEvent.Ended>();
            await phone.Ended;
            Assert.Contains(_hotline.Seats.Find(Agent)!.State, new[] { SeatState.Ready, SeatState.WrapUp });
            _hotline.Seats.Ready(Agent);
        }
    }

    private async Task<(CallId Call, TestPhone.Ringing Phone)> TalkAsync(Phones.PhoneCall citizen)
    {
        var phone = await _phone.RingsAsync();
        phone.Answer();
        var call = (await _hotline.NextAsync<CallEvent.AgentAnswered>()).Call;
        await TestTone.HeardAsync(citizen.Ear, PhoneTone);
        await TestTone.HeardAsync(phone.Ear, CitizenTone);
        return (call, phone);
    }

    public async ValueTask DisposeAsync()
    {
        await _hotline.DisposeAsync();
        await _phone.DisposeAsync();
    }
}
