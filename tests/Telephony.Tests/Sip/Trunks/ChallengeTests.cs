using System.Net;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;
using Hotline.Telephony.Sip.Trunks;

namespace Hotline.Telephony.Tests.Sip.Trunks;

/// <summary>A carrier that asks for our password, not only at the first INVITE (RFC 3261 section 22, RFC 7616).</summary>
public sealed class ChallengeTests : IDisposable
{
    private readonly RawPeer _carrier = new(new(IPAddress.Loopback, 9));

    public void Dispose() => _carrier.Dispose();

    [Fact]
    public async Task The_ACK_repeats_the_proof_and_a_challenged_BYE_is_sent_again()
    {
        await using var stack = await StartAsync();
        var call = Dial(stack);
        await ReplyAsync(await RequestAsync("INVITE"), 407, Proxy("n1"));
        var invite = await RequestAsync("INVITE", 2);
        await ReplyAsync(invite, 200, Contact, Wire.Offer);
        var ack = await RequestAsync("ACK", 2);
        Assert.Equal(invite.First(Header.ProxyAuthorization), ack.First(Header.ProxyAuthorization));
        await call.NextAsync<SipCallEvent.Answered>();

        call.Call.HangUp("done");
        await ReplyAsync(await RequestAsync("BYE"), 407, Proxy("n2"));
        var bye = await RequestAsync("BYE", 4);
        Assert.Contains("nonce=\"n2\"", bye.First(Header.ProxyAuthorization), StringComparison.Ordinal);
        await ReplyAsync(bye, 200);
        await Until(() => stack.Stack.Counters.Calls == 0);
    }

    [Fact]
    public async Task A_challenged_hold_is_offered_again_and_its_ACK_repeats_the_proof()
    {
        await using var stack = await StartAsync();
        var call = Dial(stack);
        await ReplyAsync(await RequestAsync("INVITE"), 200, Contact, Wire.Offer);
        await call.NextAsync<SipCallEvent.Answered>();

        call.Call.Reoffer(OfferAnswer.Offer(TestStack.Media));
        await ReplyAsync(await RequestAsync("INVITE", 2), 401, Server("n1"));
        var again = await RequestAsync("INVITE", 3);
        Assert.Contains("nonce=\"n1\"", again.First(Header.Authorization), StringComparison.Ordinal);
        await ReplyAsync(again, 200, Contact, Wire.Offer);
        Assert.Equal(again.First(Header.Authorization), (await RequestAsync("ACK", 3)).First(Header.Authorization));
        await call.NextAsync<SipCallEvent.ReofferAnswered>();
    }

    [Fact]
    public async Task A_hold_whose_proof_is_refused_leaves_the_call_as_it_was()
    {
        await using var stack = await StartAsync();
        var call = Dial(stack);
        await ReplyAsync(await RequestAsync("INVITE"), 200, Contact, Wire.Offer);
        await call.NextAsync<SipCallEvent.Answered>();
        call.Call.Reoffer(OfferAnswer.Offer(TestStack.Media));
        await ReplyAsync(await RequestAsync("INVITE", 2), 401, Server("n1"));
        await ReplyAsync(await RequestAsync("INVITE", 3), 401, Server("n2"));
        Assert.Equal(401, (await call.NextAsync<SipCallEvent.ReofferRefused>()).Status);
        Assert.Equal(1, stack.Stack.Counters.Calls);
    }

    [Fact]
    public async Task A_nonce_that_went_stale_is_answered_anew_but_not_for_ever()
    {
        await using var stack = await StartAsync();
        var call = Dial(stack);
        await ReplyAsync(await RequestAsync("INVITE"), 407, Proxy("n1"));
        await ReplyAsync(await RequestAsync("INVITE", 2), 407, Proxy("n2", ", stale=TRUE"));
        var third = await RequestAsync("INVITE", 3);
        Assert.Contains("nonce=\"n2\"", third.First(Header.ProxyAuthorization), StringComparison.Ordinal);
        await ReplyAsync(third, 407, Proxy("n3", ", stale=true"));
        Assert.Equal(407, (await call.NextAsync<SipCallEvent.Ended>()).Status);
    }

