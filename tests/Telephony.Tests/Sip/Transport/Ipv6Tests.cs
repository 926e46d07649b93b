using System.Net;
using System.Net.Sockets;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Tests.Sip.Transport;

public sealed class Ipv6Tests
{
    private static readonly SipStackOptions OnIpv6 = new() { Address = IPAddress.IPv6Loopback, Farewell = TimeSpan.Zero };
    private static readonly SipStackOptions OnBoth = new() { MoreAddresses = [new(IPAddress.IPv6Loopback)], Farewell = TimeSpan.Zero };

    [Theory]
    [InlineData("")]
    [InlineData(";transport=tcp")]
    public async Task A_call_between_IPv6_addresses_is_set_up_and_hung_up(string parameters)
    {
        await using var server = await TestStack.StartAsync(OnIpv6, onCall: TestStack.Answering);
        await using var client = await TestStack.StartAsync(OnIpv6);
        var call = client.Dial(server.Stack.LocalEndPoint, parameters);
        await call.NextAsync<SipCallEvent.Answered>();
        var seen = await server.CallAsync();
        await seen.NextAsync<SipCallEvent.Confirmed>();
        seen.Call.HangUp("done");
        Assert.Equal(CallEnd.Remote, (await call.NextAsync<SipCallEvent.Ended>()).Cause);
        Assert.Equal(IPAddress.IPv6Loopback, seen.Call.Source.Address);
    }

    [Fact]
    public async Task One_stack_serves_both_families_and_names_the_right_address_to_each()
    {
        await using var server = await TestStack.StartAsync(OnBoth, onCall: TestStack.Answering);
        using var old = new RawPeer(server.Stack.LocalEndPoint);
        using var modern = new RawPeer(new(IPAddress.IPv6Loopback, server.Stack.LocalEndPoint.Port));
        await old.SendAsync(Wire.Request(callId: "four", body: Wire.Offer));
        await modern.SendAsync(Wire.Request(callId: "six", body: Wire.Offer, via: "SIP/2.0/UDP [2001:db8::1]:5099;rport"));

        Assert.Equal($"<sip:{server.Stack.LocalEndPoint}>", (await old.FinalAsync()).First(Header.Contact));
        var answer = await modern.FinalAsync();
        Assert.Equal($"<sip:[::1]:{server.Stack.LocalEndPoint.Port}>", answer.First(Header.Contact));
        Assert.Contains($"rport={modern.Port};received=::1", answer.First(Header.Via), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_address_of_that_family_a_call_fails_at_once()
    {
        await using var client = await TestStack.StartAsync();
        var ended = await client.Dial(new(IPAddress.IPv6Loopback, 5060)).NextAsync<SipCallEvent.Ended>();
        Assert.Equal(503, ended.Status);
        Assert.Equal(AddressFamily.InterNetwork, client.Stack.LocalEndPoint.AddressFamily);
    }
}
