using System.Threading.Channels;
using Hotline.Telephony.Media;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Sdp;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Calls;

/// <summary>
/// One citizen's call, from the INVITE to the end of its recording. Everything that happens to it goes through one mailbox with
/// one reader, so nothing here is locked. The citizen's leg is what stays: agents and 110 come and go around it.
/// </summary>
internal sealed partial class CallActor
{
    private const int MaxDigits = 256;

    private readonly Channel<CallMessage> _mailbox = Channel.CreateUnbounded<CallMessage>(new() { SingleReader = true });
    private readonly CallServices _services;
    private readonly TelephonyOptions.Line _line;
    private readonly SipCall _sip;
    private readonly RtpLeg _leg;
    private readonly CallPaper _paper;
    private readonly ILogger _log;
    private ITimer? _ringing;
    private SessionDescription? _ourDescription;
    private AudioAgreement? _agreed;
    private CallTalk? _talk;
    private PoliceLink? _police;
    private volatile CallSnapshot _now;

    internal CallActor(CallId id, SipCall sip, RtpLeg leg, TelephonyOptions.Line line, CallServices services, ILogger log)
    {
        (_sip, _leg, _line, _services, _log) = (sip, leg, line, services, log);
        _now = new(id, sip.CallerNumber, sip.CalledNumber, CallState.Ringing, services.Now);
        _paper = new(services);
        leg.Events = e => Post(new CallMessage.Noticed(e));
    }

    internal CallSnapshot Snapshot => _now;

    /// <summary>False when the call is over.</summary>
    internal bool Post(CallMessage message) => _mailbox.Writer.TryWrite(message);

    /// <summary>Ends when recording and transcript are complete.</summary>
    internal Task Life { get; private set; } = Task.CompletedTask;

    internal void Start(Action ended) => Life = Task.Run(async () =>
    {
        await RunAsync();
        ended();
    });

    private async Task RunAsync()
    {
        Guarded(Arrive);
        while (_now.State != CallState.Ended && await _mailbox.Reader.WaitToReadAsync())
        {
            while (_now.State != CallState.Ended && _mailbox.Reader.TryRead(out var message)) Guarded(() => Handle(message));
        }

        _mailbox.Writer.Complete();
        while (_mailbox.Reader.TryRead(out var late)) Refuse(late);
        await CloseAsync();
    }

    private void Guarded(Action step)
    {
        try
        {
            step();
        }
        catch (Exception e)
        {
            Failed(_now.Id, e);
            if (_now.State != CallState.Ended) End("internal error");
        }
    }

    private void Handle(CallMessage message)
    {
        switch (message)
        {
            case CallMessage.Signalled m: Signalled(m.What); break;
            case CallMessage.Noticed m: Noticed(m.What); break;
            case CallMessage.RungEnough: Answer(); break;
            case CallMessage.FromQueue m: FromQueue(m.What); break;
            case CallMessage.Answer m: m.Done.TrySetResult(AnsweredBy(m.Agent)); break;
            case CallMessage.AgentLost m when m.Agent == _now.Agent && _now.State == CallState.Talking: AgentLost(); break;
            case CallMessage.HangUp m: HangUp(m.Reason); break;
            case CallMessage.Stop m: End(m.Reason); break;
            case CallMessage.Transfer m: m.Done.TrySetResult(CallPolice(m.Agent)); break;
            case CallMessage.PoliceSignalled m when m.Link == _police: PoliceSignalled(m.What); break;
            case CallMessage.PoliceNoticed m when m.Link == _police: PoliceNoticed(m.What); break;
            case CallMessage.PoliceTooLong m when m.Link == _police: PoliceFailed(408, "110 did not answer"); break;
        }
    }

    private static void Refuse(CallMessage late)
    {
        if (late is CallMessage.Answer a) a.Done.TrySetResult(false);
        if (late is CallMessage.Transfer t) t.Done.TrySetResult(false);
    }

    private void Signalled(SipCallEvent what)
    {
        switch (what)
        {
            case SipCallEvent.Confirmed { Answer: { } answer }: TheyAnswered(answer); break;
            case SipCallEvent.Reoffered e: Reoffered(e.Offer); break;
            case SipCallEvent.Digit e: Digit(e.Key); break;
            case SipCallEvent.Ended e: Over(Reason(e)); break;
        }
    }

    private string Reason(SipCallEvent.Ended e) => e.Cause switch
    {
        CallEnd.Remote when _now.State != CallState.Talking => "citizen gave up waiting",
        CallEnd.Remote => "citizen hung up",
        CallEnd.Cancelled => "citizen gave up before the answer",
        CallEnd.Timeout => "the citizen's phone stopped answering",
        _ => e.Reason,
    };

    private void Noticed(MediaLegEvent what)
    {
        switch (what)
        {
            case MediaLegEvent.Digit e: Digit(e.Key); break;
            case MediaLegEvent.PlayFinished when _now.State == CallState.Greeting: Enqueue(first: false); break;
            case MediaLegEvent.Silent e when !_now.OnHold: End($"no audio from the citizen for {e.Since.TotalSeconds:0} s"); break;
        }
    }

    private void Arrive()
    {
        Happen(new CallEvent.Arrived(_now.Id, _now.ArrivedAt, _now.Caller, _now.Called));
        if (_sip.RemoteOffer is { } offer)
        {
            if (OfferAnswer.Answer(offer, _leg.LocalEndPoint) is not var (answer, agreed))
            {
                _sip.Reject(488);
                Over("no common codec");
                return;
            }

            (_ourDescription, _agreed) = (answer, agreed);
        }

        if (_line.RingFor <= TimeSpan.Zero)
        {
            Answer();
            return;
        }

        _sip.Ring();
        _ringing = _services.Clock.CreateTimer(_ => Post(new CallMessage.RungEnough()), null, _line.RingFor, Timeout.InfiniteTimeSpan);
    }

