using Hotline.Telephony.Blocking;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Tests.Queues;

namespace Hotline.Telephony.Tests.Blocking;

public sealed class BlacklistTests
{
    private const string Number = "13800000001";
    private static readonly AgentId Agent = new("1001");
    private static readonly AgentId Supervisor = new("2001");
    private readonly SetClock _clock = new();
    private readonly List<LogEntry> _written = [];
    private readonly Blacklist _list;

    public BlacklistTests() => _list = new(_written.Add, new() { NeverBlocked = ["110", "0571110*"] }, _clock);

    [Fact]
    public void A_proposal_blocks_nobody_until_somebody_else_approves_it_and_time_ends_it()
    {
        Assert.Null(_list.Propose("+86 138 0000 0001", "多次辱骂", Agent));
        Assert.False(_list.TurnsAway(Number));
        var id = _list.Entries[0].Id;
        Assert.Equal(Blacklist.OwnProposal, _list.Decide(id, Agent, "同意", TimeSpan.FromDays(1)));
        Assert.Null(_list.Decide(id, Supervisor, "同意", TimeSpan.FromDays(1)));

        Assert.True(_list.TurnsAway("0086" + Number));
        Assert.Equal(1, _list.Entries[0].Hits);
        _clock.Advance(24 * 3600);
        Assert.False(_list.TurnsAway(Number));
    }

    [Fact]
    public void A_rejected_or_lifted_number_is_served()
    {
        _list.Propose(Number, "多次辱骂", Agent);
        Assert.Null(_list.Decide(_list.Entries[0].Id, Supervisor, "证据不足", blockFor: null));
        Assert.False(_list.TurnsAway(Number));

        _list.Propose(Number, "多次辱骂", Agent);
        var id = _list.Entries[0].Id;
        _list.Decide(id, Supervisor, "同意", TimeSpan.FromDays(7));
        Assert.Null(_list.Lift(id, Supervisor, "已致歉"));
        Assert.False(_list.TurnsAway(Number));
        Assert.Equal(5, _written.Count);
    }

    [Theory]
    [InlineData("110")]
    [InlineData("057111022")]
    public void Police_and_regulators_can_never_be_blocked(string number) => Assert.Equal(Blacklist.Protected, _list.Propose(number, "误报", Agent));

    [Fact]
    public void No_approval_is_for_ever()
    {
        _list.Propose(Number, "多次辱骂", Agent);
        _list.Decide(_list.Entries[0].Id, Supervisor, "同意", TimeSpan.FromDays(3650));
        Assert.Equal(_clock.GetUtcNow().AddDays(90), _list.Entries[0].Until);
    }
}
