using Hotline.Telephony.Sip.Authentication;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Tests.Sip.Authentication;

public sealed class DigestTests
{
    private readonly FakeClock _clock = new();

    /// <summary>The worked example of RFC 7616 section 3.9.1.</summary>
    [Theory]
    [InlineData("MD5", "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void The_response_is_that_of_the_RFCs_example(string algorithm, string expected)
    {
        var hash = DigestAlgorithms.Find(algorithm)!.Value;
        var ha1 = DigestResponse.Ha1(hash, "Mufasa", "http-auth@example.org", "Circle of Life");
        Assert.Equal(expected, DigestResponse.Of(
            hash, ha1, "GET", "/dir/index.html", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "auth", "00000001", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"));
    }

    [Theory]
    [InlineData("SHA-256")]
    [InlineData("MD5")]
    public void Who_knows_the_password_is_believed_once_for_each_count(string algorithm)
    {
        var server = new DigestServer("hotline", _clock);
        var request = Answered(server, algorithm);
        Assert.Equal(DigestVerdict.Good, Check(server, request));
        Assert.Equal(DigestVerdict.Stale, Check(server, request)); // a replay
    }

    [Fact]
    public void A_wrong_password_is_wrong_and_none_is_missing()
    {
        var server = new DigestServer("hotline", _clock);
        Assert.Equal(DigestVerdict.Wrong, Check(server, Answered(server, "SHA-256", password: "guess")));
        Assert.Equal(DigestVerdict.Missing, Check(server, Wire.Parse(Wire.Request("REGISTER")).Message!));
        Assert.Equal(DigestVerdict.Wrong, server.Check(Answered(server, "MD5"), "1002", a => DigestResponse.Ha1(a, "1002", "hotline", "secret")));
    }

    [Fact]
    public void An_old_nonce_and_one_of_another_server_are_stale()
    {
        var server = new DigestServer("hotline", _clock);
        var request = Answered(server, "SHA-256");
        Assert.Equal(DigestVerdict.Stale, Check(new("hotline", _clock), request));
        _clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(DigestVerdict.Stale, Check(server, request));
    }

    [Theory]
    [InlineData("Basic abc")]
    [InlineData("Digest realm=\"a")]
    [InlineData("Digest =x")]
    [InlineData("Digest a=1, A=2")]
    public void What_is_no_digest_is_refused(string header) => Assert.False(DigestFields.TryParse(header, out _));

    private static DigestVerdict Check(DigestServer server, SipMessage request) =>
        server.Check(request, "1001", a => DigestResponse.Ha1(a, "1001", "hotline", "secret"));

    /// <summary>Our client's answer to our server's challenge.</summary>
    private static SipMessage Answered(DigestServer server, string algorithm, string password = "secret")
    {
        var challenge = server.Challenge(stale: false).Split("\r\n").First(l => l.EndsWith($"algorithm={algorithm}", StringComparison.Ordinal));
        var refusal = Wire.Parse(Wire.Response(401, "z9hG4bK1", "REGISTER", extra: challenge + "\n")).Message!;
        var line = new DigestClient("1001", password).Answer(refusal, "REGISTER", "sip:12345@127.0.0.1");
        return Wire.Parse(Wire.Request("REGISTER", extra: line!)).Message!;
    }
}
