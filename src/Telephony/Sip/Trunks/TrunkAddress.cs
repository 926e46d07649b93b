using System.Net;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Transport;

namespace Hotline.Telephony.Sip.Trunks;

/// <summary>One way into a trunk, as it is now. On the signalling loop, but for <see cref="Serve"/>.</summary>
/// <param name="server">One of the servers that the address' name has in DNS; null for the address as it is configured.</param>
internal sealed class TrunkAddress(TrunkOptions.Address options, ServiceRecord? server = null)
{
    private volatile IReadOnlyList<TrunkAddress> _servers = [];

    internal SipUri Uri { get; } = SipUri.Parse(options.Uri);

    /// <summary>What a call may be sent to: itself, or the servers of its name.</summary>
    internal IReadOnlyList<TrunkAddress> Ways => _servers is { Count: > 0 } servers ? servers : [this];

    /// <summary>Where its servers stand in DNS (RFC 3263 section 4.2); null where a port or an address says all that is needed.</summary>
    internal string? ServiceName => server is not null || Uri.Port != 0 || IPAddress.TryParse(Uri.Host, out _) ? null : Uri.Protocol() switch
    {
        SipProtocol.Udp => $"_sip._udp.{Uri.Host}",
        SipProtocol.Tcp => $"_sip._tcp.{Uri.Host}",
        _ => $"_sips._tcp.{Uri.Host}",
    };

    internal string Host => server?.Host ?? Uri.Host;

    internal int Port => server?.Port ?? Uri.PortOrDefault();

    /// <summary>Ours first, then that of DNS.</summary>
    internal (int Ours, int Theirs) Priority => (options.Priority, server?.Priority ?? 0);

    internal int Weight => Math.Max(1, server?.Weight ?? options.Weight);

    /// <summary>Its name has these servers now; those that stay keep their state, and their address where only their rank changed. Not twice at once.</summary>
    internal void Serve(IReadOnlyList<ServiceRecord> records)
    {
        var before = _servers;
        _servers = [.. records.Select(r => before.FirstOrDefault(s => s.IsServer(r))
            ?? new(options, r) { At = before.FirstOrDefault(s => s.Host == r.Host && s.Port == r.Port)?.At })];
    }

    private bool IsServer(ServiceRecord record) => server == record;

    /// <summary>Null until its name is resolved.</summary>
    internal IPEndPoint? At { get; set; }

    /// <summary>It counts as up until it shows otherwise.</summary>
    internal bool IsUp { get; private set; } = true;

    internal int LastStatus { get; private set; }

    /// <summary>Any answer but 503 shows that somebody is there; 408 stands for silence.</summary>
    internal bool Saw(int status)
    {
        var was = IsUp;
        (LastStatus, IsUp) = (status, status is not (408 or 503));
        return was != IsUp;
    }

    /// <summary>The same number at this address.</summary>
    internal SipUri Target(string number)
    {
        var host = Uri.Host.Contains(':', StringComparison.Ordinal) ? $"[{Uri.Host}]" : Uri.Host;
        var port = Uri.Port == 0 ? "" : FormattableString.Invariant($":{Uri.Port}");
        var transport = Uri.Scheme == "sips" ? "" : Uri.Protocol().UriParameter();
        return SipUri.Parse($"{Uri.Scheme}:{System.Uri.EscapeDataString(number)}@{host}{port}{transport}");
    }

    internal TrunkAddressStatus Status => new(server is null ? Uri.Text : FormattableString.Invariant($"{Uri.Text} ({Host}:{Port})"), IsUp, LastStatus);
}
