using System.Net;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Transport;

namespace Hotline.Telephony.Sip.Registration;

/// <summary>Where an agent's phone is now (RFC 3261 section 10): its contact, and the flow it registered over, by which alone a phone behind NAT is reached.</summary>
public sealed record RegisteredPhone
{
    public required AgentId Agent { get; init; }

    /// <summary>What it says its address is.</summary>
    public required SipUri Contact { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset Expires { get; init; }

    /// <summary>Make and version, as it says.</summary>
    public string UserAgent { get; init; } = "";

    /// <summary>Where its messages come from.</summary>
    public IPEndPoint Source => Flow.Remote;

    public SipProtocol Protocol => Flow.Protocol;

    /// <summary>It answered our last keep-alive.</summary>
    public bool IsReachable { get; init; } = true;

    internal Flow Flow { get; init; } = null!;

    internal string CallId { get; init; } = "";

    internal uint CSeq { get; init; }

    /// <summary>The phone itself and which of its flows this is (RFC 5626 section 4.2); null where it says neither.</summary>
    internal string? Instance { get; init; }

    internal bool IsSame(RegisteredPhone other) =>
        Instance is not null && other.Instance is not null ? Instance == other.Instance : IsSameAddress(Contact, other.Contact);

    /// <summary>RFC 3261 section 19.1.4, as far as contacts differ in practice.</summary>
    private static bool IsSameAddress(SipUri a, SipUri b) =>
        a.Scheme == b.Scheme && a.User == b.User && string.Equals(a.Host, b.Host, StringComparison.OrdinalIgnoreCase) && a.Port == b.Port && a.Protocol() == b.Protocol();
}
