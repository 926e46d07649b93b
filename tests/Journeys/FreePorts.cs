using System.Net;
using System.Net.Sockets;

namespace Hotline.Journeys;

/// <summary>
/// Ports on 127.0.0.1 that nobody uses at this moment. They lie below the range the kernel hands out by itself (32768 and up on
/// Linux), and none is given twice, so that no socket of this run takes one before its program listens.
/// </summary>
internal static class FreePorts
{
    private const int First = 12000, Count = 6000;

    private static int _given = Random.Shared.Next(Count);

    /// <summary>Free for UDP and for TCP, as SIP wants it.</summary>
    internal static int Next()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _given) % Count);
            try
            {
                using var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, port));
                using var tcp = new TcpListener(IPAddress.Loopback, port);
                tcp.Start();
                return port;
            }
            catch (SocketException)
            {
                // taken: try the next one
            }
        }
    }
}
