using System.Diagnostics;
using System.Globalization;

namespace Hotline.Bench.Signalling;

/// <param name="PerSecond">Calls finished well a second.</param>
/// <param name="Microseconds">Processor time of the server a call.</param>
internal sealed record LoadResult(int Calls, int Good, int Failed, long Retransmissions, double PerSecond, double Microseconds, double Cores, long Megabytes);

/// <summary>sipp as the calling side.</summary>
internal static class Caller
{
    internal static async Task<LoadResult> RunAsync(Server server, int rate, int seconds, int hold, string folder)
    {
        var (calls, statistics) = (rate * seconds, Path.Combine(folder, $"{Guid.NewGuid():N}.csv"));
        string[] arguments =
        [
            "-sf", Path.Combine(AppContext.BaseDirectory, "call.xml"), $"127.0.0.1:{server.Port}", "-i", "127.0.0.1", "-p", $"{Server.FreePort()}", "-s", server.Number,
            "-r", $"{rate}", "-m", $"{calls}", "-l", $"{Math.Max(20_000, rate * 10)}", "-d", $"{hold}", "-nostdin", "-trace_stat", "-stf", statistics, "-fd", "1",
            "-buff_size", "4194304", "-max_retrans", "7", "-deadcall_wait", "0", "-timeout", $"{(seconds * 2) + 60}s",
        ];
        var (before, since) = (server.Usage(), Stopwatch.StartNew());
        using var sipp = Process.Start(new ProcessStartInfo("sipp", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder })!;
        sipp.BeginOutputReadLine();
        sipp.BeginErrorReadLine();
        await sipp.WaitForExitAsync();
        var took = since.Elapsed.TotalSeconds;
        await Task.Delay(2000); // records and legs of the last calls are part of their cost
        var after = server.Usage();
        var (good, retransmissions) = Read(statistics);
        var used = after.Seconds - before.Seconds;
        return new(calls, good, calls - good, retransmissions, good / took, used * 1e6 / Math.Max(1, good), used / took, after.Megabytes);
    }

    private static (int Good, long Retransmissions) Read(string statistics)
    {
        if (!File.Exists(statistics)) return (0, 0);
        var lines = File.ReadAllLines(statistics);
        var (names, last) = (lines[0].Split(';'), lines[^1].Split(';'));
        long Of(string name) => long.Parse(last[Array.IndexOf(names, name)], CultureInfo.InvariantCulture);
        return ((int)Of("SuccessfulCall(C)"), Of("Retransmissions(C)"));
    }
}
