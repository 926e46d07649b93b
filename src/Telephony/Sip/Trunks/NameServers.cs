using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Hotline.Telephony.Sip.Trunks;

/// <summary>Asks name servers for SRV records over UDP, which .NET has no call for. Nobody who answers counts as nothing found.</summary>
/// <param name="servers">Empty for those of the machine.</param>
internal sealed class NameServers(IReadOnlyList<IPEndPoint> servers, TimeProvider clock)
{
    private const int Port = 53;
    private const int LargestAnswer = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <param name="name">_sip._udp.example.com</param>
    internal async Task<IReadOnlyList<ServiceRecord>> FindAsync(string name)
    {
        foreach (var server in servers.Count > 0 ? servers : OfMachine())
        {
            try
            {
                if (await AskAsync(server, name) is { } found) return found;
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ArgumentException)
            {
                // The next one may answer; a name that is none has no servers
            }
        }

        return [];
    }

    private async Task<IReadOnlyList<ServiceRecord>?> AskAsync(IPEndPoint server, string name)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, patience.Token); // answers of others are not even seen
        var id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue);
        await socket.SendAsync(ServiceRecord.Question(id, name), patience.Token);
        var answer = new byte[LargestAnswer];
        return ServiceRecord.Read(answer.AsSpan(0, await socket.ReceiveAsync(answer, patience.Token)), id);
    }

    private static IReadOnlyList<IPEndPoint> OfMachine()
    {
        try
        {
            return [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().DnsAddresses).Distinct().Select(address => new IPEndPoint(address, Port))];
        }
        catch (NetworkInformationException)
        {
            return [];
        }
    }
}
