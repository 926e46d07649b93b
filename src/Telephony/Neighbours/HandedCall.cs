namespace Hotline.Telephony.Neighbours;

/// <summary>Where a waiting call is to go: an agent of another node (跨节点转接).</summary>
/// <param name="Address">The node's SIP address, host:port.</param>
public sealed record HandOver(CallId Call, string Node, string Address, AgentId Agent);

/// <summary>What the node that gets a waiting call is told beforehand. The caller's number comes with the call itself.</summary>
/// <param name="Token">The INVITE shows it, once.</param>
/// <param name="Call">What the call is there.</param>
/// <param name="From">The node where the citizen's telephone is.</param>
/// <param name="First">What the call is at that node.</param>
/// <param name="Queue">Whose caller it is.</param>
/// <param name="Since">Since when the citizen waits.</param>
/// <param name="RingFor">The agent has this long to answer.</param>
/// <param name="Flags">标记</param>
/// <param name="Chosen">导航选择</param>
public sealed record HandedCall(
    string Token, CallId Call, string From, CallId First, string Queue, AgentId Agent, DateTimeOffset Since, TimeSpan RingFor, IReadOnlyList<string> Flags, string? Chosen);

/// <summary>The same citizen's call at another node.</summary>
/// <param name="WaitingSince">Since when the citizen waits, there and here.</param>
public sealed record CallElsewhere(string Node, CallId Call, DateTimeOffset WaitingSince);
