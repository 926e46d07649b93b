using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Hotline.Telephony.Media;

/// <summary>Every RTP port of the pool is in use or resting; the call must be refused (503).</summary>
public sealed class PortsExhaustedException : Exception
{
    public PortsExhaustedException() { }
    public PortsExhaustedException(string message) : base(message) { }
    public PortsExhaustedException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>An even port for RTP and the odd one above it for RTCP, bound.</summary>
internal sealed record PortPair(Socket Rtp, Socket Rtcp, int Port);

/// <summary>Our own UDP ports, taken in turn, so that a port rests as long as it can. Ports that another program holds are passed over.</summary>
internal sealed class PortPool(IPAddress address, int first, int last, TimeSpan quarantine, TimeProvider clock)
{
    private readonly ConcurrentQueue<int> _free = new(Enumerable.Range(first, Math.Max(0, last - first + 1)).Where(port => port % 2 == 0 && port < last));
    private readonly ConcurrentQueue<(int Port, long ClosedAt)> _resting = new();
    private readonly Lock _wakingUp = new();

    internal IPAddress Address => address;

    /// <summary>Share of the ports that are not free, 0 to 1.</summary>
    internal double Usage => 1 - (_free.Count / (double)Math.Max(1, (last - first + 1) / 2));

    internal PortPair Take()
    {
        WakeUp();
        for (var tries = _free.Count; tries > 0 && _free.TryDequeue(out var port); tries--)
        {
            PortPair? pair = null;
            try
            {
                pair = TryBind(port);
            }
            finally
            {
                if (pair is null) _free.Enqueue(port);
            }

            if (pair is not null) return pair;
        }

        throw new PortsExhaustedException($"No RTP port is free between {first} and {last}; widen the range or lower the number of calls.");
    }

    internal void Release(PortPair pair)
    {
        pair.Rtp.Dispose();
        pair.Rtcp.Dispose();
        _resting.Enqueue((pair.Port, clock.GetTimestamp()));
    }

    private void WakeUp()
    {
        lock (_wakingUp)
        {
            while (_resting.TryPeek(out var rested) && clock.GetElapsedTime(rested.ClosedAt) >= quarantine && _resting.TryDequeue(out rested)) _free.Enqueue(rested.Port);
        }
    }

    private PortPair? TryBind(int port)
    {
        if (TryBindOne(port) is not { } rtp) return null;
        Socket? rtcp = null;
        try
        {
            rtcp = TryBindOne(port + 1);
        }
        finally
        {
            if (rtcp is null) rtp.Dispose();
        }

        return rtcp is null ? null : new PortPair(rtp, rtcp, port);
    }

    /// <summary>Expedited forwarding (RFC 4594 section 4.1).</summary>
    private static void Expedite(Socket socket)
    {
        const int Expedited = 46 << 2, Linux6 = 41, LinuxTrafficClass = 67;
        if (socket.AddressFamily == AddressFamily.InterNetwork)
        {
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.TypeOfService, Expedited);
            // far below any MTU; a packet that may not be cut needs no identification, which costs the kernel a lock
            socket.DontFragment = true;
        }
        else
        {
            socket.DualMode = false;
            if (OperatingSystem.IsLinux()) socket.SetRawSocketOption(Linux6, LinuxTrafficClass, BitConverter.GetBytes(Expedited));
        }
    }

    private Socket? TryBindOne(int port)
    {
        var socket = NewSocket();
        try
        {
            Expedite(socket);
            socket.Bind(new IPEndPoint(address, port));
            return socket;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            socket.Dispose();
            return null;
        }
    }

    private Socket NewSocket()
    {
        try
        {
            return new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.TooManyOpenSockets)
        {
            throw new PortsExhaustedException("This process may open no more files: raise its limit (ulimit -n, LimitNOFILE=) to two for each call and some for the rest.", e);
        }
    }
}
