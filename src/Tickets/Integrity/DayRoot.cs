using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Hotline.Tickets.Integrity;

/// <summary>日根: what a day's events add up to, chained to the day before.</summary>
/// <param name="Tickets">Those that something happened to that day.</param>
/// <param name="Heads">SHA-256 over every such ticket's last event of the day, by ticket.</param>
/// <param name="Previous">The root of the day before; null for the first.</param>
public sealed record DayRoot(DateOnly Day, long Tickets, long Events, string Heads, string? Previous, string Root)
{
    internal static DayRoot Of(DateOnly day, long events, IReadOnlyList<DayHead> heads, string? previous)
    {
        var digest = DayHead.Digest(heads);
        var line = string.Create(CultureInfo.InvariantCulture, $"{previous}\u001f{day:yyyy-MM-dd}\u001f{heads.Count}\u001f{events}\u001f{digest}");
        return new(day, heads.Count, events, digest, previous, Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(line))));
    }
}

/// <summary>A ticket's last event of a day, with its place in the ticket's chain of hashes.</summary>
internal sealed record DayHead(TicketId Ticket, int Version, string Hash)
{
    internal static string Digest(IEnumerable<DayHead> heads)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> row = stackalloc byte[52];
        foreach (var head in heads)
        {
            head.Ticket.Value.TryWriteBytes(row, bigEndian: true, out _);
            BinaryPrimitives.WriteInt32BigEndian(row[16..], head.Version);
            Convert.FromHexString(head.Hash, row[20..], out _, out _);
            sha.AppendData(row);
        }

        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Ticket} {Version} {Hash}");

    internal static DayHead Parse(string line) => line.Split(' ') is [var ticket, var version, var hash]
        ? new(TicketId.Parse(ticket, CultureInfo.InvariantCulture), int.Parse(version, CultureInfo.InvariantCulture), hash)
        : throw new FormatException("An anchor's line is: ticket, version, hash.");
}
