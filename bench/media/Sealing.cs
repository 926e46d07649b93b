using System.Diagnostics;
using Hotline.Telephony.Media;

namespace Hotline.Media.Bench;

/// <summary>What SRTP costs a packet of 160 bytes: sealed and opened again, on one thread.</summary>
internal static class Sealing
{
    private const int Packets = 300_000;

    internal static void Run()
    {
        var key = SrtpKey.New(SrtpSuite.Sha1Tag80);
        using var sender = new SrtpSender(key);
        using var receiver = new SrtpReceiver(key);
        var packet = new byte[200];
        Repeat(sender, receiver, packet, Packets / 10);
        var (before, clock) = (Used.Of(null), Stopwatch.StartNew());
        var opened = Repeat(sender, receiver, packet, Packets);
        var used = (Used.Of(null) - before).All;
        Console.WriteLine(FormattableString.Invariant($"{opened} of {Packets} packets sealed and opened: {used.TotalMicroseconds / Packets:F2} µs CPU for both, {clock.Elapsed.TotalMicroseconds / Packets:F2} µs elapsed"));
    }

    private static int Repeat(SrtpSender sender, SrtpReceiver receiver, byte[] packet, int times)
    {
        var opened = 0;
        for (var n = 0; n < times; n++)
        {
            RtpPacket.WriteHeader(packet, marker: false, 8, (ushort)_sequence++, 0, 1);
            if (receiver.TryOpen(packet.AsSpan(0, sender.Protect(packet, 172)), out _)) opened++;
        }

        return opened;
    }

    private static int _sequence = 1;
}
