using System.Text;

namespace Hotline.Bench.Fuzz;

/// <summary>Spoils bytes in the ways that break parsers: cut, doubled, swapped, overlong, out of range, not ASCII.</summary>
internal sealed class Mutator(Random random)
{
    private static readonly byte[][] Poison =
    [
        "\r\n"u8.ToArray(), "\r\n\r\n"u8.ToArray(), "\r\n "u8.ToArray(), "\0"u8.ToArray(), ":"u8.ToArray(), ";"u8.ToArray(), ",,"u8.ToArray(), "\""u8.ToArray(), "<"u8.ToArray(), ">"u8.ToArray(),
        "%00"u8.ToArray(), "%"u8.ToArray(), "[::"u8.ToArray(), "4294967296"u8.ToArray(), "-1"u8.ToArray(), "99999999999999999999"u8.ToArray(), "\uFFFD市民"u8.ToArray(), [0xC3, 0x28], [0xFF, 0xFE],
        Encoding.ASCII.GetBytes(new string('A', 3000)), Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("a=rtpmap:8 PCMA/8000\r\n", 60))), " \t "u8.ToArray(), "="u8.ToArray(), "@@"u8.ToArray(),
    ];

    internal byte[] Spoil(byte[] message)
    {
        var bytes = new List<byte>(message);
        for (var times = 1 + random.Next(4); times > 0; times--) Once(bytes);
        return [.. bytes.Take(60_000)];
    }

    private void Once(List<byte> bytes)
    {
        if (bytes.Count == 0) bytes.Add(0);
        var at = random.Next(bytes.Count);
        switch (random.Next(8))
        {
            case 0: bytes[at] = (byte)random.Next(256); break;
            case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 2: bytes.RemoveRange(at, Length(bytes, at)); break;
            case 3: bytes.InsertRange(at, bytes.GetRange(at, Length(bytes, at))); break;
            case 4: bytes.InsertRange(at, Poison[random.Next(Poison.Length)]); break;
            case 5: bytes.RemoveRange(at, bytes.Count - at); break;
            case 6: SwapLines(bytes); break;
            default: ChangeNumber(bytes, at); break;
        }
    }

    private int Length(List<byte> bytes, int at) => Math.Min(bytes.Count - at, 1 + random.Next(40));

    /// <summary>The next digits from here become another number.</summary>
    private void ChangeNumber(List<byte> bytes, int at)
    {
        var digit = bytes.FindIndex(at, b => b is >= (byte)'0' and <= (byte)'9');
        if (digit < 0) return;
        bytes.RemoveAt(digit);
        bytes.InsertRange(digit, Encoding.ASCII.GetBytes(random.NextInt64(random.Next(4) switch { 0 => 10, 1 => 70_000, 2 => 5_000_000_000, _ => long.MaxValue }).ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    private void SwapLines(List<byte> bytes)
    {
        var lines = Encoding.Latin1.GetString([.. bytes]).Split("\r\n");
        var (one, other) = (random.Next(lines.Length), random.Next(lines.Length));
        (lines[one], lines[other]) = (lines[other], lines[one]);
        bytes.Clear();
        bytes.AddRange(Encoding.Latin1.GetBytes(string.Join("\r\n", lines)));
    }
}
