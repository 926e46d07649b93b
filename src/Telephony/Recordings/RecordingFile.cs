using System.Security.Cryptography;
using Hotline.Telephony.Media;
using Microsoft.Win32.SafeHandles;

namespace Hotline.Telephony.Recordings;

/// <summary>The file of one recording while the writer fills it: readable by the service's own account only.</summary>
internal sealed class RecordingFile : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;
    private readonly SafeFileHandle _handle;

    internal RecordingFile(string path)
    {
        _path = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(_path)!;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using var created = new FileStream(_path, options);
        created.Write(StereoWav.Header(0));
        _handle = File.OpenHandle(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, FileOptions.Asynchronous);
    }

    /// <summary>Bytes of audio so far.</summary>
    internal long Length { get; private set; }

    /// <summary>Writes audio where it belongs on the time line; what is missing before it becomes silence.</summary>
    internal async Task WriteAsync(long position, ReadOnlyMemory<byte> audio)
    {
        if (position > Length) await FillAsync(position - Length);
        await RandomAccess.WriteAsync(_handle, audio, StereoWav.HeaderLength + Length);
        Length += audio.Length;
    }

    private async Task FillAsync(long missing)
    {
        var silence = new byte[(int)Math.Min(missing, StereoWav.BytesPerSecond)];
        silence.AsSpan().Fill(G711.AlawSilence);
        for (; missing > 0; missing -= silence.Length)
        {
            var part = silence.AsMemory(0, (int)Math.Min(missing, silence.Length));
            await RandomAccess.WriteAsync(_handle, part, StereoWav.HeaderLength + Length);
            Length += part.Length;
        }
    }

    /// <summary>States the lengths, brings everything to the disk and hashes what is there.</summary>
    internal async Task<Recording> CompleteAsync()
    {
        await RandomAccess.WriteAsync(_handle, StereoWav.Header(Length), fileOffset: 0);
        RandomAccess.FlushToDisk(_handle);
        _handle.Dispose();
        await using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
        var hash = await SHA256.HashDataAsync(file);
        return new Recording(_path, StereoWav.Length(Length), file.Length, Convert.ToHexStringLower(hash));
    }

    public void Dispose() => _handle.Dispose();
}
