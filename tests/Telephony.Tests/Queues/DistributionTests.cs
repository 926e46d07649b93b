using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Tests.Queues;

/// <summary>Six calls to three agents under each strategy: the order that happens is the order that was predicted and printed.</summary>
public sealed class DistributionTests
{
    private static readonly DateTimeOffset Nine = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    // ready since, talked today, in the order 1001, 1002, 1003; each call keeps its agent for the given minutes
    private static readonly (string Agent, int ReadyFor, int Talked, int Handling)[] Agents = [("1001", 1, 30, 4), ("1002", 9, 50, 2), ("1003", 5, 10, 3)];

    [Theory]
    [InlineData(Distribution.LongestIdle, "1002 1003 1001 1002 1003 1001")]
    [InlineData(Distribution.LeastBusy, "1003 1003 1003 1003 1003 1003")]
    [InlineData(Distribution.RoundRobin, "1001 1002 1003 1001 1002 1003")]
    [InlineData(Distribution.TopDown, "1002 1002 1002 1002 1002 1002")]
    public void One_call_after_the_other(Distribution how, string predicted)
    {
        var (now, last, asked) = (Nine, (AgentId?)null, new List<string>());
        var idle = Agents.ToDictionary(a => a.Agent, a => new IdleAgent(new(a.Agent), Nine.AddMinutes(-a.ReadyFor), TimeSpan.FromMinutes(a.Talked), 0, new Dictionary<string, int>()));
        for (var call = 0; call < 6; call++)
        {
            var next = how.Order(idle.Values, last, ["1002", "1003", "1001"])[0];
            var minutes = Agents.Single(a => a.Agent == next.Agent.Value).Handling;
            now = now.AddMinutes(minutes);
            idle[next.Agent.Value] = next with { ReadySince = now, TalkedToday = next.TalkedToday + TimeSpan.FromMinutes(minutes) };
            last = next.Agent;
            asked.Add(next.Agent.Value);
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{how}: predicted {predicted}, asked {string.Join(' ', asked)}");
        Assert.Equal(predicted, string.Join(' ', asked));
    }

    [Theory]
    [InlineData(Distribution.LongestIdle, "1002 1003 1001")]
    [InlineData(Distribution.LeastBusy, "1003 1001 1002")]
    [InlineData(Distribution.RoundRobin, "1003 1001 1002")]
    [InlineData(Distribution.TopDown, "1003 1002 1001")]
    public void Three_calls_at_once(Distribution how, string predicted)
    {
        var idle = Agents.Select(a => new IdleAgent(new(a.Agent), Nine.AddMinutes(-a.ReadyFor), TimeSpan.FromMinutes(a.Talked), 0, new Dictionary<string, int>()));
        Assert.Equal(predicted, string.Join(' ', how.Order(idle, last: new("1002"), ["1003", "1002"]).Select(a => a.Agent.Value)));
    }
}
