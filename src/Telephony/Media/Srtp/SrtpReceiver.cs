using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Hotline.Telephony.Media;

/// <summary>
/// Opens what a peer sends under its key (RFC 3711): checks the tag first, then takes each packet once. It knows a few sources,
/// each with its own count of roll-overs, as a peer's may change within a call. Belongs to the media thread.
/// </summary>
internal sealed class SrtpReceiver : IDisposable
{
    private const int MaxSources = 4;
    private const uint Encrypted = 0x80000000;

    private readonly SrtpKeys _rtp;
    private readonly SrtpKeys _rtcp;
    private readonly Source[] _sources = new Source[MaxSources];
    private int _known;
    private int _next;

    internal SrtpReceiver(SrtpKey key)
    {
        var master = Convert.FromBase64String(key.Base64);
        _rtp = new SrtpKeys(master, SrtpKeys.Rtp, key.Suite == SrtpSuite.Sha1Tag80 ? SrtpSender.FullTag : 4);
        _rtcp = new SrtpKeys(master, SrtpKeys.Rtcp, SrtpSender.FullTag);
    }

    /// <summary>Decrypts in place; false for what is not signed by the key's owner, or came before.</summary>
    internal bool TryOpen(Span<byte> datagram, out int length)
    {
        length = datagram.Length - _rtp.TagLength;
        if (length < RtpPacket.HeaderLength || !RtpPacket.TryFindStart(datagram[..length], out var start)) return false;
        var (sequence, ssrc) = (BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]), BinaryPrimitives.ReadUInt32BigEndian(datagram[8..]));
        var known = Find(ssrc);
        var source = known < 0 ? default : _sources[known];
        var index = source.Guess(sequence);
        if (!source.Heard.Allows(index) || !_rtp.IsSigned(datagram[..length], (uint)(index >> 16), datagram[length..])) return false;

        source.Take(ssrc, index);
        _sources[known < 0 ? Add() : known] = source;
        _rtp.Cipher(ssrc, index, datagram[start..length]);
        return true;
    }

    internal bool TryOpenReport(Span<byte> datagram, out int length)
    {
        length = datagram.Length - 4 - SrtpSender.FullTag;
        if (length < 8) return false;
        var end = length + 4;
        var word = BinaryPrimitives.ReadUInt32BigEndian(datagram[length..]);
        var (ssrc, index) = (BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]), word & ~Encrypted);
        if (!_rtcp.IsSigned(datagram[..end], null, datagram[end..])) return false;
        var known = Find(ssrc);
        if (known >= 0)
        {
            if (!_sources[known].Reports.Allows(index)) return false;
            _sources[known].Reports.Take(index);
        }

        if ((word & Encrypted) != 0) _rtcp.Cipher(ssrc, index, datagram[8..length]);
        return true;
    }

    private int Find(uint ssrc)
    {
        for (var i = 0; i < _known; i++)
        {
            if (_sources[i].Ssrc == ssrc) return i;
        }

        return -1;
    }

    private int Add() => _known < MaxSources ? _known++ : _next++ % MaxSources;

    [StructLayout(LayoutKind.Auto)]
    private struct Source
    {
        internal ReplayWindow Heard;
        internal ReplayWindow Reports;
        private ulong _newest;
        private bool _started;

        internal uint Ssrc { get; private set; }

        /// <summary>The number with its roll-overs, nearest to the newest (section 3.3.1).</summary>
        internal readonly ulong Guess(ushort sequence)
        {
            if (!_started) return sequence;
            var ahead = (short)(sequence - (ushort)_newest);
            return ahead < 0 && _newest < (ulong)-ahead ? sequence : (ulong)((long)_newest + ahead);
        }

        internal void Take(uint ssrc, ulong index)
        {
            Heard.Take(index);
            (Ssrc, _newest, _started) = (ssrc, _started ? Math.Max(_newest, index) : index, true);
        }
    }

    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }
}
