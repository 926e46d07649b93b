using System.Buffers.Binary;

namespace Hotline.Telephony.Media;

/// <summary>
/// Key presses in RFC 4733 events. One press is one (SSRC, timestamp, event), reported with its first packet, so neither a lost
/// marker nor a lost or tripled end matters. A long press may go on in further segments (2.5.1.3). Belongs to the media thread.
/// </summary>
internal sealed class DigitReceiver
{
    internal const string Keys = "0123456789*#ABCD";

    private const int Remembered = 4;
    private const int TimeoutTicks = 25;

    private readonly (uint Ssrc, uint Timestamp, byte Event)[] _seen = new (uint, uint, byte)[Remembered];
    private int _count;
    private (uint Ssrc, uint Timestamp, byte Event) _current;
    private ushort _duration;
    private bool _pressed;
    private long _lastTick;

    /// <summary>The key of a press that has not been reported yet; events that are no keys (flash, tones) give null.</summary>
    internal char? Take(uint ssrc, uint timestamp, ReadOnlySpan<byte> payload, long tick)
    {
        if (payload.Length < 4 || payload[0] >= Keys.Length) return null;
        var press = (ssrc, timestamp, payload[0]);
        var isNew = !Seen(press) && !Continues(press, tick);
        if (isNew || press != _current) Remember(press);
        (_current, _duration, _lastTick) = (press, BinaryPrimitives.ReadUInt16BigEndian(payload[2..]), tick);
        _pressed = (payload[1] & 0x80) == 0;
        return isNew ? Keys[payload[0]] : null;
    }

    private bool Seen((uint, uint, byte) press)
    {
        for (var i = 0; i < Math.Min(_count, Remembered); i++)
        {
            if (_seen[i] == press) return true;
        }

        return false;
    }

    /// <summary>The next segment of a press that has not ended begins where the last one's duration ends.</summary>
    private bool Continues((uint Ssrc, uint Timestamp, byte Event) press, long tick) =>
        _pressed && tick - _lastTick < TimeoutTicks && press.Ssrc == _current.Ssrc && press.Event == _current.Event
        && press.Timestamp == _current.Timestamp + _duration;

    private void Remember((uint, uint, byte) press)
    {
        if (!Seen(press)) _seen[_count++ % Remembered] = press;
    }
}
