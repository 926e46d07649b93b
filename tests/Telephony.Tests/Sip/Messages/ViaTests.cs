using System.Net;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Tests.Sip.Messages;

public sealed class ViaTests
{
    private static readonly IPEndPoint Source = new(IPAddress.Parse("203.0.113.7"), 40123);

    [Theory]
    [InlineData("SIP/2.0/UDP 10.0.0.1:5060;rport;branch=z9hG4bKa", "SIP/2.0/UDP 10.0.0.1:5060;rport=40123;received=203.0.113.7;branch=z9hG4bKa")]
    [InlineData("SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKa;rport", "SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKa;rport=40123;received=203.0.113.7")]
    [InlineData("SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKa, SIP/2.0/UDP b", "SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKa;received=203.0.113.7, SIP/2.0/UDP b")]
    [InlineData("SIP/2.0/UDP 203.0.113.7;branch=z9hG4bKa", "SIP/2.0/UDP 203.0.113.7;branch=z9hG4bKa")]
    public void The_response_says_where_the_request_came_from(string line, string stamped)
    {
        Assert.True(Via.TryParse(line, out var via));
        Assert.Equal(stamped, via.Stamped(Source));
    }

    [Theory]
    [InlineData("SIP/2.0/UDP")]
    [InlineData("SIP/2.0 10.0.0.1")]
    [InlineData("HTTP/2.0/UDP a")]
    public void What_is_no_Via_is_refused(string line) => Assert.False(Via.TryParse(line, out _));

    [Theory]
    [InlineData("SIP/2.0/UDP a;;branch=x")]
    [InlineData("SIP/2.0/UDP a;branch=")]
    public void One_with_a_readable_address_is_good_for_a_400(string line) => Assert.True(Via.TryParse(line, out var via) && via is { Host: "a", IsMalformed: true });
}
