using Hotline.Telephony.Calls;
using Hotline.Telephony.Neighbours;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;
using Hotline.Telephony.Tests.Calls;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Telephony.Tests.Neighbours;

/// <summary>跨节点转接: a citizen waits at one node and is served by an agent of another, over real SIP and RTP.</summary>
public sealed class HandOverTests : IAsyncLifetime
{
    private const int CitizenTone = 800, TheirTone = 1200, OurTone = 1600;
    private TwoNodes _nodes = null!;

    private RunningHotline A => _nodes.A;
    private RunningHotline B => _nodes.B;

    public async ValueTask InitializeAsync() => _nodes = await TwoNodes.StartAsync();

    [Fact]
    public async Task An_agent_of_another_node_serves_who_waits_here_and_both_records_tell_of_it()
    {
        var agent = B.Agent("1001", TheirTone);
        await using var citizen = A.Dial();
        var (there, here, outcome) = await _nodes.RingAtBAsync(agent);
        await TestTone.HeardAsync(citizen.Ear, RunningHotline.MusicTone); // until somebody answers
        var ringing = B.Board.Find(here)!;
        Assert.Equal(("13800000001", CallState.Offered, "a", there), (ringing.Caller, ringing.State, ringing.HandedFrom!.Node, ringing.HandedFrom.Call));
        Assert.Equal(CallState.Queued, A.Board.Find(there)!.State);

        citizen.Hum(RunningHotline.Sound(CitizenTone));
        Assert.True(await B.Board.AnswerAsync(here, agent.Id));
        Assert.True(await outcome);
        await TestTone.HeardAsync(citizen.Ear, TheirTone);
        await TestTone.HeardAsync(agent.Ear, CitizenTone);
        Assert.Equal((0, CallState.Talking, here), (A.Board.Waiting, A.Board.Find(there)!.State, A.Board.Find(there)!.HandedTo!.Call));
        Assert.Equal((1, 0), (A.Board.Queues[0].Answered, A.Board.Queues[0].Abandoned));
        citizen.Press("5");
        Assert.Equal('5', (await B.NextAsync<CallEvent.DigitPressed>(here)).Key); // a survey there is answered here

        await B.Board.HangUpAsync(here, "agent hung up");
        Assert.Equal(CallEnd.Remote, (await citizen.Ended).Cause);
        await A.NextAsync<CallEvent.Recorded>(there);
        await B.NextAsync<CallEvent.Recorded>(here);
        await A.Log.FlushAsync();
        await B.Log.FlushAsync();
        var (wait, talk) = ((await A.Log.FindAsync(there))!, (await A.Log.FindAsync(here))!);
        Assert.Equal((here, null, agent.Id, "agent hung up"), (wait.HandedTo, wait.HandedFrom, wait.Agent, wait.EndReason));
        Assert.Equal((there, null, agent.Id, "13800000001"), (talk.HandedFrom, talk.HandedTo, talk.Agent, talk.Caller));
        Assert.NotNull(wait.TalkingSince);
        Assert.Equal(1, Assert.Single(await NumberCounts.ReadAsync(_nodes.Db, wait.ArrivedAt.AddHours(-1), wait.ArrivedAt.AddHours(1), TestContext.Current.CancellationToken)).Calls); // one citizen called
        Assert.Empty(A.Board.Callbacks.Open);

        var (recordedThere, recordedHere) = (await A.RecordingOfAsync(there), await B.RecordingOfAsync(here));
        Assert.Equal((0, 0), (TestTone.ChannelShare(recordedThere, 0, CitizenTone), TestTone.ChannelShare(recordedThere, 1, TheirTone))); // the wait alone
        Assert.True(TestTone.ChannelShare(recordedHere, 0, CitizenTone) > 0.8, "the left channel is the citizen");
        Assert.True(TestTone.ChannelShare(recordedHere, 1, TheirTone) > 0.8, "the right channel is what the citizen heard");
    }

    [Fact]
    public async Task Who_is_declined_there_has_lost_no_place_here()
    {
        var theirs = B.Agent("1001", TheirTone);
        await using var first = A.Dial();
        var (there, here, outcome) = await _nodes.RingAtBAsync(theirs);
        await using var second = A.Dial(caller: "13800000002");
        await A.NextAsync<CallEvent.Queued>();
        await B.Board.DeclineAsync(here, theirs.Id);

        Assert.False(await outcome);
        Assert.Equal(480, (await A.NextAsync<CallEvent.NeighbourFailed>(there)).Status);
        Assert.Equal(SeatState.NotReady, B.Seats.Find(theirs.Id)!.State);
        Assert.Equal("the agent did not answer", (await B.NextAsync<CallEvent.Ended>(here)).Reason);
        Assert.Empty(B.Board.Callbacks.Open); // the citizen still waits
        var ours = A.Agent("1002", OurTone);
        Assert.Equal(there, (await A.NextAsync<CallEvent.Offered>()).Call);
        Assert.True(await A.Board.AnswerAsync(there, ours.Id));
        await TestTone.HeardAsync(first.Ear, OurTone);
    }

