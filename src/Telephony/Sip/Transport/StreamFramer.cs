using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Sip.Transport;

/// <summary>Cuts messages out of a stream by Content-Length (RFC 3261 section 18.3). No I/O: bytes in, frames out.</summary>
internal sealed class StreamFramer
{
    internal const int MaxHead = 16 * 1024;
    internal const int MaxBody = 64 * 1024;

    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    internal enum Kind
    {
        /// <summary>More bytes are needed.</summary>
        Nothing,
        /// <summary>CRLF CRLF between messages, to be answered with CRLF (RFC 5626 section 3.5.1).</summary>
        Ping,
        Message,
        /// <summary>Where the next message begins cannot be told: the connection must close.</summary>
        Broken,
    }

    /// <summary>Where the next bytes are to be received.</summary>
    internal Memory<byte> Free()
    {
        if (_start == _end) _start = _end = 0;
        if (_end == _buffer.Length)
        {
            if (_start > 0) Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            else Array.Resize(ref _buffer, _buffer.Length * 2);
            (_start, _end) = (0, _end - _start);
        }

        return _buffer.AsMemory(_end);
    }

    /// <summary>What has come of the next message.</summary>
    internal ReadOnlyMemory<byte> Rest => _buffer.AsMemory(_start, _end - _start);

    internal void Received(int count) => _end += count;

    /// <param name="message">The bytes of a whole message; of a broken one its head, as far as it can be told.</param>
    internal Kind TryTake(out byte[] message)
    {
        message = [];
        var text = _buffer.AsSpan(_start, _end - _start);
        if (text.StartsWith("\r\n\r\n"u8)) return Take(4, Kind.Ping);
        if (text.StartsWith("\r\n"u8)) return TakeBlankLine(text.Length, out message);

        var head = HeadLength(text);
        if (head < 0) return text.Length > MaxHead ? Kind.Broken : Kind.Nothing;

        var body = ContentLength(text[..head]);
        if (body is null or > MaxBody)
        {
            message = text[..head].ToArray();
            return Kind.Broken;
        }

        if (text.Length < head + body) return Kind.Nothing;
        message = text[..(head + body.Value)].ToArray();
        return Take(message.Length, Kind.Message);
    }

    private Kind Take(int count, Kind kind)
    {
        _start += count;
        return kind;
    }

    /// <summary>A single CRLF may be the first half of a ping: it is left there until more comes.</summary>
    private Kind TakeBlankLine(int length, out byte[] message)
    {
        message = [];
        if (length <= 3) return Kind.Nothing;
        _start += 2;
        return TryTake(out message);
    }

    private static int HeadLength(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf("\r\n\r\n"u8);
        return end < 0 ? -1 : end + 4;
    }

    /// <summary>Null where it is missing, given twice or no number.</summary>
    private static int? ContentLength(ReadOnlySpan<byte> head)
    {
        int? length = null;
        foreach (var range in head.Split("\r\n"u8))
        {
            var line = head[range];
            var colon = line.IndexOf((byte)':');
            if (colon <= 0 || HeaderNames.Find(line[..colon].TrimEnd(" \t"u8)) != Header.ContentLength) continue;
            if (length is not null || !SipParser.TryNumber(line[(colon + 1)..].Trim(" \t"u8), int.MaxValue, out var value)) return null;
            length = (int)value;
        }

        return length;
    }
}
