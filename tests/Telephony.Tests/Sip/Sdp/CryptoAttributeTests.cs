using Hotline.Telephony.Media;
using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Tests.Sip.Sdp;

public sealed class CryptoAttributeTests
{
    private const string Key = "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";

    [Theory]
    [InlineData($"1 AES_CM_128_HMAC_SHA1_80 inline:{Key}|2^20|1:4 FEC_ORDER=FEC_SRTP", null)]
    [InlineData($"1 AES_CM_128_HMAC_SHA1_80 inline:{Key}|2^20|1:4", null)]
    [InlineData($"2 AES_CM_128_HMAC_SHA1_80 inline:{Key}|2^20", SrtpSuite.Sha1Tag80)]
    [InlineData($"2 AES_CM_128_HMAC_SHA1_32 inline:{Key} WSH=128", SrtpSuite.Sha1Tag32)]
    [InlineData($"2 AES_CM_128_HMAC_SHA1_80 inline:{Key} UNENCRYPTED_SRTP", null)]
    [InlineData($"2 AES_256_CM_HMAC_SHA1_80 inline:{Key}", null)]
    [InlineData("2 AES_CM_128_HMAC_SHA1_80 inline:AAAA", null)]
    [InlineData("2 AES_CM_128_HMAC_SHA1_80 inline:", null)]
    [InlineData($"x AES_CM_128_HMAC_SHA1_80 inline:{Key}", null)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80", null)]
    [InlineData("", null)]
    public void Lines_are_read_as_far_as_we_can_keep_what_they_say(string line, SrtpSuite? suite) => Assert.Equal(suite, CryptoAttribute.Parse(line)?.Key.Suite);

    [Fact]
    public void What_is_written_is_read() => Assert.Equal($"1 AES_CM_128_HMAC_SHA1_32 inline:{Key}", $"{CryptoAttribute.Parse($"1 AES_CM_128_HMAC_SHA1_32 inline:{Key}|2^31")}");

    [Fact]
    public void The_first_line_that_we_can_speak_is_answered_with_its_own_tag()
    {
        var text = $"v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\nm=audio 4000 RTP/SAVP 8\na=crypto:1 AEAD_AES_256_GCM inline:{Key}\na=crypto:7 AES_CM_128_HMAC_SHA1_32 inline:{Key}\n";
        Assert.True(SessionDescription.TryParse(Wire.Bytes(text), out var offer, out _));
        var (answer, agreed) = OfferAnswer.Answer(offer, new LocalAudio(new(System.Net.IPAddress.Loopback, 10000), MediaEncryption.Optional))!.Value;
        Assert.Contains("m=audio 10000 RTP/SAVP 8\r\n", answer.ToString(), StringComparison.Ordinal);
        Assert.Contains($"a=crypto:7 AES_CM_128_HMAC_SHA1_32 inline:{agreed.Srtp!.Ours.Base64}\r\n", answer.ToString(), StringComparison.Ordinal);
        Assert.Equal(Key, agreed.Srtp.Theirs.Base64);
    }
}
