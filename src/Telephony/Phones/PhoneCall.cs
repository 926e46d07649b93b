using System.Threading.Channels;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Media;
using Hotline.Telephony.Recordings;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Phones;

/// <summary>One step of a phone's call, for a person to read.</summary>
/// <param name="What">ringing, answered, speaking, spoken, interrupted, digits, hanging up, ended, recorded.</param>
public sealed record PhoneStep(DateTimeOffset At, string What, string Detail);

/// <summary>A call refused or given up before its answer.</summary>
public sealed class CallRefusedException : Exception
{
    public CallRefusedException() { }
    public CallRefusedException(string message) : base(message) { }
    public CallRefusedException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>One call that a phone of ours placed.</summary>
public sealed class PhoneCall : IAsyncDisposable
{
    private readonly Channel<PhoneStep> _steps = Channel.CreateUnbounded<PhoneStep>(new() { SingleReader = true });
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<SipCallEvent.Ended> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _clock;
    private readonly SessionDescription _offer;
    private readonly RtpLeg _leg;
    private readonly Conversation _ear;
    private readonly Task _telling;
    private volatile TaskCompletionSource? _spoken;

    internal PhoneCall(Phone phone, SipUri to, SipUri from, Action<PhoneStep>? steps)
    {
        _clock = phone.Clock;
        _telling = TellAsync(steps);
        _leg = phone.Media.OpenRtpLeg();
        _leg.Tap = Ear;
        _leg.Events = Noticed;
        _ear = phone.Media.OpenConversation(CallId.New());
        _ear.Join(_leg, Party.Citizen);
        _offer = OfferAnswer.Offer(_leg.Local);
        Sip = phone.Sip.Call(to, from, _offer, Signalled);
        _ = Ended.ContinueWith(_ => _answered.Task.Exception, TaskScheduler.Default); // a caller who never asks whether it was answered is no error
    }

    /// <summary>The dialog; its Call-ID is what the hotline's traces show.</summary>
    public SipCall Sip { get; }

    /// <summary>Completes when the hotline answers; fails with <see cref="CallRefusedException"/> when it does not.</summary>
    public Task Answered => _answered.Task;

    /// <summary>How it ended.</summary>
    public Task<SipCallEvent.Ended> Ended => _ended.Task;

    /// <summary>What the phone hears, for one reader.</summary>
    public AudioTap Ear { get; } = new();

    public LegStatistics Statistics => _leg.Statistics;

    /// <summary>Records what it hears (left channel) into this new file.</summary>
    public void RecordTo(string file) => _ear.Record(file);

    /// <summary>Waits for the answer and speaks this in full, or until the call ends.</summary>
    /// <exception cref="CallRefusedException">Nobody answered.</exception>
    public async Task SpeakAsync(Prompt speech, CancellationToken ct)
    {
        await Answered.WaitAsync(ct);
        var spoken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _spoken = spoken;
        Tell("speaking", $"{speech.Length.TotalSeconds:0.0} s");
        _leg.SendAudio(speech);
        await Task.WhenAny(spoken.Task, Ended).WaitAsync(ct);
        Tell(spoken.Task.IsCompleted ? "spoken" : "interrupted", "");
    }

    /// <summary>Speaks this again and again.</summary>
    public void Hum(Prompt sound) => _leg.Play(sound, loop: true);

    /// <summary>按键 (RFC 4733)</summary>
    /// <exception cref="ArgumentException">A character is no key.</exception>
    /// <exception cref="InvalidOperationException">The hotline did not agree to telephone-event.</exception>
    public void Press(string digits)
    {
        _leg.SendDigits(digits);
        Tell("digits", digits);
    }

    public void HangUp()
    {
        if (Ended.IsCompleted) return;
        Tell("hanging up", "");
        Sip.HangUp("citizen hung up");
    }

    /// <summary>Hangs up and waits for the end; the recording is complete afterwards.</summary>
    /// <returns>Null where nothing was recorded.</returns>
    public async Task<Recording?> CloseAsync(CancellationToken ct)
    {
        HangUp();
        await Ended.WaitAsync(ct);
        var heard = await _ear.EndAsync();
        _leg.Close();
        if (heard is not null) Tell("recorded", $"{heard.Length.TotalSeconds:0.0} s");
        _steps.Writer.TryComplete();
        await _telling;
        return heard;
    }

    public async ValueTask DisposeAsync() => await CloseAsync(CancellationToken.None);

    private void Signalled(SipCallEvent what)
    {
        switch (what)
        {
            case SipCallEvent.Progress { Status: 180 }: Tell("ringing", ""); break;
            case SipCallEvent.Answered e: Connect(e.Sdp); break;
            case SipCallEvent.Confirmed { Answer: { } answer } when OfferAnswer.Accept(_offer, answer) is { } agreed: _leg.Connect(agreed); break;
            case SipCallEvent.Reoffered e: Sip.Renegotiate(_leg, e.Offer); break;
            case SipCallEvent.Ended e: End(e); break;
        }
    }

    private void Connect(SessionDescription answer)
    {
        if (OfferAnswer.Accept(_offer, answer) is not { } agreed)
        {
            Sip.HangUp("no common codec");
            return;
        }

        _leg.Connect(agreed);
        Tell("answered", $"{agreed.Codec} {agreed.Remote}");
        _answered.TrySetResult();
    }

    private void End(SipCallEvent.Ended e)
    {
        Tell("ended", $"{e.Cause} {e.Status} {e.Reason}".TrimEnd());
        _answered.TrySetException(new CallRefusedException($"The call was not answered: {e.Cause} {e.Status} {e.Reason}"));
        _ended.TrySetResult(e);
    }

    private void Noticed(MediaLegEvent what)
    {
        if (what is MediaLegEvent.PlayFinished) _spoken?.TrySetResult();
    }

    private void Tell(string what, string detail) => _steps.Writer.TryWrite(new(_clock.GetUtcNow(), what, detail));

    private async Task TellAsync(Action<PhoneStep>? steps)
    {
        await foreach (var step in _steps.Reader.ReadAllAsync()) steps?.Invoke(step);
    }
}