    [Fact]
    public async Task Who_answers_first_has_the_citizen_and_the_other_is_ready_again()
    {
        var theirs = B.Agent("1001", TheirTone);
        await using var citizen = A.Dial();
        var (there, here, outcome) = await _nodes.RingAtBAsync(theirs);
        var ours = A.Agent("1002", OurTone);
        await A.NextAsync<CallEvent.Offered>(there); // rings at both
        Assert.True(await A.Board.AnswerAsync(there, ours.Id));
        Assert.False(await outcome);
        Assert.Equal("taken back by the first node", (await B.NextAsync<CallEvent.Ended>(here)).Reason);
        Assert.Equal(SeatState.Ready, B.Seats.Find(theirs.Id)!.State);
        await TestTone.HeardAsync(citizen.Ear, OurTone);
        citizen.HangUp();
        await A.NextAsync<CallEvent.Ended>(there);

        A.Seats.SignOut(ours.Id);
        await using var another = A.Dial(caller: "13800000002");
        (there, here, outcome) = await _nodes.RingAtBAsync(theirs);
        A.Seats.SignIn(ours.Id, "1002");
        A.Seats.Ready(ours.Id);
        await A.NextAsync<CallEvent.Offered>(there);
        Assert.True(await B.Board.AnswerAsync(here, theirs.Id));
        Assert.True(await outcome);
        await A.NextAsync<CallEvent.OfferLapsed>(there);
        Assert.False(await A.Board.AnswerAsync(there, ours.Id));
        Assert.Equal(SeatState.Ready, A.Seats.Find(ours.Id)!.State);
        await TestTone.HeardAsync(another.Ear, TheirTone);
    }

    [Fact]
    public async Task A_citizen_who_hangs_up_frees_the_agent_of_the_other_node_at_once()
    {
        var theirs = B.Agent("1001", TheirTone);
        await using var citizen = A.Dial();
        var (there, here, outcome) = await _nodes.RingAtBAsync(theirs);
        citizen.HangUp();
        Assert.False(await outcome);
        await B.NextAsync<CallEvent.Ended>(here);
        Assert.Equal(SeatState.Ready, B.Seats.Find(theirs.Id)!.State);
        Assert.False(await B.Board.AnswerAsync(here, theirs.Id));
        await A.NextAsync<CallEvent.Ended>(there);
        Assert.Single(A.Board.Callbacks.Open); // is called back by the node that lost the call, and only once
        Assert.Empty(B.Board.Callbacks.Open);

        await using var another = A.Dial(caller: "13800000002");
        (_, here, outcome) = await _nodes.RingAtBAsync(theirs);
        Assert.True(await B.Board.AnswerAsync(here, theirs.Id));
        Assert.True(await outcome);
        another.HangUp();
        Assert.Equal("citizen hung up", (await B.NextAsync<CallEvent.Ended>(here)).Reason);
        Assert.Equal(SeatState.WrapUp, B.Seats.Find(theirs.Id)!.State);
    }

    [Fact]
    public async Task An_agent_who_is_taken_rings_for_nobody_else_and_a_node_that_is_gone_rings_no_more()
    {
        var theirs = B.Agent("1001", TheirTone);
        await using var citizen = A.Dial();
        await using var second = A.Dial(caller: "13800000002");
        var (there, here, outcome) = await _nodes.RingAtBAsync(theirs);
        var other = (await A.NextAsync<CallEvent.Queued>()).Call;
        Assert.False(await _nodes.HandOverAsync(other, theirs.Id)); // does not ring twice
        Assert.False(await _nodes.HandOverAsync(there, theirs.Id)); // nor for one who rings already
        Assert.False(await _nodes.HandOverAsync(CallId.New(), theirs.Id));
        await B.Board.DeclineAsync(here, theirs.Id);
        Assert.False(await outcome);

        B.Seats.Ready(theirs.Id);
        using var gone = new CancellationTokenSource();
        outcome = _nodes.HandOverAsync(other, theirs.Id, gone);
        await B.NextAsync<CallEvent.Offered>();
        await gone.CancelAsync();
        Assert.False(await outcome);
        Assert.Equal(503, (await A.NextAsync<CallEvent.NeighbourFailed>(other)).Status);
        Assert.Equal(2, A.Board.Waiting);
    }

