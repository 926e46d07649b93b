namespace Hotline.Telephony.Recordings;

/// <summary>A sealed recording as the WAV file it stands for: read anywhere, a second opened at a time.</summary>
internal sealed class SealedWavStream : Stream
{
    private readonly FileStream _file;
    private readonly SealedAudio _seal;
    private readonly byte[] _header;
    private readonly byte[] _sealed = new byte[SealedAudio.SealedSecond];
    private readonly byte[] _audio = new byte[SealedAudio.Second];
    private long _opened = -1;
    private int _openedLength;
    private long _position;

    /// <exception cref="System.Security.Cryptography.CryptographicException">Not ours, or its key is missing.</exception>
    internal SealedWavStream(string path, RecordingKeys keys)
    {
        _file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);
        try
        {
            var header = new byte[SealedAudio.HeaderLength];
            var read = _file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            _seal = SealedAudio.Of(keys, header.AsSpan(0, read));
            AudioLength = SealedAudio.AudioIn(_file.Length);
            _header = StereoWav.Header(AudioLength);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Bytes of audio behind the header.</summary>
    internal long AudioLength { get; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => StereoWav.HeaderLength + AudioLength;

    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    public override long Seek(long offset, SeekOrigin origin) => _position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    /// <exception cref="System.Security.Cryptography.CryptographicException">Somebody changed the file.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position < StereoWav.HeaderLength) return Give(_header.AsSpan((int)_position), buffer.Span);
        if (_position >= Length) return 0;
        var (second, within) = Math.DivRem(_position - StereoWav.HeaderLength, SealedAudio.Second);
        if (second != _opened) await OpenAsync(second, cancellationToken);
        return Give(_audio.AsSpan((int)within, Math.Max(0, _openedLength - (int)within)), buffer.Span);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
            _seal.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Give(ReadOnlySpan<byte> from, Span<byte> to)
    {
        var count = Math.Min(from.Length, to.Length);
        from[..count].CopyTo(to);
        _position += count;
        return count;
    }

    private async Task OpenAsync(long second, CancellationToken ct)
    {
        var read = await RandomAccess.ReadAsync(_file.SafeFileHandle, _sealed, SealedAudio.Offset(second), ct);
        _opened = -1;
        _openedLength = _seal.Open(second, _sealed.AsSpan(0, read), _audio);
        _opened = second;
    }
}
