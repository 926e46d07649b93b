using System.Security.Cryptography;
using Hotline.Telephony.Recordings;

namespace Hotline.Telephony.Calls;

/// <summary>What a crash left behind: recordings cut off, calls without an end. To be run before calls are taken.</summary>
internal static class CrashRecovery
{
    internal static async Task RunAsync(string recordings, CallLog log, CancellationToken ct)
    {
        log.WriteHostRestarted();
        foreach (var file in await Task.Run(() => RecordingRepair.RepairAll(recordings), ct))
        {
            if (!CallId.TryParse(Path.GetFileNameWithoutExtension(file), out var call)) continue;
            await using var audio = File.OpenRead(file);
            var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(audio, ct));
            var length = TimeSpan.FromSeconds((audio.Length - StereoWav.HeaderLength) / (double)StereoWav.BytesPerSecond);
            log.WriteRepaired(call, length, audio.Length, sha256);
        }
    }
}
