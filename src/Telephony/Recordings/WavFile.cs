using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Hotline.Telephony.Recordings;

/// <summary>A recording in the clear: what a phone of ours heard.</summary>
internal sealed class WavFile : AudioFile
{
    private readonly string _path;
    private readonly SafeFileHandle _handle;

    internal WavFile(string path)
    {
        _path = Path.GetFullPath(path);
        using var created = CreateNew(_path);
        created.Write(StereoWav.Header(0));
        _handle = File.OpenHandle(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
    }

    /// <inheritdoc/>
    internal override async Task<Recording> CompleteAsync()
    {
        RandomAccess.Write(_handle, StereoWav.Header(Length), fileOffset: 0);
        RandomAccess.FlushToDisk(_handle);
        _handle.Dispose();
        await using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
        var hash = await SHA256.HashDataAsync(file);
        return new Recording(_path, StereoWav.Length(Length), file.Length, Convert.ToHexStringLower(hash));
    }

    public override void Dispose() => _handle.Dispose();

    private protected override void Erase() => File.Delete(_path);

    private protected override void Append(ReadOnlySpan<byte> audio)
    {
        RandomAccess.Write(_handle, audio, StereoWav.HeaderLength + Length);
        Length += audio.Length;
    }
}
