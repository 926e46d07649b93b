using System.Globalization;

namespace Hotline.Bench.Chaos;

/// <summary>UDP ports that this very process holds, as the kernel says; other programs of the machine do not count.</summary>
internal static class OwnUdpPorts
{
    internal static int Between(int first, int last)
    {
        var own = OwnSockets();
        return File.ReadLines("/proc/net/udp").Skip(1).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(l => PortOf(l[1]) is var port && port >= first && port <= last && own.Contains(l[9]));
    }

    private static int PortOf(string address) => int.Parse(address.AsSpan(address.IndexOf(':') + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>Inodes.</summary>
    private static HashSet<string> OwnSockets() =>
        [.. new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos().Select(f => f.LinkTarget).OfType<string>().Where(t => t.StartsWith("socket:[", StringComparison.Ordinal)).Select(t => t[8..^1])];
}
