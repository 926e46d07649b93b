using System.Net;
using System.Threading.Channels;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Media;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Telephony.Tests.Endpoints;

/// <summary>The telephone at the other end of an endpoint, on real SIP and RTP: it says one tone, and a test presses its buttons.</summary>
internal sealed class EndpointPeer : IAsyncDisposable
{
    private static int _ports = 34000;
    private readonly Channel<Line> _rings = Channel.CreateUnbounded<Line>();
    private readonly Prompt _tone;
    private Phone _phone = null!;

    private EndpointPeer(Prompt tone) => _tone = tone;

    internal IPEndPoint Address => _phone.Sip.LocalEndPoint;

    internal static async Task<EndpointPeer> StartAsync(Prompt tone)
    {
        var (peer, first) = (new EndpointPeer(tone), Interlocked.Add(ref _ports, 20));
        peer._phone = await Phone.StartAsync(
            new() { FirstRtpPort = first, LastRtpPort = first + 19 }, peer.Receive, TimeProvider.System, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);
        return peer;
    }

    internal SipUri Uri(string number) => SipUri.Of(number, Address);

    internal async Task<Line> RingsAsync() => await _rings.Reader.ReadAsync(TestContext.Current.CancellationToken);

    internal Line Call(IPEndPoint to, string from, string number = "12345") => new(this, SipUri.Of(number, to), from);

    public ValueTask DisposeAsync() => _phone.DisposeAsync();

    private Action<SipCallEvent> Receive(Phone phone, SipCall sip)
    {
        var line = new Line(this, sip);
        sip.Ring();
        _rings.Writer.TryWrite(line);
        return line.Signalled;
    }

    internal sealed class Line
    {
        private readonly Channel<char> _digits = Channel.CreateUnbounded<char>();
        private readonly TaskCompletionSource _ringing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<SipCallEvent.Ended> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<SipCallEvent.Referred> _referred = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<int> _transferred = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly RtpLeg _leg;
        private readonly Conversation _talk;
        private readonly SessionDescription _offer;
        private readonly Prompt _tone;
        private readonly SipCall _sip;

        private Line(EndpointPeer peer, Func<SessionDescription, Action<SipCallEvent>, SipCall> dial)
        {
            (_tone, _leg) = (peer._tone, peer._phone.Media.OpenRtpLeg());
            _leg.Tap = Ear;
            _leg.Events = e =>
            {
                if (e is MediaLegEvent.Digit key) _digits.Writer.TryWrite(key.Key);
            };
            _talk = peer._phone.Media.OpenConversation(CallId.New());
            _talk.Join(_leg, Party.Citizen);
            _offer = OfferAnswer.Offer(_leg.Local);
            _sip = dial(_offer, Signalled);
        }

        internal Line(EndpointPeer peer, SipCall arrived)
            : this(peer, (_, _) => arrived)
        {
        }

        internal Line(EndpointPeer peer, SipUri to, string from)
            : this(peer, (offer, events) => peer._phone.Sip.Call(to, SipUri.Of(from, peer.Address), offer, events))
        {
        }

        internal SipCall Sip => _sip;
        internal AudioTap Ear { get; } = new();
        internal Task Ringing => _ringing.Task;
        internal Task Answered => _answered.Task;
        internal Task<SipCallEvent.Ended> Ended => _ended.Task;

        /// <summary>What the endpoint's REFER asks for.</summary>
        internal Task<SipCallEvent.Referred> Referred => _referred.Task;

        /// <summary>What the endpoint says to a REFER of ours.</summary>
        internal Task<int> Transferred => _transferred.Task;

        internal async Task<string> KeysAsync(int count)
        {
            var keys = "";
            while (keys.Length < count) keys += await _digits.Reader.ReadAsync(TestContext.Current.CancellationToken);
            return keys;
        }

        internal void Answer()
        {
            var (answer, agreed) = OfferAnswer.Answer(_sip.RemoteOffer!, _leg.Local)!.Value;
            _sip.Answer(answer);
            Speak(agreed);
        }

        internal void Press(string digits) => _leg.SendDigits(digits);

        internal void HangUp() => _sip.HangUp("hung up");

        /// <summary>保持 (RFC 3264 section 8.4), or back.</summary>
        internal void Hold(bool on)
        {
            var audio = _offer.Media[0] with { Direction = on ? MediaDirection.SendOnly : MediaDirection.SendReceive };
            _sip.Reoffer(_offer with { Media = [audio] });
        }

        internal void Signalled(SipCallEvent what)
        {
            switch (what)
            {
                case SipCallEvent.Progress { Status: 180 }: _ringing.TrySetResult(); break;
                case SipCallEvent.Answered e: Speak(OfferAnswer.Accept(_offer, e.Sdp)!); break;
                case SipCallEvent.Reoffered e: _sip.Renegotiate(_leg, e.Offer); break;
                case SipCallEvent.Referred e: _referred.TrySetResult(e); break;
                case SipCallEvent.ReferProgress { IsFinal: true } e: _transferred.TrySetResult(e.Status); break;
                case SipCallEvent.Ended e: End(e); break;
            }
        }

        private void Speak(AudioAgreement agreed)
        {
            _leg.Connect(agreed);
            _leg.Play(_tone, loop: true);
            _answered.TrySetResult();
        }

        private void End(SipCallEvent.Ended e)
        {
            _ = _talk.EndAsync();
            _leg.Close();
            _ended.TrySetResult(e);
        }
    }
}
