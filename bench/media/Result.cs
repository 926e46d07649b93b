using Hotline.Telephony.Media;
using Hotline.Telephony.Recordings;

namespace Hotline.Media.Bench;

/// <summary>One row of the table.</summary>
internal sealed record Result(
    int Calls, TimeSpan Elapsed, TimeSpan Cpu, MediaCounters Before, MediaCounters After, Generator.Heard Heard, Recording[] Recordings, int Gen0)
{
    internal const string Head =
        """
        | calls | cores | CPU ms/s a call | work a tick ms | worst overrun ms | real time | sent, heard | lost here, there | late | gaps > 60 ms | jitter mean/max ms | recordings min..max s | overflow | gen 0 |
        |---|---|---|---|---|---|---|---|---|---|---|---|---|---|
        """;

    public override string ToString()
    {
        var cores = Cpu / Elapsed;
        var ticks = After.Ticks - Before.Ticks;
        var work = (After.Work - Before.Work).TotalMilliseconds / ticks;
        var lengths = Recordings.Select(recording => recording.Length.TotalSeconds).ToArray();
        return FormattableString.Invariant($"| {Calls} | {cores:F2} | {cores * 1000 / Calls:F2} | {work:F2} | {After.WorstOverrun.TotalMilliseconds:F1} | {After.RealTime} | {After.PacketsOut - Before.PacketsOut}, {Heard.Packets} | {After.Lost}, {Heard.Lost} | {After.Late - Before.Late} | {Heard.Gaps} | {Heard.MeanJitter:F2}/{Heard.MaxJitter:F2} | {lengths.Length}: {lengths.Min():F2}..{lengths.Max():F2} | {After.RecordingOverflows} | {Gen0} |");
    }
}
