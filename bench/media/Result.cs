using System.Diagnostics;
using Hotline.Telephony.Media;
using Hotline.Telephony.Recordings;

namespace Hotline.Media.Bench;

/// <summary>What the process has used.</summary>
internal sealed record Used(TimeSpan User, TimeSpan System)
{
    internal TimeSpan All => User + System;

    internal static Used Now()
    {
        using var self = Process.GetCurrentProcess();
        return new(self.UserProcessorTime, self.PrivilegedProcessorTime);
    }

    public static Used operator -(Used a, Used b) => new(a.User - b.User, a.System - b.System);
}

/// <summary>One row of the table.</summary>
internal sealed record Result(
    int Calls, TimeSpan Elapsed, Used Cpu, double MemoryPerCall, MediaCounters Before, MediaCounters After, Generator.Heard Heard, Recording[] Recordings, int Gen0)
{
    internal const string Head =
        """
        | calls | cores (user + system) | CPU ms/s a call | µs a packet in and out | memory kB a call | work a tick ms | worst overrun ms | real time | sent, heard | lost here, there | late | gaps > 60 ms | jitter mean/max ms | recordings min..max s | overflow | gen 0 |
        |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
        """;

    public override string ToString()
    {
        var cores = Cpu.All / Elapsed;
        var packets = After.PacketsOut - Before.PacketsOut;
        var ticks = After.Ticks - Before.Ticks;
        var work = (After.Work - Before.Work).TotalMilliseconds / ticks;
        var lengths = Recordings.Select(recording => recording.Length.TotalSeconds).ToArray();
        return FormattableString.Invariant($"| {Calls} | {cores:F2} ({Cpu.User / Elapsed:F2} + {Cpu.System / Elapsed:F2}) | {cores * 1000 / Calls:F2} | {Cpu.All.TotalMicroseconds / packets:F1} | {MemoryPerCall / 1024:F0} | {work:F2} | {After.WorstOverrun.TotalMilliseconds:F1} | {After.RealTime} | {packets}, {Heard.Packets} | {After.Lost}, {Heard.Lost} | {After.Late - Before.Late} | {Heard.Gaps} | {Heard.MeanJitter:F2}/{Heard.MaxJitter:F2} | {lengths.Length}: {lengths.Min():F2}..{lengths.Max():F2} | {After.RecordingOverflows} | {Gen0} |");
    }
}
