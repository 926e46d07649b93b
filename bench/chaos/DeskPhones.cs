using Hotline.Telephony.Calls;
using Hotline.Telephony.Media;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Sdp;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Bench.Chaos;

/// <summary>Agents' SIP phones, on one stack: they answer, refuse, ring on, hang up, or fall silent in the middle of a call.</summary>
internal sealed class DeskPhones(int seed, Prompt voice) : IAsyncDisposable
{
    private readonly Random _random = new(seed);
    private LossyRelay _relay = null!;
    private Phone? _phone;

    internal System.Net.IPEndPoint Address => _phone!.Sip.LocalEndPoint;

    internal SipCounters Counters => _phone!.Sip.Counters;

    internal static async Task<DeskPhones> StartAsync(ChaosPlan plan, int firstPort, int lastPort, LossyRelay relay, Prompt voice)
    {
        var phones = new DeskPhones(plan.Seed + 1, voice) { _relay = relay };
        var options = new PhoneOptions { FirstRtpPort = firstPort, LastRtpPort = lastPort, MaxCalls = plan.Agents };
        phones._phone = await Phone.StartAsync(options, phones.Ring, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        return phones;
    }

    private Action<SipCallEvent> Ring(Phone phone, SipCall sip)
    {
        var (fate, leg) = (_random.Next(100), phone.Media.OpenRtpLeg());
        if (fate < 8 || sip.RemoteOffer is not { } offer || OfferAnswer.Answer(offer, leg.Local) is not var (answer, agreed))
        {
            sip.Reject(486);
            leg.Close();
            return _ => { };
        }

        sip.Ring();
        _ = LiveAsync(sip, leg, answer, agreed, fate, _random.NextDouble());
        return e => Signalled(sip, leg, e);
    }

    private async Task LiveAsync(SipCall sip, RtpLeg leg, SessionDescription answer, AudioAgreement agreed, int fate, double when)
    {
        if (fate < 16) return; // nobody is at the desk
        if (fate < 22) _relay.Cut(sip.CallId); // the phone is dead before it answers
        await Task.Delay(TimeSpan.FromSeconds(when * 0.5));
        leg.Connect(agreed);
        sip.Answer(answer);
        leg.Play(voice, loop: true);
        await Task.Delay(TimeSpan.FromSeconds(0.1 + when));
        if (fate < 32) _relay.Cut(sip.CallId); // or in the middle of the call
        else if (fate < 60) sip.HangUp("the agent put the receiver down");
    }

    private void Signalled(SipCall sip, RtpLeg leg, SipCallEvent e)
    {
        if (e is SipCallEvent.Reoffered change) sip.Renegotiate(leg, change.Offer);
        if (e is not SipCallEvent.Ended) return;
        leg.Close();
        _relay.Forget(sip.CallId);
    }

    public async ValueTask DisposeAsync()
    {
        if (_phone is not null) await _phone.DisposeAsync();
    }
}
