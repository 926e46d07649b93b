using System.Net;
using System.Net.Sockets;
using System.Text;
using Hotline.Telephony.Sip;

namespace Hotline.Telephony.Tests.Sip.Transport;

/// <summary>Connections that break, and messages that the stream cuts where it likes (RFC 3261 section 18).</summary>
public sealed class StreamAcceptanceTests
{
    [Fact]
    public async Task A_call_whose_connection_broke_while_it_rang_is_answered_on_a_new_one()
    {
        await using var stack = await TestStack.StartAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using (var first = new TcpClient())
        {
            await first.ConnectAsync(stack.Stack.LocalEndPoint, TestContext.Current.CancellationToken);
            var invite = Wire.Request(via: $"SIP/2.0/TCP 127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", body: Wire.Offer);
            await first.GetStream().WriteAsync(Wire.Bytes(invite), TestContext.Current.CancellationToken);
            var call = await stack.CallAsync();
            first.Close();
            TestStack.Answering(call.Call);
        }

        using var second = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        Assert.Contains("SIP/2.0 200 OK", await ReadAsync(second.GetStream(), "SIP/2.0 200 OK"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_outlives_its_connection_and_goes_on_over_the_next()
    {
        await using var stack = await TestStack.StartAsync();
        var first = new RawPeer(stack.Stack.LocalEndPoint, tcp: true);
        await first.SendAsync(Wire.Request(via: first.Via, body: Wire.Offer));
        var call = await stack.CallAsync();
        TestStack.Answering(call.Call);
        var tag = (await first.FinalAsync()).To.Tag!;
        await first.SendAsync(Wire.Request("ACK", via: first.Via, branch: "z9hG4bKack", toTag: tag));
        await call.NextAsync<SipCallEvent.Confirmed>();
        first.Dispose();

        using var second = new RawPeer(stack.Stack.LocalEndPoint, tcp: true);
        await second.SendAsync(Wire.Request("INFO", via: second.Via, branch: "z9hG4bKinfo", cseq: 2, toTag: tag, extra: "Content-Type: application/dtmf\n", body: "5"));
        Assert.Equal(200, (await second.FinalAsync("INFO")).Status);
        Assert.Equal('5', (await call.NextAsync<SipCallEvent.Digit>()).Key);
        call.Call.HangUp("done");
        Assert.Equal("BYE", (await second.ReceiveAsync()).Method);
    }

    [Fact]
    public async Task Messages_cut_anywhere_or_run_together_are_read_one_by_one()
    {
        await using var stack = await TestStack.StartAsync();
        using var peer = new RawPeer(stack.Stack.LocalEndPoint, tcp: true);
        var two = Wire.Bytes(Wire.Request("OPTIONS", via: peer.Via, branch: "z9hG4bKa") + "\n" + Wire.Request("OPTIONS", via: peer.Via, branch: "z9hG4bKb", extra: "Content-Type: text/x\n", body: "12345"));
        foreach (var piece in two.Chunk(37))
        {
            await peer.SendAsync(piece);
            await Task.Yield();
        }

        Assert.Equal("z9hG4bKa", (await peer.FinalAsync("OPTIONS")).Via.Branch);
        Assert.Equal("z9hG4bKb", (await peer.FinalAsync("OPTIONS")).Via.Branch);
    }

    [Fact]
    public async Task An_INVITE_too_large_for_a_datagram_goes_over_TCP()
    {
        await using var stack = await TestStack.StartAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        stack.Dial((IPEndPoint)listener.LocalEndpoint, number: LongNumber);
        using var connection = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        var text = await ReadAsync(connection.GetStream(), "\r\n\r\n");
        Assert.StartsWith("INVITE ", text, StringComparison.Ordinal);
        Assert.Contains("Via: SIP/2.0/TCP ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("transport=tcp", text, StringComparison.Ordinal); // what follows may be small again
    }

    [Fact]
    public async Task An_INVITE_too_large_for_a_datagram_goes_over_UDP_where_nobody_takes_TCP()
    {
        await using var stack = await TestStack.StartAsync();
        using var peer = new RawPeer(stack.Stack.LocalEndPoint);
        for (var i = 0; i < 2; i++)
        {
            var call = stack.Dial(new(IPAddress.Loopback, peer.Port), number: LongNumber);
            var invite = await peer.ReceiveAsync(m => m.Method == "INVITE" && m.CallId == call.Call.CallId);
            Assert.True(invite.Bytes.Length > 1300);
            await peer.AnswerAsync(invite, 486, "t");
            Assert.Equal(486, (await call.NextAsync<SipCallEvent.Ended>()).Status);
        }
    }

    private static readonly string LongNumber = new('9', 400);

    private static async Task<string> ReadAsync(NetworkStream stream, string until)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().Contains(until, StringComparison.Ordinal) && await stream.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var count)
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        return text.ToString();
    }
}
