using System.Buffers.Binary;

namespace Hotline.Telephony.Media;

/// <summary>Sends key presses as RFC 4733 events in place of audio: one timestamp an event, 100 ms long, three end packets, 60 ms of pause. Belongs to the media thread.</summary>
internal sealed class DigitSender
{
    private const int ToneTicks = 5;
    private const int EndPackets = 3;
    private const int PauseTicks = 3;
    private const byte Volume = 10;

    private readonly Queue<byte> _events = new();
    private int _tick;
    private uint _timestamp;

    internal bool Active => _events.Count > 0;

    internal void Add(string digits)
    {
        foreach (var digit in digits) _events.Enqueue((byte)DigitReceiver.Keys.IndexOf(char.ToUpperInvariant(digit), StringComparison.Ordinal));
    }

    /// <summary>This tick's event packet in place of audio; false in the pause, in which audio goes on.</summary>
    internal bool TryNext(uint mediaTimestamp, Span<byte> payload, out uint timestamp, out bool marker)
    {
        if (_tick == 0) _timestamp = mediaTimestamp;
        (timestamp, marker) = (_timestamp, _tick == 0);
        if (_tick >= ToneTicks + EndPackets)
        {
            if (++_tick >= ToneTicks + EndPackets + PauseTicks) Finish();
            return false;
        }

        _tick++;
        payload[0] = _events.Peek();
        payload[1] = (byte)(Volume | (_tick > ToneTicks ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], (ushort)(Math.Min(_tick, ToneTicks) * JitterBuffer.Frame));
        return true;
    }

    private void Finish()
    {
        _events.Dequeue();
        _tick = 0;
    }
}
