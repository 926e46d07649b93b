using System.Net;
using System.Net.Sockets;

namespace Hotline.Telephony.Sip.Dialogs;

/// <summary>Whether a peer's Contact can be believed: behind NAT it names an address that only the peer itself can reach.</summary>
internal static class Reachability
{
    /// <param name="observed">Where the peer's messages come from.</param>
    internal static bool IsReachable(IPAddress named, IPAddress observed)
    {
        if (named.Equals(observed)) return true;
        if (named.Equals(IPAddress.Any) || named.Equals(IPAddress.IPv6Any) || named.AddressFamily != observed.AddressFamily) return false;
        return !IsLocal(named) || IsLocal(observed) && IPAddress.IsLoopback(named) == IPAddress.IsLoopback(observed);
    }

    /// <summary>RFC 1918, RFC 6598, loopback and link-local; RFC 4193 for IPv6.</summary>
    private static bool IsLocal(IPAddress address)
    {
        if (IPAddress.IsLoopback(address)) return true;
        if (address.AddressFamily == AddressFamily.InterNetworkV6) return address.IsIPv6UniqueLocal || address.IsIPv6LinkLocal;

        Span<byte> b = stackalloc byte[4];
        _ = address.TryWriteBytes(b, out _);
        return b[0] == 10
            || (b[0] == 172 && b[1] is >= 16 and < 32)
            || (b[0] == 192 && b[1] == 168)
            || (b[0] == 100 && b[1] is >= 64 and < 128)
            || (b[0] == 169 && b[1] == 254);
    }
}
