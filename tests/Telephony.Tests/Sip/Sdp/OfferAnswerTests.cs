using System.Net;
using Hotline.Telephony.Media;
using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Tests.Sip.Sdp;

public sealed class OfferAnswerTests
{
    private static readonly IPEndPoint Local = new(IPAddress.Loopback, 10000);

    [Fact]
    public void The_offerers_first_codec_of_ours_is_taken_with_its_own_numbers()
    {
        var (answer, agreed) = Answered("m=audio 4000 RTP/AVP 18 97 0 100\na=rtpmap:97 pcma/8000\na=rtpmap:100 telephone-event/8000");

        Assert.Equal(new(new(IPAddress.Parse("192.0.2.1"), 4000), AudioCodec.Pcma, 97, 100, Send: true, Receive: true), agreed);
        Assert.Contains("m=audio 10000 RTP/AVP 97 100\r\na=rtpmap:97 PCMA/8000\r\na=rtpmap:100 telephone-event/8000\r\na=fmtp:100 0-16\r\na=ptime:20\r\na=sendrecv\r\n", answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Static_numbers_need_no_rtpmap_and_no_events_are_answered_where_none_are_offered()
    {
        var (answer, agreed) = Answered("m=audio 4000 RTP/AVP 0 8");
        Assert.Equal((AudioCodec.Pcmu, (byte)0, null), (agreed.Codec, agreed.PayloadType, agreed.EventPayloadType));
        Assert.DoesNotContain("telephone-event", answer.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("m=audio 4000 RTP/AVP 9 8 0", AudioCodec.G722, 9)]
    [InlineData("m=audio 4000 RTP/AVP 8 9", AudioCodec.Pcma, 8)]
    [InlineData("m=audio 4000 RTP/AVP 110 8\na=rtpmap:110 G722/8000", AudioCodec.G722, 110)]
    [InlineData("m=audio 4000 RTP/AVP 110 8\na=rtpmap:110 G722/16000/1", AudioCodec.G722, 110)]
    [InlineData("m=audio 4000 RTP/AVP 96 98\na=rtpmap:96 opus/48000/2\na=rtpmap:98 PCMU/8000", AudioCodec.Pcmu, 98)]
    public void The_offerers_order_decides_and_its_numbers_are_kept(string media, AudioCodec codec, byte number)
    {
        var (answer, agreed) = Answered(media);
        Assert.Equal((codec, number), (agreed.Codec, agreed.PayloadType));
        Assert.Equal([$"{number}"], answer.Audio!.Formats);
        Assert.EndsWith("/8000", answer.Audio.Encodings[$"{number}"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sendrecv", "sendrecv", true, true)]
    [InlineData("sendonly", "recvonly", false, true)]
    [InlineData("recvonly", "sendonly", true, false)]
    [InlineData("inactive", "inactive", false, false)]
    public void Directions_are_mirrored(string offered, string answered, bool send, bool receive)
    {
        var (answer, agreed) = Answered($"m=audio 4000 RTP/AVP 8\na={offered}");
        Assert.Contains($"a={answered}\r\n", answer.ToString(), StringComparison.Ordinal);
        Assert.Equal((send, receive), (agreed.Send, agreed.Receive));
    }

    [Fact]
    public void A_direction_before_the_first_media_line_counts_for_all() =>
        Assert.False(Answered("a=sendonly\nm=audio 4000 RTP/AVP 8").Agreed.Send);

    [Fact]
    public void The_old_hold_address_stops_our_sending() =>
        Assert.False(Answered("m=audio 4000 RTP/AVP 8\nc=IN IP4 0.0.0.0").Agreed.Send);

    [Fact]
    public void Video_and_a_second_audio_stream_are_refused_in_their_own_places()
    {
        var (answer, _) = Answered("m=video 3000 RTP/AVP 31\nm=audio 4000 RTP/AVP 8\nm=audio 4002 RTP/AVP 8");
        Assert.Equal([("video", 0), ("audio", 10000), ("audio", 0)], answer.Media.Select(m => (m.Kind, m.Port)));
    }

    [Theory]
    [InlineData("m=audio 4000 RTP/AVP 18 96\na=rtpmap:96 AMR/8000")]
    [InlineData("m=audio 0 RTP/AVP 8")]
    [InlineData("m=audio 4000 RTP/SAVP 8")]
    [InlineData("m=video 4000 RTP/AVP 31")]
    [InlineData("m=audio 4000 RTP/AVP 8\na=rtpmap:8 G729/8000")]
    public void Without_a_common_codec_there_is_no_answer(string media) => Assert.Null(OfferAnswer.Answer(Parse(media), Local));

    [Fact]
    public void What_we_offer_we_can_answer_ourselves()
    {
        var offer = OfferAnswer.Offer(Local);
        var (answer, agreed) = OfferAnswer.Answer(offer, new IPEndPoint(IPAddress.Loopback, 12000))!.Value;
        Assert.Equal((AudioCodec.Pcma, (byte)8, (byte?)101), (agreed.Codec, agreed.PayloadType, agreed.EventPayloadType));
        Assert.Equal(12000, OfferAnswer.Accept(offer, answer)!.Remote.Port);
    }

    [Theory]
    [InlineData("m=audio 0 RTP/AVP 8")]
    [InlineData("m=audio 4000 RTP/AVP 18")]
    public void An_answer_that_refuses_our_audio_agrees_on_nothing(string media) =>
        Assert.Null(OfferAnswer.Accept(OfferAnswer.Offer(Local), Parse(media)));

    [Theory]
    [InlineData("a=rtcp:53020", "192.0.2.9:53020")]
    [InlineData("a=rtcp:53020 IN IP4 192.0.2.10", "192.0.2.10:53020")]
    [InlineData("a=rtcp:0", null)]
    [InlineData("a=rtcp:x IN IP4 192.0.2.10", null)]
    [InlineData("a=rtcp-mux", null)]
    public void Where_reports_go_is_the_offerers_to_say(string attribute, string? at)
    {
        Assert.True(SessionDescription.TryParse(System.Text.Encoding.UTF8.GetBytes($"v=0\nc=IN IP4 192.0.2.9\nm=audio 4000 RTP/AVP 8\n{attribute}\n"), out var offer, out _));
        var (answer, agreed) = OfferAnswer.Answer(offer, TestStack.Media)!.Value;
        Assert.Equal(at, agreed.Reports?.ToString());
        Assert.DoesNotContain("rtcp", answer.ToString(), StringComparison.Ordinal); // RFC 5761 section 5.1.1: who says nothing does not multiplex
    }

    [Fact]
    public void A_trunks_codecs_are_offered_in_its_order_and_no_other_is_taken()
    {
        var local = new LocalAudio(Local) { Codecs = [AudioCodec.Pcmu, AudioCodec.Pcma] };
        Assert.Equal(["0", "8", "101"], OfferAnswer.Offer(local).Audio!.Formats);
        Assert.Equal(AudioCodec.Pcmu, OfferAnswer.Answer(Parse("m=audio 4000 RTP/AVP 9 0 8"), local)!.Value.Agreed.Codec);
        Assert.Null(OfferAnswer.Answer(Parse("m=audio 4000 RTP/AVP 9"), local));
        Assert.Null(OfferAnswer.Accept(OfferAnswer.Offer(local), Parse("m=audio 4000 RTP/AVP 9")));
    }

    private static (SessionDescription Answer, AudioAgreement Agreed) Answered(string media) => OfferAnswer.Answer(Parse(media), Local)!.Value;

    private static SessionDescription Parse(string media)
    {
        var text = $"v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\n{media}\n";
        Assert.True(SessionDescription.TryParse(Wire.Bytes(text), out var sdp, out _));
        return sdp;
    }
}
