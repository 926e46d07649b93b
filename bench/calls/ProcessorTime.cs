using System.Diagnostics;

namespace Hotline.Bench;

/// <summary>Processor time of a process, user and system together.</summary>
internal static class ProcessorTime
{
    internal static TimeSpan Of(int process)
    {
        using var running = Process.GetProcessById(process);
        return running.TotalProcessorTime;
    }
}
