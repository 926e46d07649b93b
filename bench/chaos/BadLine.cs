using System.Net;
using System.Net.Sockets;

namespace Hotline.Bench.Chaos;

/// <summary>Decides of each datagram whether it is lost, late or doubled. For one thread.</summary>
internal sealed class BadLine(ChaosPlan plan, Random random)
{
    private List<(byte[] Datagram, Socket From, int Port)> _held = [];

    internal long Passed { get; private set; }
    internal long Lost { get; private set; }
    internal long Late { get; private set; }
    internal long Twice { get; private set; }

    internal void Send(byte[] datagram, Socket from, int port)
    {
        var luck = random.NextDouble();
        if (luck < plan.Loss)
        {
            Lost++;
        }
        else if (luck < plan.Loss + plan.Late)
        {
            Late++;
            _held.Add((datagram, from, port));
        }
        else
        {
            Pass(datagram, from, port);
            if (random.NextDouble() >= plan.Twice) return;
            Twice++;
            Pass(datagram, from, port);
        }
    }

    /// <summary>What was held goes out now, after what has overtaken it.</summary>
    internal void Deliver()
    {
        var (held, until) = (_held, random.NextDouble());
        _held = [];
        foreach (var one in held)
        {
            if (random.NextDouble() < until) _held.Add(one);
            else Pass(one.Datagram, one.From, one.Port);
        }
    }

    private void Pass(byte[] datagram, Socket from, int port)
    {
        try
        {
            from.SendTo(datagram, new IPEndPoint(IPAddress.Loopback, port));
            Passed++;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // its call has just ended
        }
    }
}
