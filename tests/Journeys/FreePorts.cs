using System.Net;
using System.Net.Sockets;

namespace Hotline.Journeys;

/// <summary>Ports on 127.0.0.1 that nobody uses at this moment.</summary>
internal static class FreePorts
{
    internal static int Tcp()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Free for UDP and for TCP, as SIP wants it.</summary>
    internal static int Sip()
    {
        while (true)
        {
            using var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
            var port = ((IPEndPoint)udp.Client.LocalEndPoint!).Port;
            try
            {
                using var tcp = new TcpListener(IPAddress.Loopback, port);
                tcp.Start();
                return port;
            }
            catch (SocketException)
            {
                // taken for TCP: try the next one
            }
        }
    }
}
