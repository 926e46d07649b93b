using System.Net;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Tests.Sip;

/// <summary>One call between our stack and a peer on a raw UDP socket, under a clock that the test moves.</summary>
internal sealed class PeerCall : IAsyncDisposable
{
    private PeerCall(TestStack stack, FakeClock clock, bool tcp = false) => (Stack, Clock, Peer) = (stack, clock, new(stack.Stack.LocalEndPoint, tcp));

    internal TestStack Stack { get; }

    internal FakeClock Clock { get; }

    internal RawPeer Peer { get; }

    internal TestCall Call { get; private set; } = null!;

    /// <summary>The tag of the stack's side.</summary>
    internal string Tag { get; private set; } = "";

    internal string Contact => $"Contact: <sip:110@127.0.0.1:{Peer.Port}>\n";

    /// <summary>The peer has called; nothing but 100 was said.</summary>
    internal static async Task<PeerCall> ArrivedAsync(string extra = "", string body = Wire.Offer, SipStackOptions? options = null, bool tcp = false)
    {
        var clock = new FakeClock();
        var call = new PeerCall(await TestStack.StartAsync((options ?? new()) with { Farewell = TimeSpan.Zero }, clock), clock, tcp);
        await call.Peer.SendAsync(Wire.Request(via: call.Peer.Via, extra: extra, body: body));
        call.Call = await call.Stack.CallAsync();
        return call;
    }

    /// <summary>The peer has called, we answered, and the ACK has come.</summary>
    internal static async Task<PeerCall> AnsweredAsync(string extra = "", SipStackOptions? options = null, bool tcp = false)
    {
        var call = await ArrivedAsync(extra, options: options, tcp: tcp);
        await call.AnswerAsync();
        return call;
    }

    /// <summary>We have called the peer; its INVITE is read.</summary>
    internal static async Task<(PeerCall Call, SipMessage Invite)> DialledAsync(SipStackOptions? options = null)
    {
        var clock = new FakeClock();
        var call = new PeerCall(await TestStack.StartAsync((options ?? new()) with { Farewell = TimeSpan.Zero }, clock), clock);
        call.Call = call.Stack.Dial(new(IPAddress.Loopback, call.Peer.Port));
        var invite = await call.Peer.ReceiveAsync();
        call.Tag = invite.From.Tag!;
        return (call, invite);
    }

    internal async Task<SipMessage> AnswerAsync()
    {
        TestStack.Answering(Call.Call);
        var ok = await Peer.FinalAsync();
        Tag = ok.To.Tag!;
        await SendAsync("ACK", 1);
        await Call.NextAsync<SipCallEvent.Confirmed>();
        return ok;
    }

    /// <summary>A request of the peer's that called us.</summary>
    internal Task SendAsync(string method, int cseq, string extra = "", string body = "", string? toTag = null) =>
        Peer.SendAsync(Wire.Request(method, via: Peer.Via, branch: $"z9hG4bKd{method}{cseq}", cseq: cseq, toTag: toTag ?? Tag, extra: extra, body: body));

    internal Task<SipMessage> RequestAsync(string method) => Peer.ReceiveAsync(m => m.Method == method);

    /// <summary>Moves the clock until a message comes for which it holds; how long that took.</summary>
    internal async Task<(SipMessage Message, TimeSpan After)> LaterAsync(Func<SipMessage, bool> wanted, int stepInMs = 100)
    {
        var (next, from) = (Peer.ReceiveAsync(wanted), Clock.GetTimestamp());
        while (!next.IsCompleted)
        {
            Assert.True(Clock.GetElapsedTime(from) < TimeSpan.FromHours(2), "It did not come in two hours.");
            Clock.Advance(TimeSpan.FromMilliseconds(stepInMs));
            await Task.WhenAny(next, Task.Delay(3, TestContext.Current.CancellationToken));
        }

        return (await next, Clock.GetElapsedTime(from));
    }

    public async ValueTask DisposeAsync()
    {
        Peer.Dispose();
        await Stack.DisposeAsync();
    }
}
