using Hotline.Telephony.Calls;
using Hotline.Telephony.Media;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Phones;

/// <summary>One call at the 110 desk.</summary>
public sealed class PoliceCall
{
    private readonly TaskCompletionSource<SipCallEvent.Ended> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SipCall _sip;
    private readonly RtpLeg _leg;
    private readonly Conversation _ear;

    private readonly Func<string?, ArrivedPacket?> _packets;

    internal PoliceCall(SipCall sip, RtpLeg leg, Phone phone, Func<string?, ArrivedPacket?> packets)
    {
        (_sip, _leg, _packets, ArrivedAt) = (sip, leg, packets, phone.Clock.GetUtcNow());
        _leg.Tap = Ear;
        _ear = phone.Media.OpenConversation(CallId.New());
        _ear.Join(leg, Party.Police);
    }

    /// <summary>主叫号码 as the desk sees it: the citizen's.</summary>
    public string CallerNumber => _sip.CallerNumber;

    /// <summary>被叫号码</summary>
    public string CalledNumber => _sip.CalledNumber;

    public DateTimeOffset ArrivedAt { get; }

    /// <summary>随转信息 of this call; null while none came.</summary>
    public ArrivedPacket? Packet => _packets(_sip.Correlation);

    /// <summary>What the desk hears, for one reader.</summary>
    public AudioTap Ear { get; } = new();

    public LegStatistics Statistics => _leg.Statistics;

    /// <summary>How it ended.</summary>
    public Task<SipCallEvent.Ended> Ended => _ended.Task;

    public void HangUp() => _sip.HangUp("110 hung up");

    internal void Answer(SessionDescription answer, AudioAgreement agreed, Prompt? voice)
    {
        _leg.Connect(agreed);
        _sip.Answer(answer);
        if (voice is not null) _leg.Play(voice, loop: true);
    }

    internal void Signalled(SipCallEvent what)
    {
        if (what is SipCallEvent.Reoffered reoffered) _sip.Renegotiate(_leg, reoffered.Offer);
        if (what is not SipCallEvent.Ended ended) return;
        _ = _ear.EndAsync();
        _leg.Close();
        _ended.TrySetResult(ended);
    }
}
