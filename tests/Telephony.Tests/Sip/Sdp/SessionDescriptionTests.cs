using System.Net;
using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Tests.Sip.Sdp;

public sealed class SessionDescriptionTests
{
    [Fact]
    public void What_is_written_reads_the_same()
    {
        var sdp = OfferAnswer.Offer(new IPEndPoint(IPAddress.Parse("2001:db8::7"), 10002)) with { SessionId = 7, Version = 3 };
        Assert.True(SessionDescription.TryParse(Wire.Bytes(sdp.ToString()), out var read, out _));
        Assert.Equal(sdp.ToString(), read.ToString());
    }

    [Theory]
    [InlineData("", "SDP has no m= line")]
    [InlineData("hello", "SDP line 1 is not of the form x=value")]
    [InlineData("v=1\n", "SDP must begin with v=0")]
    [InlineData("v=0\no=- 1 1 IN\n", "SDP line 2 (o=) is malformed")]
    [InlineData("v=0\nm=audio x RTP/AVP 8\n", "SDP line 2 (m=) is malformed")]
    [InlineData("v=0\nm=audio 70000 RTP/AVP 8\n", "SDP line 2 (m=) is malformed")]
    [InlineData("v=0\nm=audio 4000 RTP/AVP 8\na=rtpmap:8\n", "SDP line 3 (a=) is malformed")]
    public void What_is_wrong_is_named(string text, string reason)
    {
        Assert.False(SessionDescription.TryParse(Wire.Bytes(text), out _, out var why));
        Assert.Equal(reason, why);
    }

    [Fact]
    public void No_mutation_makes_the_parser_throw()
    {
        var random = new Random(7);
        var good = Wire.Bytes(Wire.Offer);
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = (byte[])good.Clone();
            for (var changes = random.Next(1, 6); changes > 0; changes--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (SessionDescription.TryParse(bytes, out var sdp, out _)) OfferAnswer.Answer(sdp, new IPEndPoint(IPAddress.Loopback, 10000));
        }
    }
}
