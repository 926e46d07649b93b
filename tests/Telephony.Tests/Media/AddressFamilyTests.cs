using System.Net;
using System.Net.Sockets;
using Hotline.Telephony.Media;
using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Tests.Media;

public sealed class AddressFamilyTests : IAsyncDisposable
{
    private readonly Studio _studio = new(new MediaOptions { FirstPort = 20000, LastPort = 29999, Address6 = "::1" });

    public ValueTask DisposeAsync() => _studio.DisposeAsync();

    [Fact]
    public void A_caller_with_IPv6_talks_with_an_agent_of_IPv4()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "There is no IPv6 here.");
        var (six, four) = (Pair(IPAddress.IPv6Loopback), Pair(IPAddress.Loopback));
        var conversation = _studio.Engine.OpenConversation(CallId.New());
        conversation.Join(six.Ours, Party.Citizen);
        conversation.Join(four.Ours, Party.Agent);
        six.Theirs.Play(Steady(4000), loop: true);
        four.Theirs.Play(Steady(7000), loop: true);
        _studio.Tick(10);
        Assert.Equal((AddressFamily.InterNetworkV6, AddressFamily.InterNetwork), (six.Ours.LocalEndPoint.AddressFamily, four.Ours.LocalEndPoint.AddressFamily));
        Assert.Equal(4000, G711.Decode(four.Theirs.Heard[80], AudioCodec.Pcma), 200.0);
        Assert.Equal(7000, G711.Decode(six.Theirs.Heard[80], AudioCodec.Pcma), 400.0);
    }

    [Fact]
    public async Task Without_an_IPv6_address_of_ours_everybody_gets_the_one_we_have()
    {
        await using var studio = new Studio();
        Assert.Equal(IPAddress.Loopback, studio.Engine.OpenRtpLeg(peer: IPAddress.IPv6Loopback).LocalEndPoint.Address);
    }

    [Theory]
    [InlineData("localhost", "")]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("127.0.0.1", "x")]
    public void An_address_that_is_none_is_refused_by_name(string address, string address6) =>
        Assert.Contains(address6.Length > 0 ? "Address6" : "Address", Assert.Throws<ArgumentException>(() => new Studio(new MediaOptions { Address = address, Address6 = address6 })).Message, StringComparison.Ordinal);

    private static Prompt Steady(short sample) => Prompt.FromSamples([.. Enumerable.Repeat(sample, 800)]);

    /// <summary>A leg of ours and one that plays the peer, agreed by offer and answer.</summary>
    private (RtpLeg Ours, RtpLeg Theirs) Pair(IPAddress address)
    {
        var theirs = _studio.Engine.OpenRtpLeg(peer: address);
        var offer = OfferAnswer.Offer(theirs.Local);
        var ours = _studio.Engine.OpenRtpLeg(peer: offer.AudioAddress);
        var (answer, agreed) = OfferAnswer.Answer(offer, ours.Local)!.Value;
        ours.Connect(agreed);
        theirs.Connect(OfferAnswer.Accept(offer, answer)!);
        return (ours, theirs);
    }
}
