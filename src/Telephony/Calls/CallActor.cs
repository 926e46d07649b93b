using Hotline.Telephony.Media;
using Hotline.Telephony.Outbound;
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

    private readonly Mailbox _mailbox;
    private readonly CallServices _services;
    private readonly TelephonyOptions.Line _line;
    private SipCall _sip = null!; // of an outgoing call there is none until it is dialled
    private readonly RtpLeg _leg;
    private readonly CallPaper _paper;
    private readonly ILogger _log;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _life = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<ITimer> _timers = [];
    private Action _ended = () => { };
    private ITimer? _ringing;
    private SessionDescription? _ourDescription;
    private AudioAgreement? _agreed;
    private CallTalk? _talk;
    private volatile CallSnapshot _now;

    /// <param name="handed">Where another node hands its caller over.</param>
    internal CallActor(CallId id, SipCall sip, RtpLeg leg, TelephonyOptions.Line line, CallServices services, ILogger log, Neighbours.HandedCall? handed = null)
    {
        (_sip, _leg, _line, _services, _log, _handed, _mailbox) = (sip, leg, line, services, log, handed, new(Do));
        _now = new(id, sip.CallerNumber, sip.CalledNumber, CallState.Ringing, services.Now)
        {
            HandedFrom = handed is null ? null : new(handed.From, handed.First, handed.Since), Flags = handed?.Flags ?? [], Chosen = handed?.Chosen,
        };
        _paper = new(id, services);
        services.Sip.Trace.Belongs(sip.CallId, id);
        leg.Events = e => Post(() => Noticed(e));
    }

    internal CallSnapshot Snapshot => _now;

    /// <summary>To be done on this call, in turn; whatever finds the call over is dropped. False when it is over already.</summary>
    internal bool Post(Action step) => _mailbox.Post(step);

    /// <summary>The dialog's events.</summary>
    internal void Tell(SipCallEvent what) => Post(() => Signalled(what));

    /// <summary>Asks the call, in turn.</summary>
    /// <param name="tooLate">The answer where the call is over.</param>
    internal async Task<T> AskAsync<T>(Func<CallActor, T> question, T tooLate)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!Post(() => Reply(answer, question))) return tooLate;
        await Task.WhenAny(answer.Task, _over.Task);
        return answer.Task.IsCompleted ? await answer.Task : tooLate;
    }

    private void Reply<T>(TaskCompletionSource<T> answer, Func<CallActor, T> question)
    {
        try
        {
            answer.TrySetResult(question(this));
        }
        catch (Exception e)
        {
            answer.TrySetException(e);
            throw;
        }
    }

    /// <summary>Does the step later, if the call still lives then; from the mailbox only.</summary>
    private ITimer After(TimeSpan time, Action step)
    {
        ITimer timer = null!;
        timer = _services.Clock.CreateTimer(_ => Post(Due), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timers.Add(timer);
        timer.Change(time, Timeout.InfiniteTimeSpan);
        return timer;

        void Due()
        {
            if (_timers.Remove(timer)) timer.Dispose();
            step();
        }
    }

    /// <summary>A timer would keep the call and its audio in memory until its time comes.</summary>
    private void StopTimers()
    {
        foreach (var timer in _timers) timer.Dispose();
        _timers.Clear();
    }

    /// <summary>Ends when recording and transcript are complete.</summary>
    internal Task Life => _life.Task;

    /// <param name="ended">Told when recording and transcript are complete.</param>
    internal void Start(Action ended)
    {
        _ended = ended;
        _mailbox.Start(_order is null ? Arrive : CallOut);
    }

    private void Do(Action step)
    {
        Guarded(step);
        if (_now.State != CallState.Ended) return;
        _mailbox.Close();
        _over.SetResult();
        _ = FinishAsync();
    }

    private async Task FinishAsync()
    {
        await CloseAsync();
        _ended();
        _life.SetResult();
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
            if (_now.State != CallState.Ended) EndAnyhow();
        }
    }

    /// <summary>What is broken in this call must not cost others theirs: at the very least it is over.</summary>
    private void EndAnyhow()
    {
        try
        {
            End("internal error");
        }
        catch (Exception e)
        {
            Failed(_now.Id, e);
            _now = _now with { State = CallState.Ended };
        }
    }

    private void Signalled(SipCallEvent what)
    {
        switch (what)
        {
            case SipCallEvent.Confirmed { Answer: { } answer }: TheyAnswered(answer); break;
            case SipCallEvent.Reoffered e: Reoffered(e.Offer); break;
            case SipCallEvent.Digit e: Digit(e.Key); break;
            case SipCallEvent.Progress e: TheyRing(e); break;
            case SipCallEvent.Answered e: CitizenAnswered(e.Sdp); break;
            case SipCallEvent.Ended e when _now.State == CallState.Dialling: NotReached(DialResults.Of(e.Status), e.Status, e.Reason); break;
            case SipCallEvent.Ended e: Over(Reason(e)); break;
        }
    }

    private void Noticed(MediaLegEvent what)
    {
        switch (what)
        {
            case MediaLegEvent.Digit e: Digit(e.Key); break;
            case MediaLegEvent.PlayFinished e: Said(e.Tag); break;
            case MediaLegEvent.Voice: Spoke(); break;
            case MediaLegEvent.Silent e when !_now.OnHold && _now.State != CallState.Dialling: End($"no audio from the citizen for {e.Since.TotalSeconds:0} s"); break;
        }
    }

    internal IReadOnlyList<Operations.LegQuality> Quality() => _talk?.Quality() ?? [];

    private void Happen(CallEvent what)
    {
        _now = _now with { Others = [.. _others.Select(o => o.Snapshot)] }; // who hears of it finds the call as it is after it
        Prepare(what);
        _paper.Write(what, _now);
        if (what is CallEvent.Ended) Ending();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Call {Id} failed")]
    private partial void Failed(CallId id, Exception e);
}
