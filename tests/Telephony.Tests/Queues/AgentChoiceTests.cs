using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Tests.Queues;

public sealed class AgentChoiceTests
{
    private static readonly DateTimeOffset Nine = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly QueueOptions Queue = QueueOptions.Default;

    [Theory]
    [InlineData(29, null)]
    [InlineData(30, "1002")]
    public void A_call_that_needs_level_three_waits_thirty_seconds_for_level_two(int waited, string? agent) =>
        Assert.Equal(agent, Choose(waited, Idle("1002", 2))?.Agent.Value);

    [Theory]
    [InlineData(59, null)]
    [InlineData(60, "1001")]
    public void After_a_minute_anyone_will_do(int waited, string? agent) => Assert.Equal(agent, Choose(waited, Idle("1001", 0))?.Agent.Value);

    [Fact]
    public void No_ring_is_skipped_however_late_somebody_becomes_ready()
    {
        Assert.Equal("1003", Choose(500, Idle("1001", 0), Idle("1002", 2), Idle("1003", 3))?.Agent.Value);
        Assert.Equal("1002", Choose(500, Idle("1001", 0), Idle("1002", 2))?.Agent.Value);
    }

    [Fact]
    public void The_reason_is_told_in_plain_words()
    {
        var why = Choose(32, Idle("1002", 2))!.Value.Why;
        Assert.Equal("dialect:yue 2 级（要求 3 级，已等待 32 秒，放宽到 2 级）；空闲最久（1 人可接）", why.Chinese);
        Assert.Equal("dialect:yue level 2 (needs 3; after 32 s of waiting level 2 will do); ready longest (1 could take it)", why.English);
    }

    [Fact]
    public void Who_has_had_enough_calls_this_hour_is_spared_until_a_caller_has_waited_long()
    {
        var tired = Idle("1001", 5) with { CallsThisHour = 12 };
        Assert.Equal("1002", Choose(0, tired, Idle("1002", 4) with { ReadySince = Nine.AddMinutes(5) })?.Agent.Value);
        Assert.Null(Choose(29, tired));
        Assert.Contains("每小时话务上限", Choose(30, tired)!.Value.Why.Chinese, StringComparison.Ordinal);
    }

    private static (AgentId Agent, OfferReason Why)? Choose(int waited, params IdleAgent[] idle) =>
        new AgentChoice(Queue, [("dialect:yue", 3)], TimeSpan.FromSeconds(waited)) { CallsPerHour = 12 }.Choose(idle, last: null);

    private static IdleAgent Idle(string agent, int level) => new(new(agent), Nine, TimeSpan.Zero, 0, new Dictionary<string, int> { ["dialect:yue"] = level });
}
