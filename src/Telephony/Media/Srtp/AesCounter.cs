using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Hotline.Telephony.Media;

/// <summary>AES-128 in counter mode as SRTP has it (RFC 3711 section 4.1.1): a key stream that is added to the data. Allocates nothing per packet.</summary>
internal sealed class AesCounter : IDisposable
{
    internal const int BlockLength = 16;

    private const int MaxLength = (DatagramIo.MaxDatagram + BlockLength - 1) / BlockLength * BlockLength;

    private readonly ICryptoTransform _blocks;

    // one packet at a time: a thread needs no more
    [ThreadStatic]
    private static byte[]? _counters;
    [ThreadStatic]
    private static byte[]? _stream;

    internal AesCounter(ReadOnlySpan<byte> key)
    {
        using var aes = Aes.Create();
        // the counter is ours: the block cipher itself is all we need
        (aes.Key, aes.Mode, aes.Padding) = (key.ToArray(), CipherMode.ECB, PaddingMode.None);
        _blocks = aes.CreateEncryptor();
    }

    /// <summary>Encrypts or decrypts in place.</summary>
    /// <param name="start">The first counter; its last two bytes count the blocks and are 0 here.</param>
    internal void Apply(ReadOnlySpan<byte> start, Span<byte> data)
    {
        if (data.IsEmpty) return;
        var (counters, stream) = (_counters ??= new byte[MaxLength], _stream ??= new byte[MaxLength]);
        var blocks = (data.Length + BlockLength - 1) / BlockLength;
        for (var i = 0; i < blocks; i++)
        {
            start.CopyTo(counters.AsSpan(i * BlockLength));
            (counters[(i * BlockLength) + 14], counters[(i * BlockLength) + 15]) = ((byte)(i >> 8), (byte)i);
        }

        _blocks.TransformBlock(counters, 0, blocks * BlockLength, stream, 0);
        Add(stream, data);
    }

    private static void Add(ReadOnlySpan<byte> stream, Span<byte> data)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(data);
        var keys = MemoryMarshal.Cast<byte, ulong>(stream);
        for (var i = 0; i < words.Length; i++) words[i] ^= keys[i];
        for (var i = words.Length * sizeof(ulong); i < data.Length; i++) data[i] ^= stream[i];
    }

    public void Dispose() => _blocks.Dispose();
}
