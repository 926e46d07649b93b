using System.Diagnostics;

namespace Hotline.Media.Bench;

/// <summary>What a process has used.</summary>
internal sealed record Used(TimeSpan User, TimeSpan System)
{
    internal TimeSpan All => User + System;

    internal static Used Of(Process? process)
    {
        process ??= Process.GetCurrentProcess();
        process.Refresh();
        return new(process.UserProcessorTime, process.PrivilegedProcessorTime);
    }

    internal static long MemoryOf(Process? process)
    {
        process ??= Process.GetCurrentProcess();
        process.Refresh();
        return process.WorkingSet64;
    }

    public static Used operator -(Used a, Used b) => new(a.User - b.User, a.System - b.System);
}

/// <summary>One row of the table.</summary>
internal sealed record Result(string Name, int Calls, string LoadAverage, TimeSpan Elapsed, Used Cpu, double MemoryPerCall, Heard Heard, string Told)
{
    internal const string Head =
        """
        | who | calls | load | cores (user + system) | ms CPU/s a leg | µs a packet in and out | kB a call | round trip p50/p95/p99/most ms | gaps > 40, 60, 100 ms (longest) | missing of heard | callers late p99/most ms (gaps of theirs) |
        |---|---|---|---|---|---|---|---|---|---|---|
        """;

    public override string ToString()
    {
        var (cores, h) = (Cpu.All / Elapsed, Heard);
        return FormattableString.Invariant(
            $"| {Name} | {Calls} | {LoadAverage} | {cores:F2} ({Cpu.User / Elapsed:F2} + {Cpu.System / Elapsed:F2}) | {cores * 500 / Calls:F2} | {Cpu.All.TotalMicroseconds / Math.Max(1, h.Packets):F1} | {MemoryPerCall:F0} | {h.RoundP50:F1}/{h.RoundP95:F1}/{h.RoundP99:F1}/{h.RoundMost:F1} | {h.Gaps40}, {h.Gaps60}, {h.Gaps100} ({h.LongestGap:F0}) | {h.Missing} of {h.Packets} | {h.LateP99:F1}/{h.LateMost:F1} ({h.OurGaps}){(h.RealTime ? "" : " without real time")} |");
    }
}
