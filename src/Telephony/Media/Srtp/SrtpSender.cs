using System.Buffers.Binary;

namespace Hotline.Telephony.Media;

/// <summary>Encrypts and signs what a leg sends (RFC 3711). Belongs to the media thread; the packet grows by at most <see cref="MaxGrowth"/>.</summary>
internal sealed class SrtpSender : IDisposable
{
    internal const int MaxGrowth = 14;
    internal const int FullTag = 10;

    private const uint Encrypted = 0x80000000;

    private readonly SrtpKeys _rtp;
    private readonly SrtpKeys _rtcp;
    private uint _rollOver;
    private ushort _last;
    private bool _started;
    private uint _reports;

    internal SrtpSender(SrtpKey key)
    {
        var master = Convert.FromBase64String(key.Base64);
        _rtp = new SrtpKeys(master, SrtpKeys.Rtp, key.Suite == SrtpSuite.Sha1Tag80 ? FullTag : 4);
        _rtcp = new SrtpKeys(master, SrtpKeys.Rtcp, FullTag);
    }

    /// <summary>A packet of our own making, with a plain header of 12 bytes; numbers go up by one.</summary>
    /// <returns>The length with the tag.</returns>
    internal int Protect(Span<byte> buffer, int length)
    {
        var (sequence, ssrc) = (BinaryPrimitives.ReadUInt16BigEndian(buffer[2..]), BinaryPrimitives.ReadUInt32BigEndian(buffer[8..]));
        if (_started && sequence < _last) _rollOver++;
        (_started, _last) = (true, sequence);
        _rtp.Cipher(ssrc, ((ulong)_rollOver << 16) | sequence, buffer[RtpPacket.HeaderLength..length]);
        _rtp.Sign(buffer[..length], _rollOver, buffer[length..]);
        return length + _rtp.TagLength;
    }

    internal int ProtectReport(Span<byte> buffer, int length)
    {
        var index = ++_reports & ~Encrypted;
        _rtcp.Cipher(BinaryPrimitives.ReadUInt32BigEndian(buffer[4..]), index, buffer[8..length]);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[length..], index | Encrypted);
        _rtcp.Sign(buffer[..(length + 4)], null, buffer[(length + 4)..]);
        return length + 4 + FullTag;
    }

    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }
}
