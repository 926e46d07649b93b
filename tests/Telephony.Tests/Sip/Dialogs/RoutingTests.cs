using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Tests.Sip.Dialogs;

/// <summary>The way of requests within a call (RFC 3261 sections 12.1 and 12.2.1.1).</summary>
public sealed class RoutingTests
{
    [Fact]
    public async Task A_hop_without_loose_routing_stands_in_the_Request_URI_and_the_target_at_the_end_of_the_route()
    {
        var (call, invite) = await PeerCall.DialledAsync();
        await using var _ = call;
        var recorded = $"Record-Route: <sip:10.0.0.7;lr>, <sip:127.0.0.1:{call.Peer.Port};strict>\n";
        await call.Peer.AnswerAsync(invite, 200, "t1", $"Contact: <sip:far@10.9.8.7;x=1>\n{recorded}", Wire.Offer);

        var ack = await call.RequestAsync("ACK");

        Assert.Equal($"sip:127.0.0.1:{call.Peer.Port};strict", ack.RequestUri);
        Assert.Equal(["<sip:10.0.0.7;lr>", "<sip:far@10.9.8.7;x=1>"], ack.All(Header.Route));
    }

    [Fact]
    public async Task What_was_recorded_on_the_way_to_us_is_answered_alike_and_taken_back_in_that_order()
    {
        const string First = "\"Proxy, near\" <sip:a,b@10.1.1.1;lr>";
        await using var call = await PeerCall.ArrivedAsync($"Record-Route: {First} , <sip:10.1.1.2;lr>\nRecord-Route: <sip:10.1.1.3;lr>\n");
        var ok = await call.AnswerAsync();
        Assert.Equal([$"{First} , <sip:10.1.1.2;lr>", "<sip:10.1.1.3;lr>"], ok.All(Header.RecordRoute));

        call.Call.Call.HangUp("done");

        var bye = await call.RequestAsync("BYE");
        Assert.Equal([First, "<sip:10.1.1.2;lr>", "<sip:10.1.1.3;lr>"], bye.All(Header.Route));
        Assert.Equal("sip:13800000000@10.1.2.3:5099", bye.RequestUri);
    }

    [Fact]
    public async Task Header_fields_of_a_Contact_stay_out_of_the_Request_URI()
    {
        var (call, invite) = await PeerCall.DialledAsync();
        await using var _ = call;
        await call.Peer.AnswerAsync(invite, 200, "t1", "Contact: <sip:far@10.9.8.7?Subject=hello>\n", Wire.Offer);
        Assert.Equal("sip:far@10.9.8.7", (await call.RequestAsync("ACK")).RequestUri);
    }

    [Fact]
    public async Task Where_the_caller_hides_the_number_the_carrier_is_asked_and_nobody_else()
    {
        const string Asserted = "Privacy: id\nP-Asserted-Identity: \"张三\" <sip:+8613900000000@carrier>, <tel:+8613900000000>\n";
        var trusted = new SipStackOptions { Farewell = TimeSpan.Zero, Trunks = [new() { Name = "carrier", Sources = ["127.0.0.1"] }] };
        Assert.Equal("+8613900000000", await CallerAsync(trusted, Asserted));
        Assert.Equal("anonymous", await CallerAsync(trusted, ""));
        Assert.Equal("anonymous", await CallerAsync(new() { Farewell = TimeSpan.Zero }, Asserted));
    }

    private static async Task<string> CallerAsync(SipStackOptions options, string extra)
    {
        await using var stack = await TestStack.StartAsync(options);
        using var peer = new RawPeer(stack.Stack.LocalEndPoint);
        await peer.SendAsync(Wire.Request(via: peer.Via, extra: extra, body: Wire.Offer)
            .Replace("From: <sip:13800000000@127.0.0.1>", "From: \"Anonymous\" <sip:anonymous@anonymous.invalid>", StringComparison.Ordinal));
        return (await stack.CallAsync()).Call.CallerNumber;
    }
}
