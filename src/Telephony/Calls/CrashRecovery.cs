using Hotline.Telephony.Recordings;

namespace Hotline.Telephony.Calls;

/// <summary>What a crash left behind: recordings cut off, calls without an end, seats without a sign-out. To be run before calls are taken.</summary>
internal static class CrashRecovery
{
    internal static async Task RunAsync(RecordingStore recordings, CallLog log, CancellationToken ct)
    {
        log.WriteHostRestarted();
        log.WriteSeatsOff(crashed: true);
        foreach (var (call, recording) in await recordings.RecoverAsync(ct)) log.WriteRepaired(call, recording.Length, recording.Bytes, recording.Sha256);
    }
}
