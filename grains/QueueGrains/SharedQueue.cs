using Hotline.Telephony;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Neighbours;
using Hotline.Telephony.Queues;

namespace Hotline.QueueGrains;

/// <summary>One queue of the city as its nodes report it, and who of the waiting is to go to which node's agent. Without threads or messages.</summary>
internal sealed class SharedQueue(QueueOptions options, TimeSpan grantedFor, int? callsPerHour)
{
    /// <summary>A node that has said nothing for so long is gone.</summary>
    internal static readonly TimeSpan GoneAfter = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, (QueueReport Report, DateTimeOffset At)> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<CallId, Grant> _granted = [];
    private AgentId? _last;

    internal void Tell(QueueReport report, DateTimeOffset now) => _nodes[report.Node] = (report, now);

    internal void Leave(string node) => _nodes.Remove(node);

    /// <summary>What a node is told: how it stands at the others.</summary>
    internal IReadOnlyList<QueueReport> Others(string node, DateTimeOffset now) => [.. Alive(now).Where(r => r.Node != node)];

    /// <summary>
    /// Whoever has waited longest comes first, wherever that is; who suits an agent of their own node is left to that node. A grant holds the call
    /// and the agent until it has <see cref="Ended"/>, or lapses.
    /// </summary>
    internal IReadOnlyList<Grant> Match(DateTimeOffset now)
    {
        foreach (var late in _granted.Where(g => g.Value.Until <= now).ToList()) _granted.Remove(late.Key);
        var nodes = Alive(now);
        var idle = nodes.SelectMany(r => r.Idle.Select(i => (Agent: i, r.Node))).GroupBy(i => i.Agent.Agent).Where(g => g.Count() == 1).Select(g => g.First())
            .Where(i => _granted.Values.All(g => g.Agent != i.Agent.Agent)).ToList();
        var grants = new List<Grant>();
        foreach (var (node, head) in nodes.SelectMany(r => r.Heads.Select(h => (r.Node, Head: h))).OrderBy(h => h.Head.In(options), new WaitingOrder(now)))
        {
            if (head.Asked || _granted.ContainsKey(head.Call)) continue;
            var choice = head.Choice(options, now, callsPerHour);
            var own = choice.Choose(idle.Where(i => i.Node == node).Select(i => i.Agent), _last);
            if ((own ?? choice.Choose(idle.Select(i => i.Agent), _last)) is not var (agent, _)) continue;
            var at = idle.First(i => i.Agent.Agent == agent).Node;
            idle.RemoveAll(i => i.Agent.Agent == agent);
            if (own is null) grants.Add(_granted[head.Call] = new(head.Call, node, agent, at, now + grantedFor));
        }

        if (grants.Count > 0) _last = grants[^1].Agent;
        return grants;
    }

    internal void Ended(CallId call) => _granted.Remove(call);

    private List<QueueReport> Alive(DateTimeOffset now) => [.. _nodes.Values.Where(n => now - n.At < GoneAfter).Select(n => n.Report)];
}

/// <summary>A call of one node may ring at an agent of another.</summary>
internal sealed record Grant(CallId Call, string From, AgentId Agent, string To, DateTimeOffset Until);
