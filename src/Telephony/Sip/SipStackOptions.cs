using System.Net;
using Hotline.Telephony.Sip.Registration;
using Hotline.Telephony.Sip.Trunks;

namespace Hotline.Telephony.Sip;

/// <summary>What a <see cref="SipStack"/> binds to and how much it takes on.</summary>
public sealed record SipStackOptions
{
    /// <summary>The address UDP, TCP and TLS bind to; 0.0.0.0 or :: for every one of that family.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>What Via and Contact say instead of <see cref="Address"/>; needed where that is 0.0.0.0 or behind NAT.</summary>
    public IPAddress? AnnouncedAddress { get; init; }

    /// <summary>Further addresses, for example an IPv6 one beside an IPv4 one; the ports are the same everywhere.</summary>
    public IReadOnlyList<ListenAddress> MoreAddresses { get; init; } = [];

    /// <summary>UDP and TCP port (RFC 3261 section 18); 0 takes one that is free on both.</summary>
    public int Port { get; init; } = 5060;

    /// <summary>TLS port (RFC 3261 section 26.2), 5061 by custom; 0 takes a free one. Null: TLS is spoken to others but not listened for.</summary>
    public int? TlsPort { get; init; }

    /// <summary>Our certificate, and whom we trust.</summary>
    public SipTls Tls { get; init; } = new();

    /// <summary>Agents' phones that may register; without any, REGISTER is refused.</summary>
    public RegistrarOptions Phones { get; init; } = new();

    /// <summary>Carriers' and partners' lines.</summary>
    public IReadOnlyList<TrunkOptions> Trunks { get; init; } = [];

    /// <summary>Who is asked for the servers of a trunk's name (SRV); empty for the machine's own name servers.</summary>
    public IReadOnlyList<IPEndPoint> NameServers { get; init; } = [];

    /// <summary>More calls than this at once, either way, are answered 503 with Retry-After (RFC 3261 section 21.5.4).</summary>
    public int MaxCalls { get; init; } = 1000;

    /// <summary>INVITEs a second from one address before the rest are answered 503, and unread above twice as many; 0 sets no limit.</summary>
    public int MaxInvitesPerSecondPerSource { get; init; } = 1500;

    /// <summary>The Retry-After of our 503.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A TCP or TLS connection without traffic is closed after this.</summary>
    public TimeSpan TcpIdle { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Connections open at once; the next ones are closed at once.</summary>
    public int MaxConnections { get; init; } = 1000;

    /// <summary>How long a stopping stack waits for the answers to its BYEs.</summary>
    public TimeSpan Farewell { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>会话定时: the interval we ask for (RFC 4028 section 4); zero asks for none, but a peer that wants one gets it.</summary>
    public TimeSpan SessionExpires { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>A peer that asks for less is answered 422 (RFC 4028 section 5). At least 90 s.</summary>
    public TimeSpan MinSessionExpires { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>信令跟踪: the newest messages kept in memory to be looked at, about 1 kB each; 0 keeps none.</summary>
    public int TracedMessages { get; init; } = 8192;

    /// <summary>The Server and User-Agent header (RFC 3261 sections 20.35 and 20.41).</summary>
    public string UserAgent { get; init; } = "Hotline";

    internal IEnumerable<ListenAddress> ListenAddresses => [new(Address, AnnouncedAddress), .. MoreAddresses];
}

/// <summary>An address to listen at.</summary>
/// <param name="Announced">What Via and Contact say instead; needed where <paramref name="Bind"/> is 0.0.0.0, :: or behind NAT.</param>
public sealed record ListenAddress(IPAddress Bind, IPAddress? Announced = null)
{
    internal IPAddress Reached => Announced ?? Bind;
}
