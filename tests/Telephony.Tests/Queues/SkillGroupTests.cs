using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Tests.Queues;

/// <summary>技能组 of a line: agents who know the matter are asked first, and nobody waits for agents who do not exist.</summary>
public sealed class SkillGroupTests : IDisposable
{
    private static readonly AgentId Zhang = new("1001");
    private static readonly AgentId Li = new("1002");
    private readonly SetClock _clock = new();
    private readonly AgentSeats _seats;
    private readonly CallQueue _queue;
    private readonly List<QueueNotice> _told = [];

    public SkillGroupTests()
    {
        _seats = new(TimeSpan.FromSeconds(30), _clock);
        _queue = new(_seats, TimeSpan.FromSeconds(20), _clock);
        _seats.SignIn(Zhang, "张");
        _seats.SignIn(Li, "李");
        _seats.Ready(Zhang);
        _clock.Advance(1);
        _seats.Ready(Li);
    }

    [Fact]
    public void Who_knows_the_matter_is_asked_before_who_has_been_ready_longer_and_the_reason_says_so()
    {
        _seats.Skills.Set(Li, [new("tax", 1)]);
        var offer = Assert.IsType<QueueNotice.Offered>(Call("tax"));
        Assert.Equal(Li, offer.Agent);
        Assert.Contains("tax 1 级（要求 1 级）", offer.Why!.Chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void While_they_are_all_on_calls_the_others_are_asked_after_a_minute()
    {
        _seats.Skills.Set(Li, [new("tax", 1)]);
        _seats.Take(Li, CallId.New());
        Assert.Null(Call("tax"));
        _clock.Advance(59);
        _queue.Sweep();
        Assert.Empty(_told);

        _clock.Advance(1);
        _queue.Sweep();
        Assert.Equal(Zhang, Assert.IsType<QueueNotice.Offered>(Assert.Single(_told)).Agent);
    }

    [Fact]
    public void A_group_that_nobody_signed_in_belongs_to_keeps_nobody_waiting()
    {
        Assert.Equal(Zhang, Assert.IsType<QueueNotice.Offered>(Call("tax")).Agent);
        Assert.Equal(Li, Assert.IsType<QueueNotice.Offered>(Call(null)).Agent);
    }

    [Fact]
    public void When_the_last_of_them_signs_out_the_others_are_asked_at_once()
    {
        _seats.Skills.Set(Li, [new("tax", 1)]);
        _seats.NotReady(Li, "meal");
        Assert.Null(Call("tax"));
        _seats.SignOut(Li);
        _queue.Sweep();
        Assert.Equal(Zhang, Assert.IsType<QueueNotice.Offered>(Assert.Single(_told)).Agent);
    }

    private QueueNotice? Call(string? group)
    {
        _told.Clear();
        _queue.Enqueue(new QueueRequest(CallId.New()) { Line = "12366", SkillGroup = group }, _told.Add);
        return _told.SingleOrDefault();
    }

    public void Dispose() => _seats.Dispose();
}
