using System.Globalization;

namespace Hotline.Telephony.Operations;

/// <summary>How many files and sockets this process may have open (getrlimit(2), RLIMIT_NOFILE).</summary>
internal static class FileLimit
{
    private const string Line = "Max open files";

    /// <summary>As the system says it now; unlimited where it does not say.</summary>
    internal static long Read()
    {
        const string Limits = "/proc/self/limits";
        return File.Exists(Limits) ? Parse(File.ReadLines(Limits)) : long.MaxValue;
    }

    /// <param name="limits">Lines of proc(5) limits: name, soft, hard, unit.</param>
    internal static long Parse(IEnumerable<string> limits)
    {
        var line = limits.FirstOrDefault(l => l.StartsWith(Line, StringComparison.Ordinal));
        var soft = line?[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : long.MaxValue;
    }
}
