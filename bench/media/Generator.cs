using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Hotline.Telephony.Media;

namespace Hotline.Media.Bench;

/// <summary>What the callers heard; times in ms. A gap counts as ours where the callers themselves were late.</summary>
/// <param name="Missing">Frames that were sent and never heard: lost, late, or skipped by a jitter buffer.</param>
/// <param name="LateP99">How late the callers' own steps of 2 ms began.</param>
internal sealed record Heard(
    long Sent, long Packets, long Missing, double RoundP50, double RoundP95, double RoundP99, double RoundMost, long Gaps40, long Gaps60, long Gaps100, double LongestGap,
    long OurGaps, double LateP99, double LateMost, bool RealTime);

/// <summary>
/// All the callers, in a process of their own and before ordinary ones where the system allows it: each says a frame every 20 ms by
/// an absolute clock, spread over ten moments, and every frame carries who said it, its number and when; so what comes out at the
/// other end tells its own story, whoever passed it on.
/// </summary>
internal sealed class Generator(Lines lines)
{
    internal const int Priority = 5;
    private const int Slots = 10;
    private const double Late = 5;
    private const uint Mark = 0x484C4E21;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(2);

    private sealed class Voice
    {
        internal uint Said { get; set; }
        internal uint SaidBefore { get; set; }
        internal uint Heard { get; set; }
        internal uint First { get; set; }
        internal uint Newest { get; set; }
        internal double LastAt { get; set; }
    }

    private readonly Voice[] _voices = [.. Enumerable.Range(0, lines.Count).Select(_ => new Voice())];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly byte[] _packet = new byte[Lines.Packet];
    private readonly Histogram _round = new();
    private readonly Histogram _lateness = new();
    private (long Over40, long Over60, long Over100, long Ours) _gaps;
    private double _longest;
    private bool _late;

    /// <summary>Standard output: our ports. Standard input: where the other side listens, "measure", "stop". Standard output: what was heard, a line of JSON.</summary>
    internal static void Run()
    {
        var realTime = RealTimeThread.TryPromote(Priority);
        using var lines = new Lines();
        Console.WriteLine(string.Join(',', lines.Ports));
        lines.Reach(Console.ReadLine()!);
        var generator = new Generator(lines);
        var (measure, stop) = (false, false);
        new Thread(() =>
        {
            Console.ReadLine();
            Volatile.Write(ref measure, true);
            Console.ReadLine();
            Volatile.Write(ref stop, true);
        }).Start();
        for (var step = 0; !Volatile.Read(ref stop); step++)
        {
            if (Volatile.Read(ref measure)) generator.Forget();
            measure = false;
            generator.Advance(step);
        }

        Console.WriteLine(JsonSerializer.Serialize(generator.Sum(realTime)));
    }

    private void Advance(int step)
    {
        var wait = (step * Step) - _clock.Elapsed;
        if (wait > TimeSpan.Zero) Thread.Sleep(wait);
        var late = (_clock.Elapsed - (step * Step)).TotalMilliseconds;
        _lateness.Add(late);
        // what waits in the sockets after a late step has waited for us
        _late = late > Late || (_late && late > 1);
        for (var i = step % Slots; i < _voices.Length; i += Slots) Say(i);
        lines.Listen(step, Meter);
    }

    private void Say(int index)
    {
        var number = _voices[index].Said++;
        RtpPacket.WriteHeader(_packet, marker: number == 0, (byte)AudioCodec.Pcma, (ushort)number, number * JitterBuffer.Frame, (uint)index + 1);
        var payload = _packet.AsSpan(RtpPacket.HeaderLength);
        payload.Fill((byte)(index + number));
        BinaryPrimitives.WriteUInt32BigEndian(payload, Mark);
        BinaryPrimitives.WriteInt32BigEndian(payload[4..], index);
        BinaryPrimitives.WriteUInt32BigEndian(payload[8..], number);
        BinaryPrimitives.WriteInt64BigEndian(payload[12..], _clock.ElapsedTicks);
        lines.Send(index, _packet);
    }

    private void Meter(ReadOnlySpan<byte> packet)
    {
        var payload = packet[RtpPacket.HeaderLength..];
        if (BinaryPrimitives.ReadUInt32BigEndian(payload) != Mark) return;
        var (voice, number) = (_voices[BinaryPrimitives.ReadInt32BigEndian(payload[4..])], BinaryPrimitives.ReadUInt32BigEndian(payload[8..]));
        var now = _clock.Elapsed.TotalMilliseconds;
        // what was on its way when the measured time began
        if (number < voice.SaidBefore) return;
        _round.Add((_clock.ElapsedTicks - BinaryPrimitives.ReadInt64BigEndian(payload[12..])) * 1000.0 / Stopwatch.Frequency);
        if (voice.Heard++ == 0) voice.First = number;
        else Gap(now - voice.LastAt);
        (voice.Newest, voice.LastAt) = (number, now);
    }

    private void Gap(double gap)
    {
        if (gap <= 40) return;
        if (_late) _gaps.Ours++;
        else
        {
            _gaps = (_gaps.Over40 + 1, _gaps.Over60 + (gap > 60 ? 1 : 0), _gaps.Over100 + (gap > 100 ? 1 : 0), _gaps.Ours);
            _longest = Math.Max(_longest, gap);
        }
    }

    private void Forget()
    {
        foreach (var voice in _voices) (voice.Heard, voice.SaidBefore) = (0, voice.Said);
        _round.Clear();
        _lateness.Clear();
        (_gaps, _longest) = (default, 0);
    }

    private Heard Sum(bool realTime) => new(
        _voices.Sum(v => v.Said - v.SaidBefore), _voices.Sum(v => v.Heard), _voices.Sum(v => v.Heard == 0 ? v.Said - v.SaidBefore : v.Newest - v.First + 1 - v.Heard),
        _round.At(0.5), _round.At(0.95), _round.At(0.99), _round.Most, _gaps.Over40, _gaps.Over60, _gaps.Over100, _longest, _gaps.Ours, _lateness.At(0.99), _lateness.Most, realTime);
}
