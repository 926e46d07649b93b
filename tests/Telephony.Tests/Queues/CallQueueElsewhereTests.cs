using Hotline.Telephony.Neighbours;
using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Tests.Queues;

/// <summary>邻台: what a node tells of its queue, and what it leaves to callers who wait elsewhere and come first.</summary>
public sealed class CallQueueElsewhereTests : IDisposable
{
    private static readonly AgentId Zhang = new("1001");
    private static readonly AgentId Li = new("1002");
    private readonly SetClock _clock = new();
    private readonly AgentSeats _seats;
    private readonly CallQueue _queue;
    private readonly List<(CallId Call, QueueNotice What)> _notices = [];

    public CallQueueElsewhereTests()
    {
        _seats = new(TimeSpan.FromSeconds(30), _clock);
        _queue = new(_seats, TimeSpan.FromSeconds(20), _clock);
    }

    [Fact]
    public void An_agent_is_left_for_a_while_to_whoever_has_waited_longer_elsewhere()
    {
        var call = Enqueue();
        Elsewhere(Head(waited: 30));
        Ready(Zhang);
        Assert.Null(OfferedTo(call));
        Ready(Li); // one is enough for one caller
        Assert.NotNull(OfferedTo(call));

        var next = Enqueue();
        Assert.Null(OfferedTo(next));
        _clock.Advance((int)CallQueue.YieldsFor.TotalSeconds);
        _queue.Sweep(); // nobody came for the agent
        Assert.NotNull(OfferedTo(next));
    }

    [Theory]
    [InlineData(5, false, false, false)] // has waited less
    [InlineData(30, true, false, false)] // rings somewhere already
    [InlineData(30, false, true, false)] // has an agent at home
    [InlineData(30, false, false, true)] // wants a skill that the agent lacks
    public void Nobody_is_left_to_whoever_needs_them_less(int waited, bool asked, bool served, bool skilled)
    {
        var call = Enqueue(since: 10);
        Elsewhere(Head(waited, asked, skilled ? [new("dialect:yue", 5)] : []), served ? [new IdleAgent(Li, _clock.GetUtcNow(), default, 0, new Dictionary<string, int>())] : []);
        Ready(Zhang);
        Assert.Equal(Zhang, OfferedTo(call));
    }

    [Fact]
    public void A_report_tells_who_waits_in_order_and_who_is_idle_and_hides_what_cannot_move()
    {
        var (second, first) = (Enqueue(since: 5), Enqueue(since: 10));
        _queue.Enqueue(new QueueRequest(CallId.New()) { Since = _clock.GetUtcNow().AddSeconds(-60) }, _ => { }); // a callback: nobody on the line
        var report = Assert.Single(_queue.Report("a", open: true));
        Assert.Equal([first, second], report.Heads.Select(h => h.Call));
        Assert.Empty(report.Idle);
        Assert.Equal(3, report.Board.Waiting);

        _queue.Mark(first, asked: true);
        Assert.True(_queue.Report("a", open: true)[0].Heads[0].Asked);
        Assert.Null(_queue.Movable(first));
        Assert.Equal(("main", _clock.GetUtcNow().AddSeconds(-5), TimeSpan.FromSeconds(20)), _queue.Movable(second));
        Assert.True(_queue.HandOver(first));
        Assert.False(_queue.HandOver(first));
        Assert.Equal((2, 1, 0), (_queue.Waiting, _queue.Boards()[0].Answered, _queue.Boards()[0].Abandoned));
        _queue.Remove(second);
        _queue.Forget(second);
    }

    [Fact]
    public void An_agent_of_ours_is_told_of_until_the_node_takes_no_more_calls()
    {
        Ready(Zhang);
        Assert.Equal(Zhang, Assert.Single(Assert.Single(_queue.Report("a", open: true)).Idle).Agent);
        var report = Assert.Single(_queue.Report("a", open: false));
        Assert.Empty(report.Idle);
        Assert.Equal((Zhang, _clock.GetUtcNow(), false), Assert.Single(report.Seats) is var seat ? (seat.Agent, seat.SignedInAt, seat.OnCall) : default);
    }

    [Fact]
    public void Where_somebody_is_on_duty_at_another_node_nobody_is_told_that_there_is_not()
    {
        var call = Enqueue();
        _queue.Elsewhere = [new("b", new("main", "", default, 0, null), [], [], [new(Zhang, _clock.GetUtcNow(), OnCall: true)])];
        _queue.Sweep();
        Assert.DoesNotContain(_notices, n => n.What is QueueNotice.Unstaffed);
        Assert.True(_queue.PlaceOf(call)!.Staffed);
        _queue.Elsewhere = [];
        _queue.Sweep();
        Assert.Contains(_notices, n => n.What is QueueNotice.Unstaffed);
    }

    private void Elsewhere(WaitingHead head, IReadOnlyList<IdleAgent>? idle = null) => _queue.Elsewhere = [new("b", new("main", "", default, 1, null), [head], idle ?? [], [])];

    private WaitingHead Head(int waited, bool asked = false, IReadOnlyList<SkillNeed>? needs = null) => new(CallId.New(), false, 0, _clock.GetUtcNow().AddSeconds(-waited), needs ?? [], null, asked);

    private void Ready(AgentId agent)
    {
        _seats.SignIn(agent, agent.Value);
        _seats.Ready(agent);
    }

    private CallId Enqueue(int since = 0)
    {
        var call = CallId.New();
        _queue.Enqueue(new QueueRequest(call) { MayMove = true, Since = _clock.GetUtcNow().AddSeconds(-since) }, n => _notices.Add((call, n)));
        return call;
    }

    private AgentId? OfferedTo(CallId call) =>
        _notices.LastOrDefault(n => n.Call == call).What is QueueNotice.Offered offered ? offered.Agent : null;

    public void Dispose() => _seats.Dispose();
}
