using System.Net;
using System.Security.Cryptography;

namespace Hotline.Telephony.Media;

/// <summary>A party on a telephone: RTP and RTCP on two ports of our own (RFC 3550, RFC 3551, RFC 4733).</summary>
public sealed class RtpLeg : MediaLeg
{
    private const int TicksBetweenRtcpReads = 5;
    private const int TicksBetweenSweeps = 8;
    private const int MaxBatches = 8;
    private const int TicksUntilQuiet = 3;

    private readonly PortPool _pool;
    private readonly PortPair _ports;
    private readonly MediaSocket _rtp;
    private readonly MediaSocket _rtcp;
    private readonly RtcpSession _reports;
    private readonly DigitReceiver _digits = new();
    private DigitSender? _digitSender;
    private readonly PeerAddress _peer = new();
    // what is not sent as it was spoken: digits, G.722, SRTP
    private readonly byte[] _datagram = new byte[RtpPacket.HeaderLength + JitterBuffer.Frame + SrtpSender.MaxGrowth];
    // one source for the leg's life: our sequence numbers and timestamps never jump, so the peer has nothing to re-learn
    // (an echo of our own packets must not count as a collision, or the two would chase each other)
    private readonly uint _ssrc = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
    private ushort _sequence = (ushort)RandomNumberGenerator.GetInt32(0x8000);
    private uint _timestamp = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
    private bool _marker = true;
    private AudioAgreement? _announced;
    private AudioAgreement? _agreed;
    private G722.Encoder? _wideband;
    private SrtpSender? _sealing;
    private SrtpReceiver? _opening;
    private (uint Ssrc, ushort Sequence) _candidate;
    private long _lastOfSource;
    private bool _steady;
    private bool _connected;

    internal RtpLeg(MediaEngine engine, PortPool pool, MediaEncryption encryption, IReadOnlyList<AudioCodec> codecs)
        : base(engine)
    {
        (_pool, _ports) = (pool, pool.Take());
        (_rtp, _rtcp) = (_ports.Rtp, _ports.Rtcp);
        _reports = new RtcpSession(engine.Cname);
        Local = new LocalAudio(new IPEndPoint(pool.Address, _ports.Port), encryption) { Codecs = codecs };
    }

    /// <summary>What our session description announces.</summary>
    public LocalAudio Local { get; }

    /// <summary>Where it listens.</summary>
    public IPEndPoint LocalEndPoint => Local.EndPoint;

    private protected override RtcpSession Reports => _reports;
    private protected override bool Listening => _agreed is { Receive: true };

    /// <summary>Begins, or after a re-INVITE goes on, as offer and answer agreed; the peer's true source is learnt anew (RFC 4961).</summary>
    public void Connect(AudioAgreement agreed)
    {
        ArgumentNullException.ThrowIfNull(agreed);
        var announced = Peer.Of(agreed.Remote);
        var reports = agreed.Reports is { } at ? Peer.Of(at) : (Peer?)null;
        // keys that stay keep their counts of packets
        var before = Interlocked.Exchange(ref _announced, agreed)?.Srtp;
        var wideband = agreed.Codec == AudioCodec.G722 ? new G722.Encoder() : null;
        var sealing = agreed.Srtp is { } keys && keys.Ours != before?.Ours ? new SrtpSender(keys.Ours) : null;
        var opening = agreed.Srtp is { } theirs && theirs.Theirs != before?.Theirs ? new SrtpReceiver(theirs.Theirs) : null;
        Engine.Post(() =>
        {
            Rekey(agreed.Srtp is not null, sealing, opening);
            ConnectNow(agreed, announced, reports, wideband);
        });
    }

    private void Rekey(bool encrypted, SrtpSender? sealing, SrtpReceiver? opening)
    {
        if (sealing is not null || !encrypted)
        {
            _sealing?.Dispose();
            _sealing = sealing;
        }

        if (opening is null && encrypted) return;
        _opening?.Dispose();
        _opening = opening;
    }

    /// <summary>Sends key presses (RFC 4733), one after the other.</summary>
    /// <exception cref="ArgumentException">A character is not 0-9, *, #, A-D.</exception>
    /// <exception cref="InvalidOperationException">The peer did not agree to telephone-event.</exception>
    public void SendDigits(string digits)
    {
        var wrong = digits.FirstOrDefault(digit => !DigitReceiver.Keys.Contains(char.ToUpperInvariant(digit), StringComparison.Ordinal));
        if (wrong != default) throw new ArgumentException($"'{wrong}' is no key; keys are {DigitReceiver.Keys}.", nameof(digits));
        if (Volatile.Read(ref _announced)?.EventPayloadType is null) throw new InvalidOperationException("The peer has no telephone-event; send the digits by SIP INFO.");
        Engine.Post(() => (_digitSender ??= new()).Add(digits));
    }

