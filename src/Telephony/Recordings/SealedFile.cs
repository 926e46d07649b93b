using Microsoft.Win32.SafeHandles;

namespace Hotline.Telephony.Recordings;

/// <summary>A call's recording while it is made: in the folder of unfinished ones, a second at a time. A crash costs at most the second at hand.</summary>
internal sealed class SealedFile : AudioFile
{
    private readonly RecordingStore _store;
    private readonly string _name;
    private readonly SafeFileHandle _handle;
    private readonly SealedAudio _seal;
    private readonly byte[] _audio = new byte[SealedAudio.Second];
    private readonly byte[] _sealed = new byte[SealedAudio.SealedSecond];
    private long _seconds;
    private int _used;

    /// <param name="name">Of the finished recording, relative to the store.</param>
    internal SealedFile(RecordingStore store, CallId call, string name)
    {
        (_store, _name) = (store, name);
        var header = new byte[SealedAudio.HeaderLength];
        _seal = SealedAudio.New(store.Keys, call, header);
        var path = store.Unfinished(name);
        using (var created = CreateNew(path)) created.Write(header);
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
    }

    /// <inheritdoc/>
    internal override async Task<Recording> CompleteAsync()
    {
        Flush();
        RandomAccess.FlushToDisk(_handle);
        _handle.Dispose();
        return await _store.FinishAsync(_name, CancellationToken.None);
    }

    public override void Dispose()
    {
        _handle.Dispose();
        _seal.Dispose();
    }

    private protected override void Erase() => _store.Delete(_name);

    private protected override void Append(ReadOnlySpan<byte> audio)
    {
        while (!audio.IsEmpty)
        {
            if (_used == _audio.Length) Flush();
            var part = audio[..Math.Min(_audio.Length - _used, audio.Length)];
            part.CopyTo(_audio.AsSpan(_used));
            audio = audio[part.Length..];
            (_used, Length) = (_used + part.Length, Length + part.Length);
        }

        if (_used == _audio.Length) Flush();
    }

    /// <summary>A disk that refuses is asked again with the next second.</summary>
    private void Flush()
    {
        if (_used == 0) return;
        var length = _seal.Seal(_seconds, _audio.AsSpan(0, _used), _sealed);
        RandomAccess.Write(_handle, _sealed.AsSpan(0, length), SealedAudio.Offset(_seconds));
        (_seconds, _used) = (_seconds + 1, 0);
    }
}