    private void Answer()
    {
        _now = _now with { State = CallState.Greeting, AnsweredAt = _services.Now };
        Happen(new CallEvent.Answered(_now.Id, _services.Now));
        if (_agreed is { } agreed) Connect(agreed);
        _talk = new(_now.Id, _leg, _paper, _services, _log);
        _sip.Answer(_ourDescription ??= OfferAnswer.Offer(_leg.LocalEndPoint));
        if (_agreed is not null) Greet();
    }

    /// <summary>The ACK or the reoffer's ACK brings the answer to an offer of ours.</summary>
    private void TheyAnswered(SessionDescription answer)
    {
        if (OfferAnswer.Accept(OfferAnswer.Offer(_leg.LocalEndPoint), answer) is not { } agreed)
        {
            End("no common codec");
            return;
        }

        var first = _agreed is null;
        Connect(agreed);
        if (first) Greet();
    }

    private void Reoffered(SessionDescription? offer)
    {
        if (_sip.Renegotiate(_leg, offer) is { } agreed) Connect(agreed);
    }

    private void Connect(AudioAgreement agreed)
    {
        var held = !agreed.Send; // sendonly or inactive: their side listens no more
        var before = _now.OnHold;
        _leg.Connect(_agreed = agreed);
        _leg.Held = held;
        _now = _now with { OnHold = held };
        if (held && !before) Happen(new CallEvent.Held(_now.Id, _services.Now));
        if (before && !held) Happen(new CallEvent.Resumed(_now.Id, _services.Now));
    }

    private void Greet()
    {
        if (_services.Prompts.Find(_line.Greeting) is { } greeting) _leg.Play(greeting);
        else Enqueue(first: false);
    }

    private void Enqueue(bool first)
    {
        if (_services.Prompts.Find(_line.Music) is { } music) _leg.Play(music, loop: true);
        _now = _now with { State = CallState.Queued };
        Happen(new CallEvent.Queued(_now.Id, _services.Now));
        _services.Queue.Enqueue(_now.Id, n => Post(new CallMessage.FromQueue(n)), first);
    }

    private void FromQueue(QueueNotice what)
    {
        switch (what)
        {
            case QueueNotice.Offered e:
                _now = _now with { State = CallState.Offered, Agent = e.Agent, OfferUntil = e.Until };
                Happen(new CallEvent.Offered(_now.Id, _services.Now, e.Agent, e.Until));
                break;
            case QueueNotice.Lapsed e:
                _now = _now with { State = CallState.Queued, Agent = null, OfferUntil = null };
                Happen(new CallEvent.OfferLapsed(_now.Id, _services.Now, e.Agent, e.Reason));
                break;
        }
    }

    private bool AnsweredBy(AgentId agent)
    {
        if (!_services.Queue.Accept(_now.Id, agent)) return false;

        _leg.StopPlaying();
        _talk!.SetAgent(_services.Audio.Of(agent));
        _now = _now with { State = CallState.Talking, Agent = agent, OfferUntil = null, TalkingSince = _now.TalkingSince ?? _services.Now };
        Happen(new CallEvent.AgentAnswered(_now.Id, _services.Now, agent));
        return true;
    }

    private void Digit(char key)
    {
        if (_now.Digits.Length >= MaxDigits) return;
        _now = _now with { Digits = _now.Digits + key };
        Happen(new CallEvent.DigitPressed(_now.Id, _services.Now, key));
    }

    private void HangUp(string reason)
    {
        var withPolice = _now.Police is PoliceState.Calling or PoliceState.Joined;
        if (_now is { State: CallState.Talking, Agent: not null } && withPolice) AgentLeaves();
        else End(reason);
    }

    private void AgentLeaves()
    {
        var agent = _now.Agent!.Value;
        _talk!.SetAgent(null);
        _services.Seats.Finish(agent, _now.Id);
        _now = _now with { Agent = null };
        Happen(new CallEvent.AgentLeft(_now.Id, _services.Now, agent));
    }

    /// <summary>The citizen is served before all others, unless 110 is there to listen.</summary>
    private void AgentLost()
    {
        AgentLeaves();
        if (_now.Police is not (PoliceState.Calling or PoliceState.Joined)) Enqueue(first: true);
    }

    /// <summary>We end it.</summary>
    private void End(string reason)
    {
        _sip.HangUp(reason);
        Over(reason);
    }

    /// <summary>It has ended: everybody else is free at once.</summary>
    private void Over(string reason)
    {
        _ringing?.Dispose();
        _services.Queue.Remove(_now.Id);
        if (_now is { State: CallState.Talking, Agent: { } agent }) _services.Seats.Finish(agent, _now.Id);
        _police?.Close(reason);
        _now = _now with { State = CallState.Ended, OfferUntil = null };
        _paper.EndReason = reason;
        Happen(new CallEvent.Ended(_now.Id, _services.Now, reason));
    }

    private async Task CloseAsync()
    {
        try
        {
            if (_talk is not null && await _talk.EndAsync() is { } recording)
                Happen(new CallEvent.Recorded(_now.Id, _services.Now, recording.Length, recording.Bytes, recording.Sha256));
            _leg.Close();
            if (_talk is not null) await _talk.StopListeningAsync();
        }
        catch (Exception e)
        {
            Failed(_now.Id, e);
        }
    }

    private void Happen(CallEvent what) => _paper.Write(what, _now);

    [LoggerMessage(Level = LogLevel.Error, Message = "Call {Id} failed")]
    private partial void Failed(CallId id, Exception e);
}