    /// <summary>Says this to the peer, in full; then <see cref="MediaLegEvent.PlayFinished"/> with the speech as its tag.</summary>
    public void SendAudio(Prompt speech) => Play(speech, loop: false, tag: speech);

    private void ConnectNow(AudioAgreement agreed, Peer announced, Peer? reports, G722.Encoder? wideband)
    {
        if (IsClosed) return;
        if (agreed.Codec != _agreed?.Codec)
        {
            Jitter.Reset(agreed.Codec);
            _wideband = wideband;
            Codec = Jitter.Law;
            Spoken.Fill(G711.Silence(Codec));
        }

        (_agreed, _marker, LastHeard) = (agreed, true, Engine.Now);
        _peer.Announce(announced, Engine.Now + (Engine.Options.LatchWindow.Ticks / MediaEngine.TickLength.Ticks), reports);
        ConnectWhileSettled();
    }

    internal override void Warm()
    {
        base.Warm();
        Prefetch.Object(_peer, 128);
        Prefetch.Object(_reports);
        Prefetch.Object(_agreed);
    }

    private protected override void Receive()
    {
        var (datagrams, turn) = (Engine.Datagrams, Engine.Now + (_ports.Port / 2));
        if (turn % TicksBetweenSweeps == 0) ConnectWhileSettled();
        if (turn % TicksBetweenSweeps == 0 || !_steady) _steady = Sweep(datagrams) == 1;
        else _steady = datagrams.ReceiveOne(_rtp) && TakeOne(datagrams);
        if (turn % TicksBetweenRtcpReads == 0) ReceiveReports(datagrams);
    }

    private void ConnectWhileSettled()
    {
        var settled = _peer.Settled(Engine.Now);
        if (settled != _connected) _connected = Engine.Datagrams.Connect(_rtp, settled ? _peer.Rtp : null) && settled;
    }

    /// <summary>False where it was no packet of the peer, whose own may wait behind it.</summary>
    private bool TakeOne(DatagramIo datagrams)
    {
        var before = Engine.PacketsIn;
        Take(datagrams.Data(0), datagrams.Source(0));
        if (Engine.PacketsIn > before) return true;
        Sweep(datagrams);
        return false;
    }

    /// <summary>Takes all that waits. A peer whose packets come one a tick is swept from time to time only: asking the kernel for a second one costs as much as the first.</summary>
    /// <returns>How many there were.</returns>
    private int Sweep(DatagramIo datagrams)
    {
        var (count, batches, sum) = (DatagramIo.BatchSize, 0, 0);
        while (count == DatagramIo.BatchSize && batches++ < MaxBatches)
        {
            count = datagrams.Receive(_rtp);
            for (var i = 0; i < count; i++) Take(datagrams.Data(i), datagrams.Source(i));
            sum += count;
        }

        return sum;
    }

    private void Take(Span<byte> datagram, Peer source)
    {
        // RFC 5761 section 4: a peer that sends its reports to the RTP port
        if (datagram.Length > 1 && datagram[1] is >= 192 and <= 223) TakeReport(datagram, source, onRtpPort: true);
        else if (_agreed is { } agreed && TryOpen(ref datagram) && RtpPacket.TryParse(datagram, out var packet)) Take(packet, source, agreed);
    }

    private bool TryOpen(ref Span<byte> datagram)
    {
        if (_opening is null) return true;
        if (datagram.Length < RtpPacket.HeaderLength || datagram[0] >> 6 != 2 || !_opening.TryOpen(datagram, out var length)) return false;
        datagram = datagram[..length];
        return true;
    }

    private void Take(in RtpPacket packet, Peer source, AudioAgreement agreed)
    {
        var isEvent = packet.PayloadType == agreed.EventPayloadType;
        var codec = isEvent ? null : CodecOf(packet.PayloadType, agreed);
        if (codec is null && !isEvent && packet.PayloadType != ComfortNoise.PayloadType) return;
        if (!_peer.Accepts(source, Engine.Now)) return;

        LastHeard = Engine.Now;
        Engine.PacketsIn++;
        if (isEvent && _digits.Take(packet.Ssrc, packet.Timestamp, packet.Payload, Engine.Now) is { } key) Raise(new MediaLegEvent.Digit(key));
        if (!Follows(packet, isEvent)) return;
        Reception.Count(packet.Sequence, packet.Timestamp, (uint)(Engine.Now * JitterBuffer.Frame));
        if (codec is { } form) Jitter.Insert(packet.Timestamp, packet.Payload, form);
        else if (!isEvent && ComfortNoise.Level(packet.Payload) is { } level) Jitter.BeQuiet(packet.Timestamp, level);
    }

