using System.Net;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Dialogs;

namespace Hotline.Telephony.Tests.Sip.Dialogs;

public sealed class AdmissionTests
{
    private static readonly IPAddress One = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Other = IPAddress.Parse("192.0.2.2");

    [Fact]
    public void Calls_over_the_limit_are_counted_and_refused()
    {
        var admission = new Admission(new() { MaxCalls = 2 }, new FakeClock());
        Assert.True(admission.Admits(One, calls: 1));
        Assert.False(admission.Admits(One, calls: 2));
        Assert.Equal(1, admission.Rejected);
    }

    [Fact]
    public void One_address_cannot_take_what_is_others()
    {
        var clock = new FakeClock();
        var admission = new Admission(new() { MaxInvitesPerSecondPerSource = 3 }, clock);
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => admission.Admits(One, 0)));
        Assert.True(admission.Admits(Other, 0));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(admission.Admits(One, 0));
    }
}
