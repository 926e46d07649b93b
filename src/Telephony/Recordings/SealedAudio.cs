using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hotline.Telephony.Recordings;

/// <summary>
/// How a recording lies on the disk: a header of 64 bytes (mark, key id, salt, call), then seconds of audio, each sealed by
/// AES-256-GCM under a key of this file's own (HKDF-SHA256, RFC 5869) with its number as nonce: seconds can neither be read, changed,
/// moved, nor brought into another call's file, and any second can be opened without the others. The last one may be shorter.
/// </summary>
internal sealed class SealedAudio : IDisposable
{
    internal const int HeaderLength = 64;
    internal const int Second = StereoWav.BytesPerSecond;
    internal const int SealedSecond = Second + TagBytes;
    private const int TagBytes = 16;
    private const int SaltBytes = 32;

    private readonly AesGcm _aes;
    private readonly byte[] _nonce = new byte[12];

    private SealedAudio(byte[] key, ReadOnlySpan<byte> header)
    {
        Span<byte> own = stackalloc byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, own, header[16..48], header[48..64]);
        _aes = new(own, TagBytes);
    }

    private static ReadOnlySpan<byte> Mark => "HLREC01\n"u8;

    internal static SealedAudio New(RecordingKeys keys, CallId call, Span<byte> header)
    {
        Mark.CopyTo(header);
        BinaryPrimitives.WriteUInt64LittleEndian(header[8..], RecordingKeys.Id(keys.Current));
        RandomNumberGenerator.Fill(header.Slice(16, SaltBytes));
        call.Value.TryWriteBytes(header[48..]);
        return new(keys.Current, header);
    }

    /// <exception cref="CryptographicException">Not a recording of ours, or its key is not in the key file.</exception>
    internal static SealedAudio Of(RecordingKeys keys, ReadOnlySpan<byte> header)
    {
        if (header.Length < HeaderLength || !header.StartsWith(Mark)) throw new CryptographicException("This file is no sealed recording.");
        var key = keys.Find(BinaryPrimitives.ReadUInt64LittleEndian(header[8..])) ?? throw new CryptographicException("The key of this recording is not in the key file: add it as a further line.");
        return new(key, header);
    }

    /// <summary>Bytes of audio in a file of this length.</summary>
    internal static long AudioIn(long fileLength)
    {
        var (whole, rest) = Math.DivRem(Math.Max(0, fileLength - HeaderLength), SealedSecond);
        return (whole * Second) + Math.Max(0, rest - TagBytes);
    }

    /// <summary>Where a second begins in the file.</summary>
    internal static long Offset(long second) => HeaderLength + (second * SealedSecond);

    /// <returns>The bytes of <paramref name="into"/> that hold it.</returns>
    internal int Seal(long second, ReadOnlySpan<byte> audio, Span<byte> into)
    {
        _aes.Encrypt(Nonce(second), audio, into[..audio.Length], into.Slice(audio.Length, TagBytes));
        return audio.Length + TagBytes;
    }

    /// <returns>Bytes of audio.</returns>
    /// <exception cref="CryptographicException">Somebody changed it, or it was cut off.</exception>
    internal int Open(long second, ReadOnlySpan<byte> whole, Span<byte> audio)
    {
        if (whole.Length < TagBytes) throw new CryptographicException("A second of the recording is cut off.");
        var length = whole.Length - TagBytes;
        _aes.Decrypt(Nonce(second), whole[..length], whole[length..], audio[..length]);
        return length;
    }

    public void Dispose() => _aes.Dispose();

    private byte[] Nonce(long second)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_nonce, second);
        return _nonce;
    }
}
