using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Hotline.Bench;

/// <summary>
/// One call's audio, both ways: 20 ms frames of A-law out, and of what comes in the losses, the gaps and the jitter
/// (RFC 3550 A.8), measured at the moment of reading.
/// </summary>
internal sealed class RtpStream : IDisposable
{
    internal const int FrameMilliseconds = 20;
    private const int Header = 12, Samples = 160;
    private static readonly TimeSpan LongGap = TimeSpan.FromMilliseconds(60);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte[] _frame = new byte[Header + Samples];
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _reading;
    private EndPoint? _remote;
    private ushort _sequence;
    private long _lastArrival, _lastTransit;
    private int _expected = -1;

    internal RtpStream(IPAddress local)
    {
        _socket.Bind(new IPEndPoint(local, 0));
        _frame[0] = 0x80;
        _frame[1] = 8; // PCMA
        Random.Shared.NextBytes(_frame.AsSpan(8, 4));
        _frame.AsSpan(Header).Fill(0xd5); // silence
        for (var i = 0; i < Samples; i += 8) _frame.AsSpan(Header + i, 4).Fill(0x85); // a tone of 1 kHz
        _reading = ReadAsync();
    }

    internal int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;
    internal long Received { get; private set; }
    internal long Lost { get; private set; }
    internal long Gaps { get; private set; }
    internal double WorstGap { get; private set; }

    /// <summary>Milliseconds.</summary>
    internal double Jitter { get; private set; }

    internal void SendTo(IPEndPoint remote) => _remote = remote;

    /// <summary>One frame; nothing before the other side is known.</summary>
    internal void SendFrame()
    {
        if (_remote is not { } remote) return;
        BinaryPrimitives.WriteUInt16BigEndian(_frame.AsSpan(2), ++_sequence);
        BinaryPrimitives.WriteUInt32BigEndian(_frame.AsSpan(4), (uint)(_sequence * Samples));
        try { _socket.SendTo(_frame, remote); }
        catch (SocketException) { _remote = null; } // the other side has closed its port
    }

    private async Task ReadAsync()
    {
        var packet = new byte[2048];
        try
        {
            while (true)
            {
                var read = await _socket.ReceiveFromAsync(packet, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), _closing.Token);
                if (read.ReceivedBytes > Header) Measure(packet, Stopwatch.GetTimestamp());
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException) { }
    }

    private void Measure(ReadOnlySpan<byte> packet, long now)
    {
        var (sequence, timestamp) = (BinaryPrimitives.ReadUInt16BigEndian(packet[2..]), BinaryPrimitives.ReadUInt32BigEndian(packet[4..]));
        if (_expected >= 0 && (ushort)(sequence - _expected) is > 0 and < 1000 and var missing) Lost += missing;
        _expected = (ushort)(sequence + 1);
        var transit = (long)(Stopwatch.GetElapsedTime(0, now).TotalMilliseconds * 8) - timestamp;
        if (Received++ > 0)
        {
            var gap = Stopwatch.GetElapsedTime(_lastArrival, now);
            if (gap > LongGap) Gaps++;
            WorstGap = Math.Max(WorstGap, gap.TotalMilliseconds);
            var moved = Math.Abs(transit - _lastTransit) / 8.0;
            if (moved < 1000) Jitter += (moved - Jitter) / 16; // a new talk spurt or source begins with another timestamp
        }
        (_lastArrival, _lastTransit) = (now, transit);
    }

    public void Dispose()
    {
        _closing.Cancel();
        _socket.Dispose();
        _closing.Dispose();
    }
}
