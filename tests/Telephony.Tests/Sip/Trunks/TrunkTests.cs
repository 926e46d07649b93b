using System.Net;
using Hotline.Telephony.Media;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;
using Hotline.Telephony.Sip.Trunks;
using Hotline.Telephony.Tests.Calls;

namespace Hotline.Telephony.Tests.Sip.Trunks;

public sealed class TrunkTests : IDisposable
{
    private readonly RawPeer _first = new(new(IPAddress.Loopback, 9));
    private readonly RawPeer _second = new(new(IPAddress.Loopback, 9));

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    private TrunkOptions Two => new()
    {
        Name = "carrier", User = "12345", Password = "secret",
        Addresses = [new() { Uri = $"sip:127.0.0.1:{_first.Port}" }, new() { Uri = $"sip:127.0.0.1:{_second.Port}", Priority = 1 }],
    };

    private static SipStackOptions With(params TrunkOptions[] trunks) => new() { Farewell = TimeSpan.Zero, Trunks = trunks };

    private static TestCall Dial(TestStack stack)
    {
        var test = new TestCall();
        test.Call = stack.Stack.Call(
            SipUri.Parse("sip:13900000000@ignored"), SipUri.Parse("sip:12345@127.0.0.1"), OfferAnswer.Offer(TestStack.Media), test.Sink, trunk: "carrier");
        return test;
    }

    private static Task<SipMessage> InviteAt(RawPeer peer) => peer.ReceiveAsync(m => m.Method == "INVITE");

    private static Task Reply(RawPeer peer, SipMessage request, int status, TestStack stack, string extra = "", string body = "")
    {
        peer.Redirect(stack.Stack.LocalEndPoint);
        return peer.AnswerAsync(request, status, toTag: "t", extra: extra, body: body);
    }

    [Fact]
    public async Task An_address_out_of_service_hands_the_call_to_the_next_and_is_down()
    {
        await using var stack = await TestStack.StartAsync(With(Two));
        var call = Dial(stack);
        await Reply(_first, await InviteAt(_first), 503, stack);
        var invite = await InviteAt(_second);
        Assert.Equal($"sip:13900000000@127.0.0.1:{_second.Port}", invite.RequestUri);
        await Reply(_second, invite, 200, stack, "Contact: <sip:x@127.0.0.1>\n", Wire.Offer);
        await call.NextAsync<SipCallEvent.Answered>();
        Assert.False(stack.Stack.Trunks[0].Addresses[0].Up);
        Assert.True(stack.Stack.Trunks[0].Up);
        Assert.Equal((1, 1), (stack.Stack.Trunks[0].CallsOut, stack.Stack.Trunks[0].Active));
    }

    [Fact]
    public async Task A_number_that_is_busy_stays_where_it_is_and_is_counted()
    {
        await using var stack = await TestStack.StartAsync(With(Two));
        var call = Dial(stack);
        await Reply(_first, await InviteAt(_first), 486, stack);
        Assert.Equal(486, (await call.NextAsync<SipCallEvent.Ended>()).Status);
        Assert.Equal((1, 0, 486), (stack.Stack.Trunks[0].Refused, stack.Stack.Trunks[0].Active, stack.Stack.Trunks[0].LastStatus));
    }

    [Fact]
    public async Task A_challenge_is_answered_once()
    {
        await using var stack = await TestStack.StartAsync(With(Two));
        var call = Dial(stack);
        const string Challenge = "Proxy-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256\n";
        await Reply(_first, await InviteAt(_first), 407, stack, Challenge);
        var again = await _first.ReceiveAsync(m => m is { Method: "INVITE", CSeq: 2 });
        Assert.Equal(1, again.Count(Header.ProxyAuthorization));
        await Reply(_first, again, 407, stack, Challenge);
        Assert.Equal(407, (await call.NextAsync<SipCallEvent.Ended>()).Status);
    }

