using System.Net;

namespace Hotline.Grains;

/// <summary>The section "Grains" of the settings.</summary>
public sealed class GrainsOptions
{
    /// <summary>Hosts of one name on one database are one cluster.</summary>
    public string Cluster { get; set; } = "hotline";

    /// <summary>Where the other hosts reach this one. Tickets pass here unsealed and unasked: an address of the inner network alone.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>TCP.</summary>
    public int Port { get; set; } = 11111;

    /// <summary>host:port where the other hosts' waiting calls reach this one by SIP; <see cref="Address"/> and the port of Telephony where null.</summary>
    public string? Sip { get; set; }

    /// <exception cref="InvalidOperationException">Names the setting and the fix.</exception>
    internal IPAddress Reachable => IPAddress.TryParse(Address, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
        ? address
        : throw new InvalidOperationException($"Grains:Address is \"{Address}\"; give the one address of this host that the other hosts reach, such as 10.0.0.11.");

    /// <exception cref="InvalidOperationException">Names the setting and the fix.</exception>
    internal string? SipReachable => Sip is null || (Uri.TryCreate($"sip://{Sip}", UriKind.Absolute, out var uri) && uri is { Host.Length: > 0, Port: > 0, UserInfo: "", PathAndQuery: "" or "/" })
        ? Sip
        : throw new InvalidOperationException($"Grains:Sip is \"{Sip}\"; give host:port where the other hosts reach this one's SIP, such as 10.0.0.11:5060, or leave it out.");
}
