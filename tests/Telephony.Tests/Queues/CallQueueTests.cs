using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Tests.Queues;

public sealed class CallQueueTests : IDisposable
{
    private static readonly AgentId Zhang = new("1001");
    private static readonly AgentId Li = new("1002");
    private readonly SetClock _clock = new();
    private readonly AgentSeats _seats;
    private readonly CallQueue _queue;
    private readonly List<(CallId Call, QueueNotice What)> _notices = [];

    public CallQueueTests()
    {
        _seats = new(TimeSpan.FromSeconds(30), _clock);
        _queue = new(_seats, TimeSpan.FromSeconds(20), _clock);
    }

    [Fact]
    public void First_come_first_served_by_the_agent_who_has_been_ready_longest()
    {
        Ready(Li);
        _clock.Advance(1);
        Ready(Zhang);
        var (first, second) = (Enqueue(), Enqueue());

        Assert.Equal(Li, OfferedTo(first));
        Assert.Equal(Zhang, OfferedTo(second));
    }

    [Fact]
    public void A_call_waits_until_somebody_is_ready()
    {
        var call = Enqueue();
        Assert.Null(OfferedTo(call));
        Assert.Equal(1, _queue.Waiting);

        Ready(Zhang);
        Assert.Equal(Zhang, OfferedTo(call));
    }

    [Fact]
    public void An_unanswered_offer_goes_to_the_next_agent_and_the_first_is_not_ready()
    {
        Ready(Zhang);
        _clock.Advance(1);
        Ready(Li);
        var call = Enqueue();

        _clock.Advance(19);
        _queue.Sweep();
        Assert.Equal(Zhang, OfferedTo(call));

        _clock.Advance(1);
        _queue.Sweep();
        Assert.Equal(Li, OfferedTo(call));
        Assert.Equal((SeatState.NotReady, CallQueue.NotAnswered), (_seats.Find(Zhang)!.State, _seats.Find(Zhang)!.Reason));
        Assert.False(_queue.Accept(call, Zhang));
        Assert.True(_queue.Accept(call, Li));
    }

    [Fact]
    public void A_declined_call_keeps_its_place_before_later_ones()
    {
        Ready(Zhang);
        var (first, second) = (Enqueue(), Enqueue());
        _queue.Decline(first, Zhang);
        Ready(Li);

        Assert.Equal(Li, OfferedTo(first));
        Assert.Null(OfferedTo(second));
    }

    [Fact]
    public void When_the_caller_leaves_the_offer_ends_at_once_and_the_agent_gets_the_next_call()
    {
        Ready(Zhang);
        var (first, second) = (Enqueue(), Enqueue());
        _queue.Remove(first);

        Assert.False(_queue.Accept(first, Zhang));
        Assert.Equal(Zhang, OfferedTo(second));
    }

    [Fact]
    public void A_citizen_who_lost_the_agent_is_served_before_all_others()
    {
        var (waiting, back) = (Enqueue(), CallId.New());
        _queue.Enqueue(back, n => _notices.Add((back, n)), first: true);
        Ready(Zhang);

        Assert.Equal(Zhang, OfferedTo(back));
        Assert.Null(OfferedTo(waiting));
    }

    [Fact]
    public void An_answered_call_is_answered_once()
    {
        Ready(Zhang);
        var call = Enqueue();
        Assert.True(_queue.Accept(call, Zhang));
        Assert.False(_queue.Accept(call, Zhang));
        Assert.Equal(SeatState.Talking, _seats.Find(Zhang)!.State);
    }

    /// <summary>Agents, callers and time at once, from many threads: whoever was answered was answered by one, one at a time.</summary>
    [Fact]
    public async Task Never_two_agents_for_one_call_nor_two_calls_for_one_agent()
    {
        AgentId[] agents = [.. Enumerable.Range(0, 8).Select(i => new AgentId($"20{i}"))];
        foreach (var agent in agents) Ready(agent);
        var talking = new System.Collections.Concurrent.ConcurrentDictionary<AgentId, CallId>();
        var answered = new System.Collections.Concurrent.ConcurrentDictionary<CallId, AgentId>();
        var clashes = 0;

        await Parallel.ForAsync(0, 4000, (i, _) =>
        {
            var call = CallId.New();
            var offered = new List<AgentId>();
            _queue.Enqueue(call, n => { if (n is QueueNotice.Offered o) offered.Add(o.Agent); });
            foreach (var agent in agents)
            {
                if (!_queue.Accept(call, agent)) continue;
                if (!talking.TryAdd(agent, call) || !answered.TryAdd(call, agent)) Interlocked.Increment(ref clashes);
                talking.TryRemove(agent, out var _);
                _seats.Finish(agent, call);
                _seats.Ready(agent);
            }

            _queue.Remove(call);
            return ValueTask.CompletedTask;
        });

        Assert.Equal(0, clashes);
        Assert.NotEmpty(answered);
        Assert.Equal(0, _queue.Waiting);
        Assert.All(agents, a => Assert.Equal(SeatState.Ready, _seats.Find(a)!.State));
    }

    private void Ready(AgentId agent)
    {
        _seats.SignIn(agent, agent.Value);
        _seats.Ready(agent);
    }

    private CallId Enqueue()
    {
        var call = CallId.New();
        _queue.Enqueue(call, n => _notices.Add((call, n)));
        return call;
    }

    private AgentId? OfferedTo(CallId call) =>
        _notices.LastOrDefault(n => n.Call == call).What is QueueNotice.Offered offered ? offered.Agent : null;

    public void Dispose() => _seats.Dispose();
}
