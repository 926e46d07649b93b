using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Hotline.Media.Bench;

/// <summary>
/// All the callers: every leg gets a packet each 20 ms, the legs spread over ten moments in it, and what comes back is metered.
/// A few sockets serve all legs; the engine's port tells them apart.
/// </summary>
internal sealed class Generator
{
    internal const int Sockets = 40;
    private const int Slots = 10;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(2);

    /// <summary>What the callers heard. Gaps are longer than 60 ms; jitter is RFC 3550's, in ms.</summary>
    internal sealed record Heard(long Packets, long Lost, long Gaps, double MeanJitter, double MaxJitter);

    private sealed class Caller
    {
        internal required SocketAddress Leg { get; init; }
        internal ushort Sequence { get; set; }
        internal uint Timestamp { get; set; }
        internal ushort LastHeard { get; set; }
        internal double LastAt { get; set; }
        internal double LastTransit { get; set; }
        internal double Jitter { get; set; }
        internal long Packets { get; set; }
        internal long Lost { get; set; }
        internal long Gaps { get; set; }
    }

    private readonly Socket[] _sockets;
    private readonly Caller[] _callers;
    private readonly Dictionary<int, Caller> _byPort = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly byte[] _packet = new byte[172];
    private readonly byte[] _received = new byte[2048];
    private readonly SocketAddress _source = new(AddressFamily.InterNetwork);

    private Generator(int firstPort, int[] legs)
    {
        _sockets = [.. Enumerable.Range(firstPort, Sockets).Select(Bind)];
        _callers = [.. legs.Select(port => new Caller { Leg = new IPEndPoint(IPAddress.Loopback, port).Serialize() })];
        for (var i = 0; i < legs.Length; i++) _byPort[legs[i]] = _callers[i];
        (_packet[0], _packet[1]) = (0x80, 8);
    }

    /// <summary>Standard input: the legs' ports; then "measure", then "stop". Standard output: one line of JSON.</summary>
    internal static void Run(int firstPort)
    {
        var generator = new Generator(firstPort, [.. Console.ReadLine()!.Split(',').Select(int.Parse)]);
        var (measure, stop) = (false, false);
        var commands = new Thread(() =>
        {
            Console.ReadLine();
            Volatile.Write(ref measure, true);
            Console.ReadLine();
            Volatile.Write(ref stop, true);
        });
        commands.Start();
        for (var step = 0; !Volatile.Read(ref stop); step++)
        {
            if (measure)
            {
                generator.Forget();
                measure = false;
            }

            generator.Advance(step);
        }

        Console.WriteLine(JsonSerializer.Serialize(generator.Sum()));
    }

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false, ReceiveBufferSize = 4 << 20 };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private void Advance(int step)
    {
        var wait = (step * Step) - _clock.Elapsed;
        if (wait > TimeSpan.Zero) Thread.Sleep(wait);
        for (var i = step % Slots; i < _callers.Length; i += Slots) Say(i);
        foreach (var socket in _sockets) Listen(socket);
    }

    private void Say(int index)
    {
        var caller = _callers[index];
        BinaryPrimitives.WriteUInt16BigEndian(_packet.AsSpan(2), caller.Sequence++);
        BinaryPrimitives.WriteUInt32BigEndian(_packet.AsSpan(4), caller.Timestamp += 160);
        BinaryPrimitives.WriteInt32BigEndian(_packet.AsSpan(8), index + 1);
        _packet.AsSpan(12).Fill((byte)(index + caller.Sequence));
        _sockets[index % Sockets].SendTo(_packet, SocketFlags.None, caller.Leg);
    }

    private void Listen(Socket socket)
    {
        while (socket.Available > 0)
        {
            var length = socket.ReceiveFrom(_received, SocketFlags.None, _source);
            var port = BinaryPrimitives.ReadUInt16BigEndian(_source.Buffer.Span[2..]);
            if (length == 172 && _byPort.TryGetValue(port, out var caller)) Meter(caller);
        }
    }

    private void Meter(Caller caller)
    {
        var now = _clock.Elapsed.TotalMilliseconds;
        var sequence = BinaryPrimitives.ReadUInt16BigEndian(_received.AsSpan(2));
        var transit = now - (BinaryPrimitives.ReadUInt32BigEndian(_received.AsSpan(4)) / 8.0);
        if (caller.Packets++ > 0)
        {
            caller.Lost += (ushort)(sequence - caller.LastHeard) - 1;
            if (now - caller.LastAt > 60) caller.Gaps++;
            caller.Jitter += (Math.Abs(transit - caller.LastTransit) - caller.Jitter) / 16;
        }

        (caller.LastHeard, caller.LastAt, caller.LastTransit) = (sequence, now, transit);
    }

    private void Forget()
    {
        foreach (var caller in _callers) (caller.Packets, caller.Lost, caller.Gaps, caller.Jitter) = (0, 0, 0, 0);
    }

    private Heard Sum() => new(
        _callers.Sum(c => c.Packets), _callers.Sum(c => c.Lost), _callers.Sum(c => c.Gaps), _callers.Average(c => c.Jitter), _callers.Max(c => c.Jitter));
}
