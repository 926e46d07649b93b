using Hotline.Telephony.Calls;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Tests.Calls;

/// <summary>咨询转接 begun on the agent's own phone: its second line calls the department, and REFER with Replaces brings the citizen there (RFC 5589 section 7).</summary>
public sealed class AttendedTransferTests : IAsyncLifetime
{
    private const int CitizenTone = 800, PhoneTone = 1300, DepartmentTone = 1900;
    private static readonly AgentId Agent = new("1001");
    private TestPhone _phone = null!, _department = null!;
    private RunningHotline _hotline = null!;

    private string Department => _department.AddressOf("8002");

    public async ValueTask InitializeAsync()
    {
        (_phone, _department) = (await TestPhone.StartAsync(PhoneTone), await TestPhone.StartAsync(DepartmentTone));
        _hotline = await RunningHotline.StartAsync(o => o with
        {
            AgentPhones = new Dictionary<string, string> { ["1001"] = _phone.AddressOf("1001") },
            Directory = [.. o.Directory, new() { Id = "housing", Name = "市住建局", Address = Department }],
        });
        _hotline.Seats.SignIn(Agent, "1001");
        _hotline.Seats.Ready(Agent);
    }

    [Fact]
    public async Task The_department_the_phone_has_talked_with_gets_the_citizen_and_both_lines_of_the_phone_end()
    {
        await using var citizen = _hotline.Dial();
        citizen.Hum(RunningHotline.Sound(CitizenTone));
        var serving = await TalkAsync(citizen);
        serving.Hold(on: true);
        await TestTone.HeardAsync(citizen.Ear, RunningHotline.MusicTone);
        await using var second = _phone.Call(Department);
        var asked = await _department.RingsAsync();
        asked.Answer();
        await TestTone.HeardAsync(second.Ear, DepartmentTone);

        serving.Transfer(Department, second);
        var handed = await asked.Replaced;
        Assert.Equal(("市住建局", true), (await _hotline.NextAsync<CallEvent.Transferred>()) is var t ? (t.To, t.Attended) : default);
        await TestTone.HeardAsync(citizen.Ear, DepartmentTone);
        await TestTone.HeardAsync(handed.Ear, CitizenTone);
        await second.Ended;
        await serving.Ended;
        Assert.Equal(SeatState.WrapUp, _hotline.Seats.Find(Agent)!.State);
        citizen.HangUp();
        await handed.Ended;
    }

    [Fact]
    public async Task Who_is_not_in_the_address_book_gets_no_citizen()
    {
        await using var citizen = _hotline.Dial();
        citizen.Hum(RunningHotline.Sound(CitizenTone));
        var serving = await TalkAsync(citizen);
        await using var second = _phone.Call(_department.AddressOf("9999"));
        var asked = await _department.RingsAsync();
        asked.Answer();
        await TestTone.HeardAsync(second.Ear, DepartmentTone);

        serving.Transfer(_department.AddressOf("9999"), second);
        Assert.Equal(603, await serving.Referred);
        await TestTone.HeardAsync(citizen.Ear, PhoneTone);
        await TestTone.HeardAsync(serving.Ear, CitizenTone);
    }

    [Fact]
    public async Task A_department_that_has_hung_up_meanwhile_brings_the_citizen_back_to_the_phone()
    {
        await using var citizen = _hotline.Dial();
        citizen.Hum(RunningHotline.Sound(CitizenTone));
        var serving = await TalkAsync(citizen);
        await using var second = _phone.Call(Department);
        var asked = await _department.RingsAsync();
        asked.Answer();
        await TestTone.HeardAsync(second.Ear, DepartmentTone);
        asked.HangUp();
        await asked.Ended;

        serving.Transfer(Department, second);
        Assert.Contains((await _hotline.NextAsync<CallEvent.ParticipantFailed>()).Status, new[] { 481, 603 });
        var again = await _phone.RingsAsync();
        again.Answer();
        await TestTone.HeardAsync(citizen.Ear, PhoneTone);
        await TestTone.HeardAsync(again.Ear, CitizenTone);
    }

    private async Task<TestPhone.Ringing> TalkAsync(PhoneCall citizen)
    {
        var phone = await _phone.RingsAsync();
        phone.Answer();
        await _hotline.NextAsync<CallEvent.AgentAnswered>();
        await TestTone.HeardAsync(citizen.Ear, PhoneTone);
        await TestTone.HeardAsync(phone.Ear, CitizenTone);
        return phone;
    }

    public async ValueTask DisposeAsync()
    {
        await _hotline.DisposeAsync();
        await _phone.DisposeAsync();
        await _department.DisposeAsync();
    }
}
