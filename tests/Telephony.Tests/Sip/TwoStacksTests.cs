using System.Net;
using System.Net.Sockets;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Sdp;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Telephony.Tests.Sip;

/// <summary>Two of our stacks call each other over real sockets.</summary>
public sealed class TwoStacksTests
{
    [Theory]
    [InlineData("")]
    [InlineData(";transport=tcp")]
    public async Task A_call_rings_is_answered_and_is_hung_up_by_either_side(string parameters)
    {
        await using var ours = await TestStack.StartAsync();
        await using var theirs = await TestStack.StartAsync();
        foreach (var callerHangsUp in new[] { true, false })
        {
            var caller = ours.Dial(theirs.Stack.LocalEndPoint, parameters);
            var callee = await theirs.CallAsync();
            Assert.Equal(("13800000000", "12345", false), (callee.Call.CallerNumber, callee.Call.CalledNumber, callee.Call.IsOutgoing));

            callee.Call.Ring();
            Assert.Equal(180, (await caller.NextAsync<SipCallEvent.Progress>()).Status);
            TestStack.Answering(callee.Call);
            Assert.Equal(12000, (await caller.NextAsync<SipCallEvent.Answered>()).Sdp.Audio!.Port);
            Assert.Null((await callee.NextAsync<SipCallEvent.Confirmed>()).Answer);

            (callerHangsUp ? caller : callee).Call.HangUp("done");
            Assert.Equal(CallEnd.Local, (await (callerHangsUp ? caller : callee).NextAsync<SipCallEvent.Ended>()).Cause);
            Assert.Equal(CallEnd.Remote, (await (callerHangsUp ? callee : caller).NextAsync<SipCallEvent.Ended>()).Cause);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(";transport=tcp")]
    public async Task A_refusal_names_its_status(string parameters)
    {
        await using var ours = await TestStack.StartAsync();
        await using var theirs = await TestStack.StartAsync(onCall: call => call.Reject(486));
        var ended = await ours.Dial(theirs.Stack.LocalEndPoint, parameters).NextAsync<SipCallEvent.Ended>();
        Assert.Equal((CallEnd.Failed, 486), (ended.Cause, ended.Status));
    }

    [Fact]
    public async Task The_caller_may_leave_while_it_rings()
    {
        await using var ours = await TestStack.StartAsync();
        await using var theirs = await TestStack.StartAsync(onCall: call => call.Ring());
        var caller = ours.Dial(theirs.Stack.LocalEndPoint);
        var callee = await theirs.CallAsync();
        await caller.NextAsync<SipCallEvent.Progress>();

        caller.Call.HangUp("left the queue");

        Assert.Equal(CallEnd.Cancelled, (await caller.NextAsync<SipCallEvent.Ended>()).Cause);
        Assert.Equal((CallEnd.Cancelled, 487), await callee.NextAsync<SipCallEvent.Ended>() is var e ? (e.Cause, e.Status) : default);
    }

    [Fact]
    public async Task A_peer_that_is_not_there_over_TCP_is_known_at_once()
    {
        await using var ours = await TestStack.StartAsync();
        var free = await TestStack.StartAsync();
        var gone = free.Stack.LocalEndPoint;
        await free.DisposeAsync();

        var ended = await ours.Dial(gone, ";transport=tcp").NextAsync<SipCallEvent.Ended>();
        Assert.Equal((CallEnd.Failed, 503), (ended.Cause, ended.Status));
    }

    [Fact]
    public async Task Stopping_says_good_bye_to_every_call()
    {
        await using var ours = await TestStack.StartAsync();
        var theirs = await TestStack.StartAsync(new() { Farewell = TimeSpan.FromSeconds(30) }, onCall: TestStack.Answering);
        var caller = ours.Dial(theirs.Stack.LocalEndPoint);
        var callee = await theirs.CallAsync();
        await caller.NextAsync<SipCallEvent.Answered>();
        await callee.NextAsync<SipCallEvent.Confirmed>();

        await theirs.DisposeAsync();

        Assert.Equal(CallEnd.Remote, (await caller.NextAsync<SipCallEvent.Ended>()).Cause);
    }

    [Fact]
    public async Task Calls_over_the_limit_are_refused_with_503()
    {
        await using var ours = await TestStack.StartAsync();
        await using var theirs = await TestStack.StartAsync(new() { MaxCalls = 1 }, onCall: TestStack.Answering);
        await ours.Dial(theirs.Stack.LocalEndPoint).NextAsync<SipCallEvent.Answered>();

        Assert.Equal(503, (await ours.Dial(theirs.Stack.LocalEndPoint).NextAsync<SipCallEvent.Ended>()).Status);
        Assert.Equal(1, theirs.Stack.Counters.Rejected);
    }

    [Theory]
    [InlineData(SocketType.Dgram, ProtocolType.Udp)]
    [InlineData(SocketType.Stream, ProtocolType.Tcp)]
    public async Task A_taken_port_is_named(SocketType type, ProtocolType protocol)
    {
        using var taken = new Socket(AddressFamily.InterNetwork, type, protocol);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        if (type == SocketType.Stream) taken.Listen();
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;

        await using var stack = new SipStack(new() { Port = port }, TimeProvider.System, NullLogger<SipStack>.Instance);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => stack.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains($"127.0.0.1:{port}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_peers_cannot_reach_is_refused() =>
        Assert.Contains("AnnouncedAddress", Assert.Throws<ArgumentException>(
            () => new SipStack(new() { Address = IPAddress.Any }, TimeProvider.System, NullLogger<SipStack>.Instance)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task An_offer_that_has_no_codec_of_ours_is_the_users_to_refuse()
    {
        await using var ours = await TestStack.StartAsync();
        await using var theirs = await TestStack.StartAsync(onCall: call =>
        {
            if (OfferAnswer.Answer(call.RemoteOffer! with { Media = [] }, TestStack.Media) is null) call.Reject(488);
        });
        Assert.Equal(488, (await ours.Dial(theirs.Stack.LocalEndPoint).NextAsync<SipCallEvent.Ended>()).Status);
    }
}
