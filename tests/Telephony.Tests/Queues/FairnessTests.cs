using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Tests.Queues;

public sealed class FairnessTests : IDisposable
{
    private static readonly AgentId Zhang = new("1001");
    private readonly SetClock _clock = new();
    private readonly AgentSeats _seats;
    private readonly List<QueueNotice> _told = [];

    public FairnessTests() => _seats = new(TimeSpan.Zero, _clock);

    /// <summary>Asterisk issue 1561: with weights 66 and 65 the second queue was never served while the first had callers.</summary>
    [Theory]
    [InlineData(66, 65, 0)]
    [InlineData(66, 1, 5)]
    public void A_busier_heavier_queue_starves_nobody(int first, int second, int priority)
    {
        var queue = Queue(new() { Name = "a", Lines = ["1"], Weight = first, Priority = priority }, new() { Name = "b", Lines = ["2"], Weight = second });
        var slow = Enqueue(queue, "2");
        for (var served = 0; served < 12; served++)
        {
            Enqueue(queue, "1");
            Enqueue(queue, "1");
            var call = Next();
            if (call == slow) return;
            Assert.True(queue.Accept(call, Zhang));
            _clock.Advance(30);
            _seats.Finish(Zhang, call);
            _seats.Sweep();
        }

        Assert.Fail("Six minutes went by and the second queue was not served.");
    }

    [Fact]
    public void The_oldest_caller_wins_within_a_priority_and_the_higher_priority_before()
    {
        var queue = Queue(new QueueOptions { Name = "a" });
        var (old, young, urgent) = (Enqueue(queue, "1"), Enqueue(queue, "1"), Enqueue(queue, "1", priority: 1));
        Assert.Equal((2, 3, 1), (queue.PlaceOf(old)!.Position, queue.PlaceOf(young)!.Position, queue.PlaceOf(urgent)!.Position));
    }

    [Fact]
    public void A_caller_overflows_with_the_time_waited_and_hears_when_nobody_is_there()
    {
        var queue = Queue(
            new() { Name = "a", Lines = ["1"], Agents = ["1001"], OverflowTo = "b", OverflowAfter = TimeSpan.FromSeconds(20) }, new() { Name = "b", Lines = ["2"], Agents = ["1002"] });
        _seats.SignIn(Zhang, "张"); // and is not ready
        var call = Enqueue(queue, "1");
        _clock.Advance(19);
        queue.Sweep();
        Assert.Equal("a", queue.PlaceOf(call)!.Queue);

        _clock.Advance(1);
        queue.Sweep();
        queue.Sweep();
        Assert.Equal("b", queue.PlaceOf(call)!.Queue);
        Assert.Equal(new QueueNotice.Overflowed("a", "b"), _told[0]);
        Assert.Equal(new QueueNotice.Unstaffed("b"), Assert.Single(_told.Skip(1)));
    }

    private CallQueue Queue(params QueueOptions[] queues) => new(_seats, TimeSpan.FromSeconds(20), _clock, queues);

    private CallId Enqueue(CallQueue queue, string line, int priority = 0)
    {
        var call = CallId.New();
        queue.Enqueue(new QueueRequest(call) { Line = line, Priority = priority }, _told.Add);
        return call;
    }

    private CallId Next()
    {
        if (_seats.Find(Zhang) is null) _seats.SignIn(Zhang, "张");
        if (_seats.Find(Zhang)!.State != SeatState.Offered) _seats.Ready(Zhang);
        return _seats.Find(Zhang)!.Call!.Value;
    }

    public void Dispose() => _seats.Dispose();
}
