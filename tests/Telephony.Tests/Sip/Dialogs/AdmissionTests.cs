using System.Net;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Dialogs;
using Hotline.Telephony.Sip.Transport;

namespace Hotline.Telephony.Tests.Sip.Dialogs;

public sealed class AdmissionTests
{
    private static readonly IPAddress One = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Other = IPAddress.Parse("192.0.2.2");

    [Fact]
    public void Calls_over_the_limit_are_counted_and_refused()
    {
        var admission = new Admission(new() { MaxCalls = 2 }, new FakeClock());
        Assert.True(admission.Admits(One, calls: 1, () => 1));
        Assert.False(admission.Admits(One, calls: 2, () => 2));
        Assert.Equal(1, admission.Rejected);
    }

    [Fact]
    public void One_address_cannot_take_what_is_others()
    {
        var clock = new FakeClock();
        var admission = new Admission(new() { MaxInvitesPerSecondPerSource = 6 }, clock);
        Assert.Equal([Gate.Open, Gate.Open, Gate.Shed, Gate.Shed, Gate.Drop, Gate.Drop], Enumerable.Range(0, 6).Select(_ => admission.GateOf(One)));
        Assert.Equal(Gate.Open, admission.GateOf(Other));
        Assert.Equal(2, admission.Dropped);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Gate.Open, admission.GateOf(One));
    }

    [Fact]
    public void Who_has_flooded_holds_half_of_the_calls_at_most_until_it_is_forgotten()
    {
        var clock = new FakeClock();
        var admission = new Admission(new() { MaxCalls = 10, MaxInvitesPerSecondPerSource = 3 }, clock);
        Assert.True(admission.Admits(One, calls: 8, () => 8));
        for (var i = 0; i < 2; i++) admission.GateOf(One);
        Assert.False(admission.Admits(One, calls: 8, () => 5));
        Assert.True(admission.Admits(One, calls: 8, () => 4));
        Assert.True(admission.Admits(Other, calls: 8, () => 8));
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True(admission.Admits(One, calls: 8, () => 8));
    }
}
