using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hotline.Telephony.Media;

/// <summary>The session keys of one direction of RTP or RTCP (RFC 3711 section 4.3), and what is done with them: encrypt in place, sign.</summary>
internal sealed class SrtpKeys : IDisposable
{
    internal const int Rtp = 0;
    internal const int Rtcp = 3;

    private const int SaltLength = 14;
    private const int SignatureLength = 20;

    private readonly AesCounter _cipher;
    private readonly IncrementalHash _hash;
    private readonly byte[] _salt = new byte[SaltLength];

    /// <param name="master">16 bytes of key, 14 of salt.</param>
    /// <param name="label">Of the encryption key; those of signature and salt follow it.</param>
    internal SrtpKeys(ReadOnlySpan<byte> master, int label, int tagLength)
    {
        TagLength = tagLength;
        Span<byte> key = stackalloc byte[SrtpKey.MasterLength], signature = stackalloc byte[SignatureLength];
        Derive(master, label, key);
        Derive(master, label + 1, signature);
        Derive(master, label + 2, _salt);
        _cipher = new AesCounter(key);
        _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, signature);
    }

    internal int TagLength { get; }

    /// <summary>Section 4.3.1, with a key derivation rate of 0.</summary>
    internal static void Derive(ReadOnlySpan<byte> master, int label, Span<byte> derived)
    {
        using var derivation = new AesCounter(master[..SrtpKey.MasterLength]);
        Span<byte> start = stackalloc byte[AesCounter.BlockLength];
        start.Clear();
        master[SrtpKey.MasterLength..].CopyTo(start);
        start[7] ^= (byte)label;
        derived.Clear();
        derivation.Apply(start, derived);
    }

    /// <summary>Encrypts or decrypts in place (section 4.1.1).</summary>
    internal void Cipher(uint ssrc, ulong index, Span<byte> data)
    {
        Span<byte> start = stackalloc byte[AesCounter.BlockLength];
        start.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(start[4..], ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(start[6..], ((ulong)BinaryPrimitives.ReadUInt16BigEndian(start[6..]) << 48) | index);
        for (var i = 0; i < SaltLength; i++) start[i] ^= _salt[i];
        _cipher.Apply(start, data);
    }

    /// <summary>The packet's tag (section 4.2); <paramref name="rollOver"/> is signed with RTP and not sent.</summary>
    internal void Sign(ReadOnlySpan<byte> packet, uint? rollOver, Span<byte> tag)
    {
        Span<byte> hash = stackalloc byte[SignatureLength];
        _hash.AppendData(packet);
        if (rollOver is { } count)
        {
            BinaryPrimitives.WriteUInt32BigEndian(hash, count);
            _hash.AppendData(hash[..4]);
        }

        _hash.GetHashAndReset(hash);
        hash[..TagLength].CopyTo(tag);
    }

    internal bool IsSigned(ReadOnlySpan<byte> packet, uint? rollOver, ReadOnlySpan<byte> tag)
    {
        Span<byte> expected = stackalloc byte[SignatureLength];
        Sign(packet, rollOver, expected);
        return CryptographicOperations.FixedTimeEquals(expected[..TagLength], tag);
    }

    public void Dispose()
    {
        _cipher.Dispose();
        _hash.Dispose();
    }
}
