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
    // what never happens fails the test instead of holding up the suite
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
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

    internal Task<Ringing> RingsAsync() => _rings.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);

    /// <summary>The phone's second line calls somebody directly, beside the hotline.</summary>
    internal PhoneCall Call(string address) => new(_phone, SipUri.Parse(address), SipUri.Of("1001", _phone.Sip.LocalEndPoint), null);

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
        private readonly MediaEngine _media;
        private readonly int _tone;
        private readonly TaskCompletionSource<int> _referred = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<Ringing> _replaced = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Ringing(SipCall sip, MediaEngine media, int tone)
        {
            (_sip, _tone, _media, _leg) = (sip, tone, media, media.OpenRtpLeg());
            _leg.Tap = Ear;
            _ear = media.OpenConversation(CallId.New());
            _ear.Join(_leg, Party.Agent);
        }

        internal AudioTap Ear { get; } = new();

        /// <summary>The last word on what <see cref="Transfer(string)"/> asked for: a SIP status.</summary>
        internal Task<int> Referred => _referred.Task.WaitAsync(Patience);
        internal Task<SipCallEvent.Ended> Ended => _ended.Task.WaitAsync(Patience);

        /// <summary>The call that took this one's place (RFC 3891), answered.</summary>
        internal Task<Ringing> Replaced => _replaced.Task.WaitAsync(Patience);

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

        /// <summary>转接 key while the second line talks: who is there gets the citizen (RFC 5589 section 7).</summary>
        internal void Transfer(string address, PhoneCall consulted) => _sip.Refer(SipUri.Parse(address), consulted.Sip);

        internal void Signalled(SipCallEvent what)
        {
            if (what is SipCallEvent.Replaced { By: var newer }) TakeUp(newer);
            if (what is SipCallEvent.Reoffered offered) _sip.Renegotiate(_leg, offered.Offer);
            if (what is SipCallEvent.ReferProgress { IsFinal: true } told) _referred.TrySetResult(told.Status);
            if (what is not SipCallEvent.Ended ended) return;
            _leg.Close();
            _ = _ear.EndAsync();
            _ended.TrySetResult(ended);
        }

        private void TakeUp(SipCall newer)
        {
            var taken = new Ringing(newer, _media, _tone);
            newer.Listen(taken.Signalled);
            taken.Answer();
            _sip.HangUp("replaced");
            _replaced.TrySetResult(taken);
        }
    }
}
