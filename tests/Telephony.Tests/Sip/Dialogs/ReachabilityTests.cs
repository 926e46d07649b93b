using System.Net;
using Hotline.Telephony.Sip.Dialogs;

namespace Hotline.Telephony.Tests.Sip.Dialogs;

public sealed class ReachabilityTests
{
    [Theory]
    [InlineData("203.0.113.9", "203.0.113.7", true)]
    [InlineData("192.168.1.5", "203.0.113.7", false)]
    [InlineData("100.64.0.9", "203.0.113.7", false)]
    [InlineData("192.168.1.5", "10.0.0.2", true)]
    [InlineData("127.0.0.1", "10.0.0.2", false)]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("0.0.0.0", "203.0.113.7", false)]
    [InlineData("2001:db8::1", "203.0.113.7", false)]
    public void A_Contact_behind_NAT_is_not_believed(string named, string observed, bool reachable) =>
        Assert.Equal(reachable, Reachability.IsReachable(IPAddress.Parse(named), IPAddress.Parse(observed)));
}
