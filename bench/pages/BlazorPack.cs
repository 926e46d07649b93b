using System.Buffers.Binary;
using System.Text;

namespace Hotline.Bench;

/// <summary>The little of MessagePack that a Blazor circuit speaks: messages of SignalR's hub protocol, each with its length before it.</summary>
internal static class BlazorPack
{
    /// <summary>A call of the hub: [1, {}, id, target, arguments, []].</summary>
    internal static byte[] Call(string? id, string target, params object?[] arguments)
    {
        using var body = new MemoryStream();
        Write(body, new object?[] { 1, new Dictionary<string, string>(StringComparer.Ordinal), id, target, arguments, Array.Empty<object?>() });
        return Framed(body.ToArray());
    }

    internal static byte[] Ping { get; } = Framed([0x91, 6]);

    private static byte[] Framed(byte[] body)
    {
        var frame = new List<byte>(body.Length + 5);
        var left = (uint)body.Length;
        for (; left > 0x7F; left >>= 7) frame.Add((byte)(left | 0x80));
        return [.. frame, (byte)left, .. body];
    }

    /// <summary>The first whole message of the bytes, and how many it took; null where it has not all come yet.</summary>
    internal static (object?[] Message, int Taken)? Read(ReadOnlySpan<byte> bytes)
    {
        var (length, at) = (0, 0);
        for (var shift = 0; ; shift += 7)
        {
            if (at == bytes.Length) return null;
            length |= (bytes[at] & 0x7F) << shift;
            if ((bytes[at++] & 0x80) == 0) break;
        }

        if (bytes.Length < at + length) return null;
        var rest = bytes.Slice(at, length);
        return ((object?[])Value(ref rest)!, at + length);
    }

    private static void Write(MemoryStream to, object? value)
    {
        switch (value)
        {
            case null: to.WriteByte(0xC0); break;
            case bool b: to.WriteByte(b ? (byte)0xC3 : (byte)0xC2); break;
            case int i: Number(to, i); break;
            case long n: Number(to, n); break;
            case string s: Sized(to, 0xDB, Encoding.UTF8.GetByteCount(s)); to.Write(Encoding.UTF8.GetBytes(s)); break;
            case Dictionary<string, string>: to.WriteByte(0x80); break;
            case object?[] all:
                Sized(to, 0xDD, all.Length);
                foreach (var one in all) Write(to, one);
                break;
            default: throw new ArgumentException($"{value.GetType()} is not written.", nameof(value));
        }
    }

    private static void Number(MemoryStream to, long value)
    {
        Span<byte> bytes = stackalloc byte[9];
        bytes[0] = 0xD3;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], value);
        to.Write(bytes);
    }

    private static void Sized(MemoryStream to, byte code, int size)
    {
        Span<byte> bytes = stackalloc byte[5];
        bytes[0] = code;
        BinaryPrimitives.WriteInt32BigEndian(bytes[1..], size);
        to.Write(bytes);
    }

    private static object? Value(ref ReadOnlySpan<byte> from)
    {
        var code = Take(ref from, 1)[0];
        return code switch
        {
            < 0x80 => (long)code,
            < 0x90 => Map(ref from, code & 0xF),
            < 0xA0 => Many(ref from, code & 0xF),
            < 0xC0 => Text(ref from, code & 0x1F),
            0xC0 => null,
            0xC2 or 0xC3 => code == 0xC3,
            0xC4 => TellsOfOthers(Take(ref from, (int)Size(ref from, 1))),
            0xC5 => TellsOfOthers(Take(ref from, (int)Size(ref from, 2))),
            0xC6 => TellsOfOthers(Take(ref from, (int)Size(ref from, 4))),
            0xCC or 0xCD or 0xCE or 0xCF => Size(ref from, 1 << (code - 0xCC)),
            0xD0 => (long)(sbyte)Take(ref from, 1)[0],
            0xD1 => (long)BinaryPrimitives.ReadInt16BigEndian(Take(ref from, 2)),
            0xD2 => (long)BinaryPrimitives.ReadInt32BigEndian(Take(ref from, 4)),
            0xD3 => BinaryPrimitives.ReadInt64BigEndian(Take(ref from, 8)),
            0xD9 => Text(ref from, (int)Size(ref from, 1)),
            0xDA => Text(ref from, (int)Size(ref from, 2)),
            0xDB => Text(ref from, (int)Size(ref from, 4)),
            0xDC => Many(ref from, (int)Size(ref from, 2)),
            0xDD => Many(ref from, (int)Size(ref from, 4)),
            >= 0xE0 => (long)(sbyte)code,
            _ => throw new InvalidDataException($"MessagePack code {code:X2} is not read."),
        };
    }

    private static long Size(ref ReadOnlySpan<byte> from, int bytes)
    {
        var value = 0L;
        foreach (var b in Take(ref from, bytes)) value = (value << 8) | b;
        return value;
    }

    private static string Text(ref ReadOnlySpan<byte> from, int length) => Encoding.UTF8.GetString(Take(ref from, length));

    /// <summary>Of what is drawn only this is looked at: whether it says who else has the ticket open.</summary>
    private static bool TellsOfOthers(ReadOnlySpan<byte> drawing) => drawing.IndexOf("data-others"u8) >= 0;

    private static object?[] Many(ref ReadOnlySpan<byte> from, int count)
    {
        var all = new object?[count];
        for (var i = 0; i < count; i++) all[i] = Value(ref from);
        return all;
    }

    private static object? Map(ref ReadOnlySpan<byte> from, int count)
    {
        for (var i = 0; i < 2 * count; i++) Value(ref from);
        return null;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> from, int length)
    {
        var taken = from[..length];
        from = from[length..];
        return taken;
    }
}
