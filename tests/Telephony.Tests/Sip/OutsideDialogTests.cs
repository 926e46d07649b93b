using System.Net.Sockets;
using System.Text;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Tests.Sip;

/// <summary>What belongs to no call, and what belongs nowhere.</summary>
public sealed class OutsideDialogTests : IAsyncLifetime
{
    private TestStack _stack = null!;
    private RawPeer _peer = null!;

    public async ValueTask InitializeAsync()
    {
        _stack = await TestStack.StartAsync(onCall: call => call.Ring());
        _peer = new(_stack.Stack.LocalEndPoint);
    }

    public async ValueTask DisposeAsync()
    {
        _peer.Dispose();
        await _stack.DisposeAsync();
    }

    [Theory]
    [InlineData("OPTIONS", "", 200)]
    [InlineData("BYE", "", 481)]
    [InlineData("CANCEL", "", 481)]
    [InlineData("UPDATE", "", 481)]
    [InlineData("REGISTER", "", 405)]
    [InlineData("FROBNICATE", "", 501)]
    [InlineData("OPTIONS", "Require: nothingSupportsThis\n", 420)]
    [InlineData("INVITE", "Require: 100rel, outbound\n", 420)]
    [InlineData("INVITE", "Content-Type: application/unknown\n", 415)]
    [InlineData("INVITE", "Accept: text/nobodyKnowsThis\n", 406)]
    [InlineData("INVITE", "Contact: <sip:another@one>\n", 400)]
    public async Task A_request_gets_its_status(string method, string extra, int status)
    {
        await _peer.SendAsync(Wire.Request(method, via: _peer.Via, extra: extra, body: method == "INVITE" ? Wire.Offer : ""));
        Assert.Equal(status, (await _peer.FinalAsync(method)).Status);
    }

    [Fact]
    public async Task A_broken_description_is_named()
    {
        await _peer.SendAsync(Wire.Request(via: _peer.Via, body: "v=0\nm=audio nowhere RTP/AVP 8\n"));
        var refused = await _peer.FinalAsync();
        Assert.Equal((400, "SDP line 2 (m=) is malformed"), (refused.Status, refused.ReasonPhrase));
    }

    [Fact]
    public async Task The_same_INVITE_by_two_ways_is_a_loop()
    {
        await _peer.SendAsync(Wire.Request(via: _peer.Via, body: Wire.Offer, branch: "z9hG4bKway1"));
        await _peer.ReceiveAsync(m => m.Status == 180);
        await _peer.SendAsync(Wire.Request(via: _peer.Via, body: Wire.Offer, branch: "z9hG4bKway2"));
        Assert.Equal(482, (await _peer.FinalAsync()).Status);
    }

    [Fact]
    public async Task A_body_longer_than_the_datagram_is_400_and_excess_octets_are_ignored()
    {
        var good = Wire.Request("OPTIONS", via: _peer.Via);
        await _peer.SendAsync(good.Replace("Content-Length: 0", "Content-Length: 4000", StringComparison.Ordinal));
        var refused = await _peer.FinalAsync("OPTIONS");
        Assert.Equal((400, "Content-Length exceeds the message"), (refused.Status, refused.ReasonPhrase));

        await _peer.SendAsync(good + "excess octets");
        Assert.Equal(200, (await _peer.FinalAsync("OPTIONS")).Status);
        Assert.Equal(1, _stack.Stack.Counters.Malformed);
    }

    [Fact]
    public async Task After_a_flood_of_garbage_OPTIONS_is_still_answered()
    {
        var random = new Random(4711);
        var good = Wire.Bytes(Wire.Request(via: _peer.Via, body: Wire.Offer, branch: "z9hG4bKflood"));
        for (var i = 0; i < 2000; i++)
        {
            var bytes = i % 2 == 0 ? new byte[random.Next(1, 800)] : (byte[])good.Clone();
            if (i % 2 == 0) random.NextBytes(bytes);
            else for (var n = 0; n < 8; n++) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            await _peer.SendAsync(bytes);
        }

        using var other = new RawPeer(_stack.Stack.LocalEndPoint);
        await other.SendAsync(Wire.Request("OPTIONS", via: other.Via));
        var answer = await other.FinalAsync("OPTIONS");
        Assert.Equal(200, answer.Status);
        Assert.NotEqual(0, _stack.Stack.Counters.Malformed);
    }

