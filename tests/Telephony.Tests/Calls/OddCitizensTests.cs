using System.Net;
using System.Net.Sockets;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;
using Hotline.Telephony.Tests.Sip;

namespace Hotline.Telephony.Tests.Calls;

/// <summary>A citizen's phone that changes its session in rare but legal ways; what it hears arrives as packets on sockets of the test.</summary>
public sealed class OddCitizensTests : IAsyncLifetime
{
    private readonly UdpClient _ear = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly UdpClient _otherEar = new(new IPEndPoint(IPAddress.Loopback, 0));
    private RunningHotline _hotline = null!;
    private RawPeer _phone = null!;
    private string _tag = "";

    public async ValueTask InitializeAsync()
    {
        _hotline = await RunningHotline.StartAsync();
        _phone = new(_hotline.Board.SipEndPoint);
    }

    [Theory]
    [InlineData("127.0.0.1", "a=inactive\n", MediaDirection.Inactive)]
    [InlineData("127.0.0.1", "a=sendonly\n", MediaDirection.ReceiveOnly)]
    [InlineData("0.0.0.0", "", MediaDirection.ReceiveOnly)]
    public async Task A_hold_is_understood_in_every_manner_and_the_voice_comes_back_at_another_port(string address, string direction, MediaDirection answered)
    {
        await CallAsync(Offer(_ear));
        await HeardAsync(_ear);
        Assert.Equal(answered, Description(await ChangeAsync(2, Offer(_ear, address) + direction)).Audio!.Direction);
        await _hotline.NextAsync<CallEvent.Held>();
        Assert.Equal(MediaDirection.SendReceive, Description(await ChangeAsync(3, Offer(_otherEar))).Audio!.Direction);
        await _hotline.NextAsync<CallEvent.Resumed>();
        await HeardAsync(_otherEar);
    }

    [Fact]
    public async Task A_change_we_cannot_take_leaves_the_call_as_it_was()
    {
        await CallAsync(Offer(_ear));
        var refused = await ChangeAsync(2, Offer(_otherEar).Replace("RTP/AVP 8 0", "RTP/AVP 18", StringComparison.Ordinal));
        Assert.Equal(488, refused.Status);
        await HeardAsync(_ear);
        var added = await ChangeAsync(3, Offer(_ear) + "m=video 5000 RTP/AVP 31\n");
        Assert.Equal([("audio", true), ("video", false)], Description(added).Media.Select(m => (m.Kind, m.Port > 0)));
        await SendAsync("BYE", 4);
        Assert.Equal(200, (await _phone.FinalAsync("BYE")).Status);
        await _hotline.NextAsync<CallEvent.Ended>();
    }

    [Fact]
    public async Task A_change_without_an_offer_takes_ours_and_the_ACK_moves_the_voice()
    {
        await CallAsync(Offer(_ear));
        await HeardAsync(_ear);
        await SendAsync("INVITE", 2);
        var offered = await _phone.ReceiveAsync(m => m.CSeq == 2 && m.Status >= 200);
        Assert.Equal(MediaDirection.SendReceive, Description(offered).Audio!.Direction);
        await SendAsync("ACK", 2, Offer(_otherEar));
        await HeardAsync(_otherEar);
    }

    [Fact]
    public async Task A_call_without_an_offer_hears_us_once_its_ACK_has_said_where()
    {
        await CallAsync("", Offer(_ear));
        await HeardAsync(_ear);
    }

    [Fact]
    public async Task An_UPDATE_moves_the_voice_as_well()
    {
        await CallAsync(Offer(_ear));
        await SendAsync("UPDATE", 2, Offer(_otherEar));
        Assert.Equal(200, (await _phone.FinalAsync("UPDATE")).Status);
        await HeardAsync(_otherEar);
    }

    [Fact]
    public async Task The_codec_may_change_within_the_call_and_its_number_is_the_phones()
    {
        await CallAsync(Offer(_ear));
        Assert.Equal(8, await HeardAsync(_ear));
        await ChangeAsync(2, Offer(_otherEar).Replace("RTP/AVP 8 0", "RTP/AVP 110\na=rtpmap:110 PCMU/8000", StringComparison.Ordinal));
        Assert.Equal(110, await HeardAsync(_otherEar));
    }

    private static string Offer(UdpClient ear, string address = "127.0.0.1") =>
        $"v=0\no=- 1 1 IN IP4 127.0.0.1\ns=-\nc=IN IP4 {address}\nt=0 0\nm=audio {((IPEndPoint)ear.Client.LocalEndPoint!).Port} RTP/AVP 8 0\n";

    private static SessionDescription Description(SipMessage message) =>
        SessionDescription.TryParse(message.Body.Span, out var sdp, out var why) ? sdp : throw new InvalidOperationException(why);

    private async Task CallAsync(string offer, string answer = "")
    {
        await _phone.SendAsync(Wire.Request(via: _phone.Via, body: offer));
        var ok = await _phone.FinalAsync();
        Assert.Equal(200, ok.Status);
        _tag = ok.To.Tag!;
        await SendAsync("ACK", 1, answer);
    }

    private async Task<SipMessage> ChangeAsync(int cseq, string offer)
    {
        await SendAsync("INVITE", cseq, offer);
        var final = await _phone.ReceiveAsync(m => m.CSeq == cseq && m.Status >= 200);
        await _phone.SendAsync(Wire.Request("ACK", via: _phone.Via, branch: final.Status == 200 ? $"z9hG4bKack{cseq}" : $"z9hG4bKINVITE{cseq}", cseq: cseq, toTag: _tag));
        return final;
    }

    private Task SendAsync(string method, int cseq, string body = "") =>
        _phone.SendAsync(Wire.Request(method, via: _phone.Via, branch: $"z9hG4bK{method}{cseq}", cseq: cseq, toTag: _tag, body: body));

    /// <summary>The payload type of the next packet there.</summary>
    private static async Task<int> HeardAsync(UdpClient ear) => (await ear.ReceiveAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(1))).Buffer[1] & 0x7F;

    public async ValueTask DisposeAsync()
    {
        await _hotline.DisposeAsync();
        _phone.Dispose();
        _ear.Dispose();
        _otherEar.Dispose();
    }
}
