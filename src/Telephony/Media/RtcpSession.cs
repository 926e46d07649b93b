using System.Buffers.Binary;

namespace Hotline.Telephony.Media;

/// <summary>One leg's reports to and from its peer: when the next is due, and what the peer's say. Belongs to the media thread.</summary>
internal sealed class RtcpSession(byte[] cname)
{
    private const int TicksBetweenReports = 250;

    private uint _lastSenderReport;
    private ulong _lastSenderReportAt;
    // ±half the interval, so that thousands of legs do not report in one tick (RFC 3550 6.2)
    private int _ticksToReport = Random.Shared.Next(TicksBetweenReports / 2, TicksBetweenReports);

    /// <summary>The peer has told what it hears of us.</summary>
    internal bool Reported { get; private set; }

    /// <summary>0 to 1.</summary>
    internal double RemoteLost { get; private set; }
    internal TimeSpan RemoteJitter { get; private set; }
    internal TimeSpan? RoundTrip { get; private set; }
    internal long Received { get; private set; }

    internal bool IsDue()
    {
        if (--_ticksToReport > 0) return false;
        _ticksToReport = Random.Shared.Next(TicksBetweenReports * 3 / 4, TicksBetweenReports * 5 / 4);
        return true;
    }

    internal int Write(Span<byte> to, uint ssrc, Rtcp.SenderInfo? sent, RtpReception reception, ulong now, bool goodbye) =>
        Rtcp.Write(to, ssrc, sent, reception.Started ? Block(reception, now) : null, cname, goodbye);

    private Rtcp.ReportBlock Block(RtpReception reception, ulong now) => new(
        reception.Ssrc, reception.TakeFractionLost(), reception.CumulativeLost, reception.HighestSequence, reception.Jitter,
        _lastSenderReport, _lastSenderReport == 0 ? 0 : (uint)((now - _lastSenderReportAt) >> 16));

    internal void Read(ReadOnlySpan<byte> compound, uint ourSsrc, ulong now)
    {
        while (Rtcp.TryTake(ref compound, out var type, out var count, out var body))
        {
            Received++;
            if (type is not (Rtcp.SenderReport or Rtcp.ReceiverReport)) continue;
            if (type == Rtcp.SenderReport && body.Length >= 24) Remember(body, now);
            if (Rtcp.TryFindBlock(type, count, body, ourSsrc, out var block)) Learn(block, now);
        }
    }

    private void Remember(ReadOnlySpan<byte> senderReport, ulong now)
    {
        _lastSenderReport = Rtcp.Middle(BinaryPrimitives.ReadUInt64BigEndian(senderReport[4..]));
        _lastSenderReportAt = now;
    }

    private void Learn(Rtcp.ReportBlock block, ulong now)
    {
        Reported = true;
        RemoteLost = block.FractionLost / 256.0;
        RemoteJitter = TimeSpan.FromTicks(block.Jitter * (TimeSpan.TicksPerSecond / 8000));
        if (block.LastReport == 0) return;
        // A - LSR - DLSR; a peer that counts its delay in another unit would make it negative
        var roundTrip = (int)(Rtcp.Middle(now) - block.LastReport - block.Delay);
        if (roundTrip >= 0) RoundTrip = TimeSpan.FromSeconds(roundTrip / 65536.0);
    }
}