    [Fact]
    public async Task Silence_on_OPTIONS_is_down_and_an_answer_is_up_again()
    {
        var clock = new FakeClock();
        await using var stack = await TestStack.StartAsync(With(Two with { Addresses = [new() { Uri = $"sip:127.0.0.1:{_first.Port}" }], KeepAlive = TimeSpan.FromMinutes(1) }), clock);
        await _first.ReceiveAsync(m => m.Method == "OPTIONS");
        await Until(() => !stack.Stack.Trunks[0].Up, () => clock.Advance(TimeSpan.FromSeconds(1)));
        Assert.Equal(408, stack.Stack.Trunks[0].Addresses[0].Status);

        using var stop = new CancellationTokenSource();
        var answering = AnswerAll(stack, stop.Token);
        await Until(() => stack.Stack.Trunks[0].Up, () => clock.Advance(TimeSpan.FromSeconds(1)));
        await stop.CancelAsync();
        Assert.Equal(200, stack.Stack.Trunks[0].Addresses[0].Status);
    }

    [Fact]
    public async Task We_register_where_the_trunk_wants_it()
    {
        await using var carrier = await TestStack.StartAsync(new() { Farewell = TimeSpan.Zero, Phones = new() { Accounts = [new() { Agent = "12345", Password = "secret" }] } });
        var trunk = Two with { Registers = true, Addresses = [new() { Uri = $"sip:{carrier.Stack.LocalEndPoint}" }] };
        await using var stack = await TestStack.StartAsync(With(trunk));
        await Until(() => stack.Stack.Trunks[0].Registered == true, () => { });
        Assert.Equal(stack.Stack.LocalEndPoint, carrier.Stack.Registrar.Find(new("12345"))!.Source);
    }

    [Theory]
    [InlineData("192.0.2.0/24", 403)]
    [InlineData("127.0.0.1", 200)]
    public async Task Only_known_sources_may_call(string source, int status)
    {
        await using var stack = await TestStack.StartAsync(With(new TrunkOptions { Name = "carrier", Sources = [source] }), onCall: TestStack.Answering);
        using var caller = new RawPeer(stack.Stack.LocalEndPoint);
        await caller.SendAsync(Wire.Request(body: Wire.Offer));
        Assert.Equal(status, (await caller.FinalAsync()).Status);
        Assert.Equal(status == 200 ? 1 : 0, stack.Stack.Trunks[0].CallsIn);
    }

    [Theory]
    [InlineData(MediaEncryption.Required, AudioCodec.Pcma, 488)]
    [InlineData(MediaEncryption.Off, AudioCodec.G722, 488)]
    [InlineData(MediaEncryption.Off, AudioCodec.Pcma, 200)]
    public async Task A_trunk_has_its_own_encryption_and_codecs(MediaEncryption encryption, AudioCodec codec, int status)
    {
        var trunk = new TrunkOptions { Name = "carrier", Sources = ["127.0.0.1"], Encryption = encryption, Codecs = [codec] };
        await using var hotline = await RunningHotline.StartAsync(options => options with { Trunks = [trunk] });
        using var caller = new RawPeer(hotline.Board.SipEndPoint);
        await caller.SendAsync(Wire.Request(body: Wire.Offer));
        Assert.Equal(status, (await caller.FinalAsync()).Status);
    }

    [Fact]
    public async Task A_trunk_that_is_full_takes_no_more()
    {
        await using var stack = await TestStack.StartAsync(With(new TrunkOptions { Name = "carrier", Sources = ["127.0.0.0/8"], MaxCalls = 1 }), onCall: TestStack.Answering);
        using var caller = new RawPeer(stack.Stack.LocalEndPoint);
        await caller.SendAsync(Wire.Request(body: Wire.Offer));
        Assert.Equal(200, (await caller.FinalAsync()).Status);
        await caller.SendAsync(Wire.Request(body: Wire.Offer, callId: "second", branch: "z9hG4bK2"));
        Assert.Equal(503, (await caller.ReceiveAsync(m => m.Status >= 200 && m.CallId == "second")).Status);
    }

    [Fact]
    public async Task A_blacklisted_caller_is_declined()
    {
        await using var stack = await TestStack.StartAsync();
        stack.Stack.IsBlacklisted = number => number == "13800000000";
        using var caller = new RawPeer(stack.Stack.LocalEndPoint);
        await caller.SendAsync(Wire.Request(body: Wire.Offer));
        Assert.Equal(603, (await caller.FinalAsync()).Status);
    }

    private async Task AnswerAll(TestStack stack, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested) await Reply(_first, await _first.ReceiveAsync(m => m.Method == "OPTIONS").WaitAsync(ct), 200, stack);
    }

    private static async Task Until(Func<bool> done, Action step)
    {
        while (!done())
        {
            step();
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }
    }
}