    [Fact]
    public async Task A_challenge_without_qop_is_answered_as_before_RFC_2617_and_one_we_cannot_answer_ends_the_call()
    {
        await using var stack = await StartAsync();
        var old = Dial(stack);
        await ReplyAsync(await RequestAsync("INVITE"), 401, "WWW-Authenticate: Digest realm=\"carrier\", nonce=\"n1\"\n");
        var proof = (await RequestAsync("INVITE", 2)).First(Header.Authorization)!;
        Assert.DoesNotContain("qop", proof, StringComparison.Ordinal);
        Assert.DoesNotContain("cnonce", proof, StringComparison.Ordinal);
        old.Call.HangUp("done");

        var strict = Dial(stack);
        var invite = await _carrier.ReceiveAsync(m => m is { Method: "INVITE", CSeq: 1 } && m.CallId == strict.Call.CallId);
        await ReplyAsync(invite, 401, "WWW-Authenticate: Digest realm=\"carrier\", nonce=\"n1\", qop=\"auth-int\"\nWWW-Authenticate: Digest realm=\"carrier\", nonce=\"n1\", algorithm=SHA-512-256\n");
        Assert.Equal(401, (await strict.NextAsync<SipCallEvent.Ended>()).Status);
    }

    [Fact]
    public async Task A_registrar_that_wants_fewer_refreshes_gets_them_and_all_registrations_are_one_row()
    {
        await using var stack = await StartAsync(registers: true);
        var first = await RequestAsync("REGISTER");
        await ReplyAsync(first, 401, Server("n1"));
        await ReplyAsync(await RequestAsync("REGISTER", 2), 423, "Min-Expires: 600\n");
        var longer = await RequestAsync("REGISTER", 3);
        Assert.Equal((first.CallId, "600"), (longer.CallId, longer.First(Header.Expires)));
        await ReplyAsync(longer, 200);
        await Until(() => stack.Stack.Trunks[0].Registered == true);
    }

    private string Contact => $"Contact: <sip:x@127.0.0.1:{_carrier.Port}>\n";

    private static string Proxy(string nonce, string more = "") => $"Proxy-Authenticate: Digest realm=\"carrier\", nonce=\"{nonce}\", qop=\"auth,auth-int\"{more}\n";

    private static string Server(string nonce) => $"WWW-Authenticate: Digest realm=\"carrier\", nonce=\"{nonce}\", qop=\"auth\", opaque=\"o\\\"p\"\n";

    private async Task<TestStack> StartAsync(bool registers = false)
    {
        var trunk = new TrunkOptions { Name = "carrier", User = "12345", Password = "secret", Registers = registers, Addresses = [new() { Uri = $"sip:127.0.0.1:{_carrier.Port}" }] };
        var stack = await TestStack.StartAsync(new() { Farewell = TimeSpan.Zero, Trunks = [trunk] });
        _carrier.Redirect(stack.Stack.LocalEndPoint);
        return stack;
    }

    private static TestCall Dial(TestStack stack)
    {
        var test = new TestCall();
        test.Call = stack.Stack.Call(
            SipUri.Parse("sip:13900000000@ignored"), SipUri.Parse("sip:12345@127.0.0.1"), OfferAnswer.Offer(TestStack.Media), test.Sink, trunk: "carrier");
        return test;
    }

    /// <summary>The next such request; keep-alives and retransmissions are passed over.</summary>
    private Task<SipMessage> RequestAsync(string method, uint? cseq = null) => _carrier.ReceiveAsync(m => m.Method == method && (cseq is null || m.CSeq == cseq));

    private Task ReplyAsync(SipMessage request, int status, string extra = "", string body = "") =>
        _carrier.AnswerAsync(request, status, request.To.Tag is null ? "t" : "", extra, body);

    private static async Task Until(Func<bool> done)
    {
        while (!done()) await Task.Delay(2, TestContext.Current.CancellationToken);
    }
}
