using System.Buffers.Binary;
using System.Text;

namespace Hotline.Bench.Fuzz;

/// <summary>Good RTP and RTCP of one stream, to be spoiled: audio, digits, comfort noise, extensions, padding, compound reports.</summary>
internal sealed class RtpSeeds(Random random)
{
    private readonly uint _ssrc = (uint)random.NextInt64(uint.MaxValue);
    private ushort _sequence;
    private uint _timestamp;

    internal byte[] Rtp()
    {
        (_sequence, _timestamp) = ((ushort)(_sequence + 1), _timestamp + 160);
        return random.Next(8) switch
        {
            0 => Packet(101, [(byte)random.Next(17), 0x80, 3, 0x20]),
            1 => Packet(13, [60]),
            2 => Packet(8, [], 0x90), // says that a header extension follows
            3 => [.. Packet(8, new byte[160], 0xA0), 4], // padding
            4 => Packet(9, new byte[160]),
            _ => Packet(8, Noise(160)),
        };
    }

    internal byte[] Rtcp() => random.Next(4) switch
    {
        0 => Report(200, 6, 12),
        1 => [.. Report(201, 1, 1 + 6), .. Report(203, 1, 1)],
        2 => [.. Report(201, 0, 1), .. Description()],
        _ => [.. Report(200, 0, 6), .. Description(), .. Report(204, 1, 2), .. Report(205, 1, 2)],
    };

    private byte[] Packet(byte payloadType, byte[] payload, byte first = 0x80)
    {
        var packet = new byte[12 + payload.Length];
        (packet[0], packet[1]) = (first, (byte)(payloadType | (random.Next(20) == 0 ? 0x80 : 0)));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), _sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), _timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), _ssrc);
        payload.CopyTo(packet, 12);
        return packet;
    }

    /// <param name="count">Of blocks or sources, as the header claims.</param>
    /// <param name="words">32-bit words after the header.</param>
    private byte[] Report(byte type, byte count, int words)
    {
        var report = new byte[4 * (words + 1)];
        random.NextBytes(report);
        (report[0], report[1]) = ((byte)(0x80 | count), type);
        BinaryPrimitives.WriteUInt16BigEndian(report.AsSpan(2), (ushort)words);
        if (words > 0) BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(4), _ssrc);
        return report;
    }

    private byte[] Description() => [0x81, 202, 0, 4, .. Report(0, 0, 1).AsSpan(4), 1, 8, .. Encoding.ASCII.GetBytes("fuzz@lab"), 0, 0];

    private byte[] Noise(int length)
    {
        var noise = new byte[length];
        random.NextBytes(noise);
        return noise;
    }
}
