using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Tests.Sip.Messages;

public sealed class SipUriTests
{
    [Theory]
    [InlineData("sip:12345@example.com", "12345", "example.com", 0)]
    [InlineData("SIP:12345:secret@10.0.0.1:5080;transport=TCP", "12345", "10.0.0.1", 5080)]
    [InlineData("sip:user;par=u%40example.net@example.com", "user;par=u@example.net", "example.com", 0)]
    [InlineData("sip:[2001:db8::1]:5070", "", "2001:db8::1", 5070)]
    [InlineData("tel:+86-10-12345;phone-context=x", "+86-10-12345", "", 0)]
    public void Parts_are_views_and_the_text_stays(string text, string user, string host, int port)
    {
        var uri = SipUri.Parse(text);
        Assert.Equal((text, user, host, port), (uri.ToString(), uri.User, uri.Host, uri.Port));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData(":x")]
    [InlineData("sip:")]
    [InlineData("sip:a@")]
    [InlineData("sip:a@b:0")]
    [InlineData("sip:a@b:70000")]
    [InlineData("sip:a b@c")]
    [InlineData("sip:a@[::1")]
    [InlineData("tel:")]
    public void What_is_no_URI_is_refused(string text)
    {
        Assert.False(SipUri.TryParse(text, out _));
        Assert.Contains("write it as", Assert.Throws<FormatException>(() => SipUri.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transport_is_read_in_any_case()
    {
        Assert.True(SipUri.Parse("sip:a@b;lr;Transport=tcp").IsTcp);
        Assert.False(SipUri.Parse("sip:a@b;transport=udp").IsTcp);
        Assert.Equal("", SipUri.Parse("sip:a@b;lr;transport=tcp").Parameter("lr"));
    }
}
