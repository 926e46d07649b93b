using System.Net;
using System.Threading.Channels;
using Hotline.Telephony.Media;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Sdp;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Phones;

/// <summary>What the 110 desk does with a call.</summary>
public enum PoliceReply
{
    /// <summary>接听</summary>
    Answer,
    /// <summary>振铃: nobody comes.</summary>
    Ring,
    /// <summary>遇忙 (486)</summary>
    Busy,
}

/// <summary>A 110 desk of our own (110 接警台): answers what is transferred to it and says what arrived. For the demo and tests.</summary>
public sealed class PoliceDesk : IAsyncDisposable
{
    private readonly Channel<PoliceCall> _arrived = Channel.CreateUnbounded<PoliceCall>();
    private Phone? _phone;
    private PoliceInbox? _inbox;

    private PoliceDesk() { }

    /// <summary>What it does with the next calls.</summary>
    public PoliceReply Reply { get; set; }

    /// <summary>What the officer says, again and again; null only listens.</summary>
    public Prompt? Voice { get; set; }

    public IPEndPoint SipEndPoint => _phone!.Sip.LocalEndPoint;

    /// <summary>Calls as they arrive, refused ones left out.</summary>
    public ChannelReader<PoliceCall> Arrived => _arrived.Reader;

    /// <exception cref="InvalidOperationException">The SIP port is taken.</exception>
    public static async Task<PoliceDesk> StartAsync(PhoneOptions options, TimeProvider clock, ILoggerFactory logs, CancellationToken ct)
    {
        var desk = new PoliceDesk();
        desk._phone = await Phone.StartAsync(options, desk.Receive, clock, logs, ct);
        return desk;
    }

    /// <summary>Takes packets that come before the voice, from now on.</summary>
    /// <param name="port">0 takes any free one.</param>
    /// <returns>Where to post them.</returns>
    public async Task<Uri> ReceivePacketsAsync(int port, CancellationToken ct)
    {
        _inbox ??= await PoliceInbox.StartAsync(SipEndPoint.Address, port, _phone!.Clock, ct);
        return _inbox.Endpoint;
    }

    public async ValueTask DisposeAsync()
    {
        await _phone!.DisposeAsync();
        if (_inbox is not null) await _inbox.DisposeAsync();
    }

    private Action<SipCallEvent> Receive(Phone phone, SipCall sip)
    {
        if (Reply == PoliceReply.Busy || sip.RemoteOffer is not { } offer) return Refuse(sip, 486);

        var leg = phone.Media.OpenRtpLeg();
        if (OfferAnswer.Answer(offer, leg.Local) is not var (answer, agreed))
        {
            leg.Close();
            return Refuse(sip, 488);
        }

        var call = new PoliceCall(sip, leg, phone, c => _inbox?.Find(c));
        if (Reply == PoliceReply.Ring) sip.Ring();
        else call.Answer(answer, agreed, Voice);
        _arrived.Writer.TryWrite(call);
        return call.Signalled;
    }

    private static Action<SipCallEvent> Refuse(SipCall sip, int status)
    {
        sip.Reject(status);
        return _ => { };
    }
}