    [Fact]
    public async Task Over_TCP_a_ping_has_its_pong_and_two_messages_in_one_piece_two_responses()
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(_stack.Stack.LocalEndPoint, TestContext.Current.CancellationToken);
        var stream = tcp.GetStream();
        await stream.WriteAsync("\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal("\r\n", await ReadAsync(stream, t => t.Length >= 2));

        var one = Wire.Request("OPTIONS", via: "SIP/2.0/TCP 127.0.0.1:5099", branch: "z9hG4bKt1");
        var two = Wire.Request("BYE", via: "SIP/2.0/TCP 127.0.0.1:5099", branch: "z9hG4bKt2");
        await stream.WriteAsync(Wire.Bytes(one + two), TestContext.Current.CancellationToken);
        var text = await ReadAsync(stream, t => t.Contains("z9hG4bKt2", StringComparison.Ordinal));
        Assert.Contains("SIP/2.0 200 OK", text, StringComparison.Ordinal);
        Assert.Contains("SIP/2.0 481 ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_TCP_a_message_without_length_is_400_and_the_connection_closes()
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(_stack.Stack.LocalEndPoint, TestContext.Current.CancellationToken);
        var stream = tcp.GetStream();
        var broken = Wire.Request("OPTIONS", via: "SIP/2.0/TCP 127.0.0.1:5099").Replace("Content-Length: 0\n", "", StringComparison.Ordinal);
        await stream.WriteAsync(Wire.Bytes(broken), TestContext.Current.CancellationToken);
        Assert.StartsWith("SIP/2.0 400 ", await ReadAsync(stream, _ => false), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_TCP_a_message_whose_rest_does_not_come_is_400_and_the_connection_closes()
    {
        var clock = new FakeClock();
        await using var timed = await TestStack.StartAsync(clock: clock);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(timed.Stack.LocalEndPoint, TestContext.Current.CancellationToken);
        var stream = tcp.GetStream();
        var whole = Wire.Request(via: "SIP/2.0/TCP 127.0.0.1:5099", body: Wire.Offer);
        await stream.WriteAsync(Wire.Bytes(whole.Replace("Content-Length: ", "Content-Length: 4", StringComparison.Ordinal)), TestContext.Current.CancellationToken);

        var answer = ReadAsync(stream, _ => false);
        while (!answer.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(answer, Task.Delay(2, TestContext.Current.CancellationToken));
        }

        Assert.StartsWith("SIP/2.0 400 Incomplete Message", await answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_idle_TCP_connection_is_closed_and_one_that_carries_a_call_is_not()
    {
        var clock = new FakeClock();
        await using var timed = await TestStack.StartAsync(clock: clock);
        using var idle = new TcpClient();
        using var busy = new TcpClient();
        await idle.ConnectAsync(timed.Stack.LocalEndPoint, TestContext.Current.CancellationToken);
        await busy.ConnectAsync(timed.Stack.LocalEndPoint, TestContext.Current.CancellationToken);
        await idle.GetStream().WriteAsync("\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await ReadAsync(idle.GetStream(), t => t.Length >= 2);
        var invite = Wire.Request(via: "SIP/2.0/TCP 127.0.0.1:5099", body: Wire.Offer);
        await busy.GetStream().WriteAsync(Wire.Bytes(invite), TestContext.Current.CancellationToken);
        var call = await timed.CallAsync();

        var closed = ReadAsync(idle.GetStream(), _ => false);
        while (!closed.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAny(closed, Task.Delay(2, TestContext.Current.CancellationToken));
        }

        call.Call.Reject(486);
        Assert.Contains("SIP/2.0 486", await ReadAsync(busy.GetStream(), t => t.Contains(" 486 ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    /// <summary>Until it holds, or the peer closes.</summary>
    private static async Task<string> ReadAsync(NetworkStream stream, Func<string, bool> enough)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!enough(text.ToString()) && await stream.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var count)
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        return text.ToString();
    }
}
