using System.Threading.Channels;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Media;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Telephony.Tests.Calls;

/// <summary>An agent's telephone on real SIP and RTP; a test presses its buttons.</summary>
internal sealed class TestPhone : IAsyncDisposable
{
    private static int _ports = 30000;
    private readonly Channel<Ringing> _rings = Channel.CreateUnbounded<Ringing>();
    private readonly int _tone;
    private Phone _phone = null!;

    private TestPhone(int tone) => _tone = tone;

    internal static async Task<TestPhone> StartAsync(int tone)
    {
        var (made, first) = (new TestPhone(tone), Interlocked.Add(ref _ports, 20));
        made._phone = await Phone.StartAsync(
            new() { FirstRtpPort = first, LastRtpPort = first + 19 }, made.Receive, TimeProvider.System, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);
        return made;
    }

    internal string AddressOf(string agent) => $"sip:{agent}@{_phone.Sip.LocalEndPoint}";

    internal async Task<Ringing> RingsAsync() => await _rings.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _phone.DisposeAsync();

    private Action<SipCallEvent> Receive(Phone phone, SipCall sip)
    {
        var ringing = new Ringing(sip, phone.Media, _tone);
        sip.Ring();
        _rings.Writer.TryWrite(ringing);
        return ringing.Signalled;
    }

    /// <summary>One call at the phone, from its first ring.</summary>
    internal sealed class Ringing
    {
        private readonly TaskCompletionSource<SipCallEvent.Ended> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly SipCall _sip;
        private readonly RtpLeg _leg;
        private readonly Conversation _ear;
        private readonly int _tone;

        internal Ringing(SipCall sip, MediaEngine media, int tone)
        {
            (_sip, _tone, _leg) = (sip, tone, media.OpenRtpLeg());
            _leg.Tap = Ear;
            _ear = media.OpenConversation(CallId.New());
            _ear.Join(_leg, Party.Agent);
        }

        internal AudioTap Ear { get; } = new();
        internal Task<SipCallEvent.Ended> Ended => _ended.Task;

        internal void Answer()
        {
            var (answer, agreed) = OfferAnswer.Answer(_sip.RemoteOffer!, _leg.LocalEndPoint)!.Value;
            _leg.Connect(agreed);
            _sip.Answer(answer);
            _leg.Play(RunningHotline.Sound(_tone), loop: true);
        }

        internal void Refuse() => _sip.Reject(486);

        internal void HangUp() => _sip.HangUp("hung up");

        /// <summary>保持 key: sendonly (RFC 3264 section 8.4), or back.</summary>
        internal void Hold(bool on)
        {
            var offer = OfferAnswer.Offer(_leg.LocalEndPoint);
            var audio = offer.Media[0] with { Direction = on ? MediaDirection.SendOnly : MediaDirection.SendReceive };
            _sip.Reoffer(offer with { Media = [audio] });
        }

        /// <summary>转接 key</summary>
        internal void Transfer(string number) => _sip.Refer(SipUri.Parse($"sip:{number}@127.0.0.1"));

        internal void Signalled(SipCallEvent what)
        {
            if (what is SipCallEvent.Reoffered offered) _sip.Renegotiate(_leg, offered.Offer);
            if (what is not SipCallEvent.Ended ended) return;
            _leg.Close();
            _ = _ear.EndAsync();
            _ended.TrySetResult(ended);
        }
    }
}
