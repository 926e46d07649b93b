using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Recordings;

/// <summary>
/// 录音库: every call's recording, sealed, below yyyy/MM/dd; those being made lie in a folder of their own, so that a start after a
/// crash looks at them only, however many finished ones there are.
/// </summary>
/// <param name="folder">Of the recordings.</param>
internal sealed partial class RecordingStore(string folder, RecordingKeys keys, ILogger log)
{
    private const string Open = "unfinished";
    private readonly string _folder = Path.GetFullPath(folder);

    internal RecordingKeys Keys => keys;

    /// <summary>Left on the disk.</summary>
    internal long FreeBytes
    {
        get
        {
            var there = _folder;
            while (!Directory.Exists(there)) there = Path.GetDirectoryName(there)!;
            return new DriveInfo(there).AvailableFreeSpace;
        }
    }

    /// <summary>Makes the file of a call that was just answered.</summary>
    /// <param name="day">Local time: which folder it goes to.</param>
    /// <exception cref="IOException">The disk does not take it.</exception>
    internal (AudioFile File, string Name) Create(CallId call, DateTimeOffset day)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{day:yyyy/MM/dd}/{call}.hlrec");
        return (new SealedFile(this, call, name), name);
    }

    /// <summary>The recording as a WAV file; null where there is none of this name.</summary>
    /// <exception cref="CryptographicException">It was changed, or its key is missing.</exception>
    internal SealedWavStream? Find(string name)
    {
        var path = Path.GetFullPath(Path.Combine(_folder, name));
        return path.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(path) ? new(path, keys) : null;
    }

    /// <summary>Likewise, also of a call that goes on: its whole seconds so far.</summary>
    internal SealedWavStream? FindSoFar(string name) => Find(name) ?? (File.Exists(Unfinished(name)) ? new(Unfinished(name), keys) : null);

    /// <summary>Lower-case hexadecimal SHA-256 of the WAV file.</summary>
    internal async Task<string?> HashAsync(string name, CancellationToken ct)
    {
        await using var wav = Find(name);
        return wav is null ? null : Convert.ToHexStringLower(await SHA256.HashDataAsync(wav, ct));
    }

    /// <summary>Whatever there is of it, finished or not.</summary>
    internal void Delete(string name)
    {
        foreach (var path in new[] { Path.Combine(_folder, name), Unfinished(name) })
        {
            if (File.Exists(path)) File.Delete(path); // Delete alone minds a folder that is gone
        }
    }

    internal string Unfinished(string name) => Path.Combine(_folder, Open, name.Replace('/', '-'));

    /// <summary>Brings a recording to its place; its last seconds may be cut off.</summary>
    internal async Task<Recording> FinishAsync(string name, CancellationToken ct)
    {
        var place = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        File.Move(Unfinished(name), place);
        await using var wav = new SealedWavStream(place, keys);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(wav, ct));
        return new(name, StereoWav.Length(wav.AudioLength), wav.Length, hash);
    }

    /// <summary>After a crash: what was being recorded is cut to its last whole second and finished. To be run before calls are taken.</summary>
    internal async Task<IReadOnlyList<(CallId Call, Recording Recording)>> RecoverAsync(CancellationToken ct)
    {
        List<(CallId, Recording)> recovered = [];
        var open = Path.Combine(_folder, Open);
        if (!Directory.Exists(open)) return recovered;
        foreach (var file in Directory.EnumerateFiles(open, "*.hlrec").Order(StringComparer.Ordinal).ToList())
        {
            // 2026-11-22-<call>.hlrec
            var flat = Path.GetFileName(file);
            if (flat.Length < 12 || !CallId.TryParse(Path.GetFileNameWithoutExtension(flat[11..]), out var call)) continue;
            try
            {
                if (await TrimAsync(file, ct)) recovered.Add((call, await FinishAsync($"{flat[..10].Replace('-', '/')}/{flat[11..]}", ct)));
                else File.Delete(file); // not even its header was written
            }
            catch (Exception e) when (e is IOException or CryptographicException)
            {
                NotRecovered(call, e); // calls are taken all the same; the file stays for the next start
            }
        }

        return recovered;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The recording of call {Call}, cut off by a crash, could not be recovered")]
    private partial void NotRecovered(CallId call, Exception e);

    /// <summary>Takes away what does not open: the second that the crash cut.</summary>
    private async Task<bool> TrimAsync(string path, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var header = new byte[SealedAudio.HeaderLength];
        if (await file.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, ct) < header.Length) return false;
        using var seal = SealedAudio.Of(keys, header);
        var (whole, audio) = (new byte[SealedAudio.SealedSecond], new byte[SealedAudio.Second]);
        for (var second = (file.Length - SealedAudio.HeaderLength - 1) / SealedAudio.SealedSecond; second >= 0 && file.Length > SealedAudio.HeaderLength; second--)
        {
            var read = await RandomAccess.ReadAsync(file.SafeFileHandle, whole, SealedAudio.Offset(second), ct);
            if (Opens(second, read)) break;
            file.SetLength(SealedAudio.Offset(second));
        }

        file.Flush(flushToDisk: true);
        return true;

        bool Opens(long second, int read)
        {
            try
            {
                return seal.Open(second, whole.AsSpan(0, read), audio) > 0;
            }
            catch (CryptographicException)
            {
                return false;
            }
        }
    }
}
