using Hotline.Telephony;
using Hotline.Telephony.Neighbours;
using Hotline.Telephony.Queues;

namespace Hotline.QueueGrains.Tests;

/// <summary>Who of the city's waiting goes to which node's agent.</summary>
public sealed class SharedQueueTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly AgentId Zhang = new("1001");
    private static readonly AgentId Li = new("1002");
    private readonly SharedQueue _queue = new(new() { Name = "main" }, TimeSpan.FromSeconds(30), callsPerHour: null);

    [Fact]
    public void Who_has_waited_longest_anywhere_comes_first()
    {
        var (early, late) = (Head(60), Head(20));
        Tell("a", [late]);
        Tell("b", [early]);
        Tell("c", [], Idle(Zhang));
        Assert.Equal((early.Call, "b", Zhang, "c"), Assert.Single(_queue.Match(Now)) is var g ? (g.Call, g.From, g.Agent, g.To) : default);
    }

    [Fact]
    public void Who_suits_an_agent_of_their_own_node_is_left_there_with_that_agent()
    {
        Tell("a", [Head(60)], Idle(Zhang));
        Tell("b", [Head(20)]);
        Assert.Empty(_queue.Match(Now));
    }

    [Fact]
    public void A_grant_holds_call_and_agent_until_it_ended_or_lapses()
    {
        var (first, second) = (Head(60), Head(20));
        Tell("a", [first, second]);
        Tell("b", [], Idle(Zhang));
        Assert.Equal(first.Call, Assert.Single(_queue.Match(Now)).Call);
        Assert.Empty(_queue.Match(Now)); // neither the agent for another, nor the caller to another
        Tell("c", [], Idle(Li));
        Assert.Equal((second.Call, Li), Assert.Single(_queue.Match(Now)) is var next ? (next.Call, next.Agent) : default);
        _queue.Ended(first.Call);
        Assert.Equal((first.Call, Zhang), Assert.Single(_queue.Match(Now)) is var again ? (again.Call, again.Agent) : default);
        var later = Now.AddSeconds(31);
        Tell("a", [first, second], at: later);
        Tell("b", [], Idle(Zhang), later);
        Assert.Equal(first.Call, Assert.Single(_queue.Match(later)).Call);
    }

    [Fact]
    public void Nobody_goes_who_rings_already_or_is_given_back_by_the_agent_or_wants_another_skill()
    {
        Tell("a", [Head(60) with { Asked = true }, Head(50) with { Not = Zhang }, Head(20) with { Needs = [new("dialect:yue", 3)] }]);
        Tell("b", [], Idle(Zhang));
        Assert.Empty(_queue.Match(Now));
        Assert.Empty(_queue.Match(Now.AddSeconds(1)));
    }

    [Fact]
    public void A_node_without_a_word_is_gone_and_an_agent_in_two_places_is_nowhere()
    {
        Tell("a", [Head(60)]);
        Tell("b", [], Idle(Zhang));
        Tell("c", [], Idle(Zhang));
        Assert.Empty(_queue.Match(Now));
        Assert.Equal(["a", "c"], _queue.Others("b", Now).Select(r => r.Node).Order(StringComparer.Ordinal));
        _queue.Leave("c");
        Tell("a", [Head(60)], at: Now + SharedQueue.GoneAfter);
        Assert.Empty(_queue.Match(Now + SharedQueue.GoneAfter));
        Assert.Empty(_queue.Others("a", Now + SharedQueue.GoneAfter));
    }

    private void Tell(string node, IReadOnlyList<WaitingHead> heads, IdleAgent? idle = null, DateTimeOffset? at = null) =>
        _queue.Tell(new(node, new("main", "", default, heads.Count, null), heads, idle is null ? [] : [idle], []), at ?? Now);

    private static IdleAgent Idle(AgentId agent) => new(agent, Now.AddSeconds(-5), default, 0, new Dictionary<string, int>(StringComparer.Ordinal));

    private static WaitingHead Head(int waited) => new(CallId.New(), false, 0, Now.AddSeconds(-waited), [], null, false);
}
