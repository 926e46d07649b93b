using System.Runtime.InteropServices;

namespace Hotline.Telephony.Media;

/// <summary>Asks the kernel to run the calling thread before all ordinary ones: sched_setscheduler(2), SCHED_FIFO.</summary>
internal static unsafe partial class RealTimeThread
{
    private const int Fifo = 1;

    /// <summary>False where the system does not allow it (no CAP_SYS_NICE, LimitRTPRIO=0) or does not know it.</summary>
    internal static bool TryPromote(int priority)
    {
        if (priority <= 0 || !OperatingSystem.IsLinux()) return false;
        try
        {
            return SetScheduler(0, Fifo, &priority) == 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    private static partial int SetScheduler(int thread, int policy, int* priority);
}