    [Fact]
    public async Task A_stranger_gains_nothing_by_a_token_that_nobody_gave_them()
    {
        var theirs = B.Agent("1001", TheirTone);
        await using var stranger = await Phone.StartAsync(new() { FirstRtpPort = 33000, LastRtpPort = 33019 }, (_, _) => _ => { }, TimeProvider.System, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);
        var announced = new HandedCall("once", CallId.New(), "a", CallId.New(), "main", theirs.Id, TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(20), [], null);
        Assert.Equal(403, await ShownAsync("guessed"));
        Assert.Empty(B.Board.Live);
        var own = B.Board.Neighbours;
        B.Board.Neighbours = null;
        Assert.False(B.Board.Expect(announced)); // alone, nobody is expected
        Assert.Equal(403, await ShownAsync("once"));
        Assert.Equal(SeatState.Ready, B.Seats.Find(theirs.Id)!.State);

        B.Board.Neighbours = own;
        Assert.True(B.Board.Expect(announced));
        var first = ShownAsync("once");
        Assert.Equal(announced.Call, (await B.NextAsync<CallEvent.Offered>()).Call);
        Assert.Equal(403, await ShownAsync("once")); // good for one call
        await B.Board.DeclineAsync(announced.Call, theirs.Id);
        Assert.Equal(480, await first);

        async Task<int> ShownAsync(string token)
        {
            var ended = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            var leg = stranger.Media.OpenRtpLeg();
            stranger.Sip.Call(
                SipUri.Of("12345", B.Board.SipEndPoint), SipUri.Of("13900000000", stranger.Sip.LocalEndPoint), OfferAnswer.Offer(leg.Local),
                e => _ = e is SipCallEvent.Ended over && ended.TrySetResult(over.Status), handOver: token);
            var status = await ended.Task;
            leg.Close();
            return status;
        }
    }

    [Fact]
    public async Task Who_signs_in_at_a_second_node_has_left_the_first_and_is_not_ready_twice()
    {
        A.Agent("1001", OurTone);
        var again = B.Agent("1001", TheirTone);
        await UntilAsync(() => A.Seats.Find(again.Id) is { State: SeatState.Offline });
        Assert.Equal(("已在节点 b 签入", SeatState.Ready), (A.Seats.Find(again.Id)!.Reason, B.Seats.Find(again.Id)!.State));
        Assert.Equal("signed-in-elsewhere", A.Seats.SeatedElsewhere(again.Id)!.Code); // the page there that was left open
        Assert.Null(B.Seats.SeatedElsewhere(again.Id));

        await using var citizen = B.Dial();
        var call = (await B.NextAsync<CallEvent.Offered>()).Call;
        Assert.True(await B.Board.AnswerAsync(call, again.Id));
        await UntilAsync(() => A.Board.Neighbours!.Seen.Any(r => r.Seats.Any(s => s.OnCall)));
        A.Seats.SignIn(again.Id, "1001");
        Assert.Equal("on-call-elsewhere", Assert.Throws<SeatElsewhereException>(() => A.Seats.Ready(again.Id)).Refusal.Code);
        await B.Board.HangUpAsync(call, "agent hung up");
        await UntilAsync(() => B.Seats.Find(again.Id) is { State: SeatState.Offline });
        A.Seats.Ready(again.Id);
        Assert.Equal(SeatState.Ready, A.Seats.Find(again.Id)!.State);
    }

    [Fact]
    public async Task The_board_shows_the_queue_over_both_nodes()
    {
        A.Agent("1001", OurTone);
        B.Agent("1002", TheirTone);
        B.Agent("1003", TheirTone);
        await UntilAsync(() => A.Board.Queues[0].InAllNodes is { Nodes: 2, Ready: 3, Waiting: 0 } && B.Board.Queues[0].InAllNodes is { Ready: 3 });
        Assert.Equal(1, A.Board.Queues[0].Ready);
        B.Board.Neighbours = null;
        await UntilAsync(() => B.Board.Queues[0].InAllNodes is null);
    }

    private static async Task UntilAsync(Func<bool> so)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        while (!so()) await Task.Delay(20, patience.Token);
    }

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();
}
