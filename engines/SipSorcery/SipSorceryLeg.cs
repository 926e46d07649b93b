using System.Collections.Concurrent;
using System.Net;
using Hotline.Telephony.Media;
using SIPSorcery.Net;
using SIPSorcery.Sys;
using SIPSorceryMedia.Abstractions;

namespace Hotline.Engines.SipSorcery;

/// <summary>
/// A party whose packets SIPSorcery receives and sends (RTP, RTCP, RFC 4733); jitter buffer, mixing and recording are the media engine's.
/// Packets arrive on threads of the pool and wait in a queue for the tick.
/// </summary>
internal sealed class SipSorceryLeg : MediaLeg
{
    private const int MostWaiting = 50;

    private readonly ConcurrentQueue<RTPPacket> _arrived = new();
    private readonly DigitReceiver _digits = new();
    private bool _connected;

    internal SipSorceryLeg(MediaEngine engine, IPAddress address, PortRange ports)
        : base(engine)
    {
        Session = new(new RtpSessionConfig { BindAddress = address, RtpPortRange = ports }) { AcceptRtpFromAny = true };
        Session.addTrack(new MediaStreamTrack(SDPWellKnownMediaFormatsEnum.PCMA, SDPWellKnownMediaFormatsEnum.PCMU));
        Session.OnRtpPacketReceived += Arrived;
        Session.OnRtpEvent += Pressed;
    }

    internal RTPSession Session { get; }

    private protected override bool Listening => _connected && Session.AudioLocalTrack.StreamStatus is MediaStreamStatusEnum.SendRecv or MediaStreamStatusEnum.RecvOnly;

    /// <summary>Offer and answer have agreed.</summary>
    internal void Connect()
    {
        var codec = (AudioCodec)Session.AudioStream.GetSendingFormat().ID;
        Engine.Post(() =>
        {
            Codec = codec;
            Jitter.Reset(codec);
            Spoken.Fill(G711.Silence(codec));
            (_connected, LastHeard) = (true, Engine.Now);
        });
    }

    private void Arrived(IPEndPoint from, SDPMediaTypesEnum kind, RTPPacket packet)
    {
        if (kind == SDPMediaTypesEnum.audio && _arrived.Count < MostWaiting) _arrived.Enqueue(packet);
    }

    private void Pressed(IPEndPoint from, RTPEvent what, RTPHeader header)
    {
        if (_digits.Take(header.SyncSource, header.Timestamp, what.GetEventPayload(), Engine.Now) is { } key) Raise(new MediaLegEvent.Digit(key));
    }

    private protected override void Receive()
    {
        while (_arrived.TryDequeue(out var packet)) Take(packet.Header, packet.Payload);
    }

    private void Take(RTPHeader header, byte[] payload)
    {
        if (header.PayloadType is not ((int)AudioCodec.Pcma or (int)AudioCodec.Pcmu)) return;
        LastHeard = Engine.Now;
        Engine.PacketsIn++;
        if (!Reception.Started || Reception.Ssrc != header.SyncSource)
        {
            Reception.Restart(header.SyncSource, header.SequenceNumber);
            Jitter.Reset(Codec);
        }

        Reception.Count(header.SequenceNumber, header.Timestamp, (uint)(Engine.Now * JitterBuffer.Frame));
        Jitter.Insert(header.Timestamp, payload, (AudioCodec)header.PayloadType);
    }

    private protected override void Send()
    {
        if (!_connected || Session.IsClosed || Session.AudioLocalTrack.StreamStatus is not (MediaStreamStatusEnum.SendRecv or MediaStreamStatusEnum.SendOnly)) return;
        Session.SendAudio(JitterBuffer.Frame, Spoken.ToArray());
        PacketsOut++;
        Engine.PacketsOut++;
    }

    private protected override void Release() => ThreadPool.UnsafeQueueUserWorkItem(static session => session.Close("over"), Session, preferLocal: false);
}
