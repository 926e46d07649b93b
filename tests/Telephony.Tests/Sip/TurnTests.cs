using Hotline.Telephony.Sip;

namespace Hotline.Telephony.Tests.Sip;

public sealed class TurnTests
{
    private readonly List<string> _done = [];

    private Action Doing(string what, params Action[] leaving) => () =>
    {
        _done.Add("begins " + what);
        foreach (var next in leaving) Assert.True(Turn.TryLeave(next));
        _done.Add("ends " + what);
    };

    [Fact]
    public void What_is_left_is_done_afterwards_in_order_and_never_inside()
    {
        Turn.Run(Doing("a message", Doing("a step", Doing("an answer")), Doing("another step")));
        Assert.Equal(
            ["begins a message", "ends a message", "begins a step", "ends a step", "begins another step", "ends another step", "begins an answer", "ends an answer"], _done);
    }

    [Fact]
    public void A_turn_within_a_turn_is_left_to_the_outer_one()
    {
        var inner = Doing("inner");
        Turn.Run(Doing("outer", () => Turn.Run(inner)));
        Assert.Equal(["begins outer", "ends outer", "begins inner", "ends inner"], _done);
    }

    [Fact]
    public void The_same_work_left_twice_in_a_row_is_done_once()
    {
        var step = Doing("a step");
        Turn.Run(Doing("a message", step, step));
        Assert.Equal(1, _done.Count(d => d == "begins a step"));
    }

    [Fact]
    public void Outside_a_turn_nothing_can_be_left()
    {
        Turn.Run(Doing("a message"));
        Assert.False(Turn.TryLeave(Doing("a step")));
    }

    [Fact]
    public async Task Much_at_once_is_shared_with_the_pool_and_all_of_it_is_done()
    {
        const int Many = 100;
        var left = Many;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var onPool = 0;
        Action Step() => () =>
        {
            if (Thread.CurrentThread.IsThreadPoolThread) Interlocked.Increment(ref onPool);
            if (Interlocked.Decrement(ref left) == 0) all.SetResult();
        };
        new Thread(() => Turn.Run(Doing("a flood", [.. Enumerable.Range(0, Many).Select(_ => Step())]))).Start();
        await all.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal(Many, onPool);
    }
}
