using Hotline.Telephony.Media;

namespace Hotline.Telephony.Recordings;

/// <summary>Where the writer puts one recording: stereo A-law, readable by the service's own account only.</summary>
internal abstract class AudioFile : IDisposable
{
    private protected const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private volatile bool _discarded;

    /// <summary>Bytes of audio so far.</summary>
    internal long Length { get; private protected set; }

    /// <summary>Nobody may keep it.</summary>
    internal bool IsDiscarded => _discarded;

    /// <summary>不同意录音: what is there goes at once, so that no crash can bring it back, and nothing more is written.</summary>
    internal void Discard()
    {
        _discarded = true;
        Erase();
    }

    /// <summary>Writes audio where it belongs on the time line; what is missing before it becomes silence.</summary>
    internal void Write(long position, ReadOnlySpan<byte> audio)
    {
        if (_discarded) return;
        if (position > Length) Fill(position - Length);
        Append(audio);
    }

    /// <summary>Nothing more will come: brings everything to the disk, at its place, and hashes what is there.</summary>
    internal abstract Task<Recording> CompleteAsync();

    public abstract void Dispose();

    private protected abstract void Erase();

    private protected abstract void Append(ReadOnlySpan<byte> audio);

    private protected static FileStream CreateNew(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return new(path, options);
    }

    private void Fill(long missing)
    {
        Span<byte> silence = new byte[(int)Math.Min(missing, StereoWav.BytesPerSecond)];
        silence.Fill(G711.AlawSilence);
        for (; missing > 0; missing -= silence.Length) Append(silence[..(int)Math.Min(missing, silence.Length)]);
    }
}
