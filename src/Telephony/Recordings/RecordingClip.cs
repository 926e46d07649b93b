namespace Hotline.Telephony.Recordings;

/// <summary>片段: some seconds of a recording as a WAV file of their own.</summary>
internal static class RecordingClip
{
    /// <summary>Seconds.</summary>
    internal const int Longest = 10;

    /// <summary>Null where nothing is recorded yet at that time; shorter where the recording ends before.</summary>
    internal static async Task<byte[]?> ReadAsync(SealedWavStream wav, double from, double to, CancellationToken ct)
    {
        var (start, end) = (Math.Min(At(from), wav.AudioLength), Math.Min(At(to), wav.AudioLength));
        if (end <= start) return null;
        var clip = new byte[StereoWav.HeaderLength + end - start];
        StereoWav.Header(end - start).CopyTo(clip, 0);
        wav.Position = StereoWav.HeaderLength + start;
        await wav.ReadExactlyAsync(clip.AsMemory(StereoWav.HeaderLength), ct);
        return clip;
    }

    private static long At(double seconds) => (long)(seconds * StereoWav.BytesPerSecond) / StereoWav.BytesPerSample * StereoWav.BytesPerSample;
}