    /// <summary>The agreed number; and G.711's static ones, which mean the same to everybody.</summary>
    private static AudioCodec? CodecOf(byte payloadType, AudioAgreement agreed) =>
        payloadType == agreed.PayloadType ? agreed.Codec
        : payloadType is (byte)AudioCodec.Pcma or (byte)AudioCodec.Pcmu ? (AudioCodec)payloadType
        : null;

    /// <summary>A new source takes over when the old one is quiet, or with its second packet in a row.</summary>
    private bool Follows(in RtpPacket packet, bool isEvent)
    {
        if (Reception.Started && packet.Ssrc == Reception.Ssrc)
        {
            _lastOfSource = Engine.Now;
            return true;
        }

        if (isEvent) return false;
        var expected = (_candidate.Ssrc, (ushort)(_candidate.Sequence + 1));
        _candidate = (packet.Ssrc, packet.Sequence);
        if (Reception.Started && Engine.Now - _lastOfSource < TicksUntilQuiet && _candidate != expected) return false;
        Reception.Restart(packet.Ssrc, packet.Sequence);
        Jitter.Reset(Jitter.Codec);
        _lastOfSource = Engine.Now;
        return true;
    }

    private void ReceiveReports(DatagramIo datagrams)
    {
        for (var most = DatagramIo.BatchSize; most > 0 && datagrams.ReceiveOne(_rtcp); most--) TakeReport(datagrams.Data(0), datagrams.Source(0), onRtpPort: false);
    }

    private void TakeReport(Span<byte> compound, Peer source, bool onRtpPort)
    {
        if (_agreed is null || !_peer.AcceptsReport(source, onRtpPort)) return;
        if (_opening is not null)
        {
            if (!_opening.TryOpenReport(compound, out var length)) return;
            compound = compound[..length];
        }

        Engine.RtcpIn++;
        _reports.Read(compound, _ssrc, Engine.NtpNow);
    }

    private protected override void Send()
    {
        if (_agreed is not { } agreed) return;
        _timestamp += JitterBuffer.Frame;
        if (agreed.Send && _peer.Routable) SendFrame(agreed);
        else _marker = true;
        if (_reports.IsDue()) SendReport(goodbye: false);
    }

    private void SendFrame(AudioAgreement agreed)
    {
        var payload = _datagram.AsSpan(RtpPacket.HeaderLength, JitterBuffer.Frame);
        if (_digitSender is { Active: true } digits && agreed.EventPayloadType is { } eventType && digits.TryNext(_timestamp, payload, out var timestamp, out var first))
        {
            SendPacket(_datagram, first, eventType, timestamp, RtpPacket.HeaderLength + 4);
            // the first audio after a gap is the beginning of a talkspurt (RFC 3551 section 4.1)
            _marker = true;
            return;
        }

        var asSpoken = _wideband is null && _sealing is null;
        if (_wideband is not null) Widen(_wideband, payload);
        else if (!asSpoken) Spoken.CopyTo(payload);
        SendPacket(asSpoken ? Packet : _datagram, _marker, agreed.PayloadType, _timestamp, RtpPacket.HeaderLength + JitterBuffer.Frame);
        _marker = false;
    }

    private void Widen(G722.Encoder wideband, Span<byte> payload)
    {
        Span<short> samples = stackalloc short[JitterBuffer.Frame];
        G711.Decode(Spoken, samples, Codec);
        wideband.Encode(samples, payload);
    }

    private void SendPacket(byte[] datagram, bool marker, byte payloadType, uint timestamp, int length)
    {
        RtpPacket.WriteHeader(datagram, marker, payloadType, _sequence++, timestamp, _ssrc);
        if (_sealing is not null) length = _sealing.Protect(datagram, length);
        if (!Engine.Datagrams.Send(_rtp, datagram.AsSpan(0, length), _connected ? null : _peer.Rtp)) return;
        PacketsOut++;
        Engine.PacketsOut++;
    }

    private void SendReport(bool goodbye)
    {
        if (!_peer.Routable) return;
        Span<byte> report = stackalloc byte[Rtcp.MaxLength + SrtpSender.MaxGrowth];
        Rtcp.SenderInfo? sent = PacketsOut == 0 ? null : new(Engine.NtpNow, _timestamp, (uint)PacketsOut, (uint)(PacketsOut * JitterBuffer.Frame));
        var length = _reports.Write(report, _ssrc, sent, Reception, Engine.NtpNow, goodbye);
        if (_sealing is not null) length = _sealing.ProtectReport(report, length);
        if (Engine.Datagrams.Send(_rtcp, report[..length], _peer.Rtcp)) Engine.RtcpOut++;
    }

    private protected override void Release()
    {
        if (_agreed is not null) SendReport(goodbye: true);
        _sealing?.Dispose();
        _opening?.Dispose();
        // closing sockets costs more than a tick should pay
        ThreadPool.UnsafeQueueUserWorkItem(static leg => leg._pool.Release(leg._ports), this, preferLocal: false);
    }
}
