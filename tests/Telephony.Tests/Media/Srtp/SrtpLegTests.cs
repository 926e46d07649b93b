using Hotline.Telephony.Media;
using Hotline.Telephony.Sip.Sdp;
using Hotline.Telephony.Tests.Sip;

namespace Hotline.Telephony.Tests.Media.Srtp;

/// <summary>Two legs of ours that agree on keys by offer and answer, and talk.</summary>
public sealed class SrtpLegTests : IAsyncDisposable
{
    private readonly Studio _studio = new();

    public ValueTask DisposeAsync() => _studio.DisposeAsync();

    private (RtpLeg Caller, RtpLeg Called)? Call(MediaEncryption caller, MediaEncryption called)
    {
        var (a, b) = (_studio.Engine.OpenRtpLeg(caller), _studio.Engine.OpenRtpLeg(called));
        return Negotiate(a, b) ? (a, b) : null;
    }

    private static bool Negotiate(RtpLeg from, RtpLeg to)
    {
        var offer = Wired(OfferAnswer.Offer(from.Local));
        if (OfferAnswer.Answer(offer, to.Local) is not var (answer, theirs)) return false;
        if (OfferAnswer.Accept(offer, Wired(answer)) is not { } ours) return false;
        Assert.Equal((ours.Srtp?.Ours, ours.Srtp?.Theirs), (theirs.Srtp?.Theirs, theirs.Srtp?.Ours));
        to.Connect(theirs);
        from.Connect(ours);
        return true;
    }

    private static SessionDescription Wired(SessionDescription sdp)
    {
        Assert.True(SessionDescription.TryParse(Wire.Bytes(sdp.ToString()), out var read, out _));
        return read;
    }

    private void Talk(RtpLeg from, RtpLeg to, int amplitude)
    {
        from.Play(Prompt.FromSamples([.. Enumerable.Repeat((short)amplitude, 800)]), loop: true);
        _studio.Tick(10);
        Assert.Equal(amplitude, G711.Decode(to.Heard[80], to.Codec), amplitude / 20.0);
    }

    [Theory]
    [InlineData(MediaEncryption.Required, MediaEncryption.Required)]
    [InlineData(MediaEncryption.Required, MediaEncryption.Optional)]
    [InlineData(MediaEncryption.Optional, MediaEncryption.Required)]
    [InlineData(MediaEncryption.Optional, MediaEncryption.Optional)]
    public void Legs_that_may_both_encrypt_do_and_hear_each_other(MediaEncryption caller, MediaEncryption called)
    {
        var (a, b) = Call(caller, called)!.Value;
        Talk(a, b, 4000);
        Talk(b, a, 7000);
        Assert.Equal((0, 0), (a.Statistics.Lost, b.Statistics.Concealed));
    }

    [Theory]
    [InlineData(MediaEncryption.Off, MediaEncryption.Optional)]
    [InlineData(MediaEncryption.Optional, MediaEncryption.Off)]
    [InlineData(MediaEncryption.Off, MediaEncryption.Off)]
    public void With_a_peer_that_does_not_encrypt_an_optional_leg_talks_plainly(MediaEncryption caller, MediaEncryption called)
    {
        var (a, b) = Call(caller, called)!.Value;
        Talk(a, b, 4000);
        Talk(b, a, 7000);
    }

    [Theory]
    [InlineData(MediaEncryption.Required, MediaEncryption.Off)]
    [InlineData(MediaEncryption.Off, MediaEncryption.Required)]
    public void Who_must_encrypt_does_not_talk_with_who_never_does(MediaEncryption caller, MediaEncryption called) => Assert.Null(Call(caller, called));

    [Fact]
    public void A_reinvite_keeps_keys_and_counts()
    {
        var (a, b) = Call(MediaEncryption.Required, MediaEncryption.Required)!.Value;
        Talk(a, b, 4000);
        Assert.True(Negotiate(b, a));
        Talk(b, a, 7000);
        Talk(a, b, 3000);
        Assert.Equal((0, 0), (a.Statistics.Lost, b.Statistics.Lost));
    }

    [Fact]
    public void What_an_encrypting_leg_sends_cannot_be_read_and_plain_packets_are_not_taken()
    {
        var leg = _studio.Engine.OpenRtpLeg(MediaEncryption.Required);
        using var phone = new FakePhone(leg.LocalEndPoint);
        leg.Connect(phone.Agreement() with { Srtp = new(leg.Local.Keys[0], SrtpKey.New(SrtpSuite.Sha1Tag80)) });
        for (var i = 0; i < 5; i++)
        {
            phone.Say(33);
            _studio.Tick();
        }

        Assert.Equal(0, leg.Statistics.PacketsIn);
        Assert.All(phone.Hear(), packet => Assert.True(packet.Payload.Length == 170 && packet.Payload.Distinct().Count() > 50));
    }

    [Fact]
    public void Reports_are_encrypted_and_understood()
    {
        var (a, b) = Call(MediaEncryption.Required, MediaEncryption.Required)!.Value;
        _studio.Tick(800);
        Assert.True(_studio.Engine.Counters.RtcpIn > 0);
        Assert.NotNull(a.Statistics.RoundTrip);
        Assert.NotNull(b.Statistics.RemoteMos);
    }

    [Fact]
    public void Digits_are_encrypted_and_understood()
    {
        var (a, b) = Call(MediaEncryption.Required, MediaEncryption.Required)!.Value;
        var keys = new List<char>();
        b.Events = e => { if (e is MediaLegEvent.Digit digit) keys.Add(digit.Key); };
        a.SendDigits("12*");
        _studio.Tick(60);
        Assert.Equal("12*", string.Concat(keys));
    }
}
