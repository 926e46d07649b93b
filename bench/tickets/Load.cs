using System.Diagnostics;
using System.Globalization;

namespace Hotline.Bench;

/// <param name="Commands">Answered with success within the measured time.</param>
/// <param name="Seconds">As measured.</param>
/// <param name="Milliseconds">Of each command, unsorted.</param>
/// <param name="ProcessorMilliseconds">Per command: of the host and of the database server.</param>
internal sealed record LoadResult(int Commands, double Seconds, double[] Milliseconds, double HostMilliseconds, double DatabaseMilliseconds)
{
    internal double PerSecond => Commands / Seconds;
}

/// <summary>Clients that each send the next command as soon as the last was answered.</summary>
internal static class Load
{
    /// <param name="client">A client's commands; each call to the delegate it is given reports one command's duration.</param>
    internal static LoadResult Run(BenchHost host, int clients, TimeSpan warmUp, TimeSpan measured, string database, Action<HttpLine, Action> client)
    {
        var (measuring, stop) = (false, false);
        var times = new List<double>[clients];
        Exception? failed = null;
        var threads = Enumerable.Range(0, clients).Select(i => new Thread(() => Client(i), 256 * 1024)).ToList();
        foreach (var thread in threads) thread.Start();

        Thread.Sleep(warmUp);
        var (since, host0, database0) = (Stopwatch.StartNew(), ProcessorTime.Of(host.ProcessId), ProcessorTime.OfFamily(database));
        Volatile.Write(ref measuring, true);
        Thread.Sleep(measured);
        Volatile.Write(ref measuring, false);
        var (seconds, host1, database1) = (since.Elapsed.TotalSeconds, ProcessorTime.Of(host.ProcessId), ProcessorTime.OfFamily(database));
        Volatile.Write(ref stop, true);
        foreach (var thread in threads) thread.Join();
        if (failed is not null) throw new InvalidOperationException("A client failed.", failed);

        double[] all = [.. times.SelectMany(t => t)];
        return new(all.Length, seconds, all, (host1 - host0).TotalMilliseconds / all.Length, (database1 - database0).TotalMilliseconds / all.Length);

        void Client(int number)
        {
            var mine = times[number] = [];
            try
            {
                using var line = new HttpLine(host.Port);
                var began = Stopwatch.GetTimestamp();
                while (!Volatile.Read(ref stop))
                {
                    client(line, () =>
                    {
                        var now = Stopwatch.GetTimestamp();
                        if (Volatile.Read(ref measuring)) mine.Add(Stopwatch.GetElapsedTime(began, now).TotalMilliseconds);
                        began = now;
                        if (Volatile.Read(ref stop)) throw new EnoughException();
                    });
                }
            }
            catch (EnoughException) { /* in the middle of a ticket */ }
            catch (Exception e) { failed = e; }
        }
    }

    internal static string Average() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private sealed class EnoughException : Exception;
}

/// <summary>What the kernel has charged to processes so far.</summary>
internal static class ProcessorTime
{
    internal static TimeSpan Of(int pid)
    {
        var fields = Fields(pid);
        return TimeSpan.FromMilliseconds(10 * (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)));
    }

    /// <summary>Of a PostgreSQL server: its postmaster's children, living and gone.</summary>
    /// <param name="cluster">The data folder.</param>
    internal static TimeSpan OfFamily(string cluster)
    {
        var postmaster = int.Parse(File.ReadLines(Path.Combine(cluster, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        var gone = Fields(postmaster)[11..15].Sum(f => long.Parse(f, CultureInfo.InvariantCulture));
        var children = File.ReadAllText($"/proc/{postmaster}/task/{postmaster}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return TimeSpan.FromMilliseconds(10 * gone) + children.Aggregate(TimeSpan.Zero, (sum, child) => sum + OfMaybe(int.Parse(child, CultureInfo.InvariantCulture)));
    }

    /// <summary>Nothing where it has ended since it was named.</summary>
    private static TimeSpan OfMaybe(int pid)
    {
        try { return Of(pid); }
        catch (IOException) { return TimeSpan.Zero; }
    }

    // the fields behind "pid (name)", so that index 11 is utime, 12 stime, 13 and 14 those of children that ended; in 1/100 s
    private static string[] Fields(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    }
}
