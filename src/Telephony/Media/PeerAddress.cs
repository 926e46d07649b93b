namespace Hotline.Telephony.Media;

/// <summary>
/// Where one leg's peer really is (symmetric RTP, RFC 4961): the announced address until the first valid packet, then that
/// packet's source; behind NAT the two differ. Whoever else was first, a packet from the announced address itself takes the leg back:
/// a port's last user may still be talking to it. Belongs to the media thread; times are ticks.
/// </summary>
internal sealed class PeerAddress
{
    private const int TicksUntilMoved = 50;
    private const int TicksUntilUnsettled = 25;

    private Peer _announced;
    private long _windowEnd;
    private long _lastAccepted;
    private bool _latched;

    internal Peer Rtp { get; private set; }
    internal Peer Rtcp { get; private set; }

    /// <summary>0.0.0.0, :: or port 0 is an old way to say hold.</summary>
    internal bool Routable => !Rtp.IsAny && Rtp.Port != 0;

    /// <param name="reports">Where RTCP is wanted, where that is not the next port (RFC 3605).</param>
    internal void Announce(Peer announced, long windowEnd, Peer? reports = null)
    {
        (_announced, _windowEnd, _latched) = (announced, windowEnd, false);
        (Rtp, Rtcp) = (announced, reports ?? announced.Next);
    }

    internal bool Accepts(Peer source, long now)
    {
        if (_latched && source == Rtp || source == _announced || MayLatch(source, now))
        {
            if (Rtp != source) (Rtp, Rtcp) = (source, source.Next);
            (_latched, _lastAccepted) = (true, now);
            return true;
        }

        return false;
    }

    /// <summary>Its packets come from where it announced, and only its own would be taken now.</summary>
    internal bool Settled(long now) => _latched && now - _lastAccepted < TicksUntilUnsettled && Rtp == _announced;

    /// <summary>Anyone within the window; later the announced host; after a second of quiet a peer whose NAT gave it another port.</summary>
    private bool MayLatch(Peer source, long now) => _latched
        ? source.IsHostOf(Rtp) && now - _lastAccepted > TicksUntilMoved
        : now <= _windowEnd || source.IsHostOf(_announced);

    internal bool AcceptsReport(Peer source, bool onRtpPort)
    {
        if (!source.IsHostOf(Rtp)) return false;
        Rtcp = onRtpPort ? Rtp : source;
        return true;
    }
}
