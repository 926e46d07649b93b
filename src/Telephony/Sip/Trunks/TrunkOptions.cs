using Hotline.Telephony.Media;

namespace Hotline.Telephony.Sip.Trunks;

/// <summary>中继: a carrier's or a partner's SIP line.</summary>
public sealed record TrunkOptions
{
    public required string Name { get; init; }

    public IReadOnlyList<Address> Addresses { get; init; } = [];

    /// <summary>Addresses and prefixes (192.0.2.0/24) its calls come from. Once any trunk names some, calls from elsewhere are refused with 403.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Calls at once, both ways together; 0 sets no limit of its own.</summary>
    public int MaxCalls { get; init; }

    /// <summary>The forms of audio that may be spoken there: Pcma, Pcmu, G722, the best first; empty for the usual. The order is what we offer; in an answer the peer's order counts.</summary>
    public IReadOnlyList<AudioCodec> Codecs { get; init; } = [];

    /// <summary>Whether its audio is encrypted: Off, Optional, Required; empty is what the media settings say.</summary>
    public MediaEncryption? Encryption { get; init; }

    /// <summary>Our name there; needed to register and to answer its challenges.</summary>
    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>It wants us to register (RFC 3261 section 10).</summary>
    public bool Registers { get; init; }

    /// <summary>How often an OPTIONS asks each address whether it is there.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    public override string ToString() => Name;

    /// <summary>One way into the trunk.</summary>
    public sealed record Address
    {
        /// <summary>sip:host:port, with ;transport=tcp or ;transport=tls where it is not UDP. A name without a port: its servers, and their order, come from DNS (SRV, RFC 3263).</summary>
        public required string Uri { get; init; }

        /// <summary>Lower ones first.</summary>
        public int Priority { get; init; }

        /// <summary>Share of the calls among those of the same priority.</summary>
        public int Weight { get; init; } = 1;
    }
}
