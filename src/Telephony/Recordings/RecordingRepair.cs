namespace Hotline.Telephony.Recordings;

/// <summary>After a crash: recordings that were being written still say they are empty. Their length is the file's.</summary>
public static class RecordingRepair
{
    /// <summary>Repairs every recording of ours below the folder; to be run before calls are taken.</summary>
    /// <returns>The files that were repaired.</returns>
    public static IReadOnlyList<string> RepairAll(string folder) => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateFiles(folder, "*.wav", SearchOption.AllDirectories).Where(Repair).Order(StringComparer.Ordinal)];

    private static bool Repair(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var stated = new byte[StereoWav.HeaderLength];
        var read = file.ReadAtLeast(stated, stated.Length, throwOnEndOfStream: false);
        // cut off within the header: the recording had not begun
        if (read < stated.Length && !StereoWav.Header(0).AsSpan(0, read).SequenceEqual(stated.AsSpan(0, read))) return false;
        if (read == stated.Length && !StereoWav.IsOurs(stated)) return false;

        var audio = Math.Max(0, file.Length - StereoWav.HeaderLength) / StereoWav.BytesPerSample * StereoWav.BytesPerSample;
        var right = StereoWav.Header(audio);
        if (read == stated.Length && right.AsSpan().SequenceEqual(stated) && file.Length == StereoWav.HeaderLength + audio) return false;
        file.SetLength(StereoWav.HeaderLength + audio);
        file.Position = 0;
        file.Write(right);
        file.Flush(flushToDisk: true);
        return true;
    }
}
