namespace Hotline.Telephony.Calls;

/// <content>录音: the agent's hand on it. Its rule by line is <see cref="TelephonyOptions.Line.Recorded"/>.</content>
internal sealed partial class CallActor
{
    private static readonly CallRefusal NotRecorded = new("not-recorded", "本通电话未录音", "This call is not being recorded.");

    /// <summary>Before an identity card or bank number is spoken.</summary>
    internal CallRefusal? PauseRecording(AgentId agent, string reason)
    {
        if (MayNotTouchRecording(agent) is { } refusal) return refusal;
        if (_now.RecordingPaused is not null) return new("recording-paused", "录音已暂停", "The recording is paused already.");
        _talk!.Pause(true);
        _now = _now with { RecordingPaused = reason };
        Happen(new CallEvent.RecordingPaused(_now.Id, _services.Now, agent, reason));
        return null;
    }

    internal CallRefusal? ResumeRecording(AgentId agent)
    {
        if (MayNotTouchRecording(agent) is { } refusal) return refusal;
        if (_now.RecordingPaused is null) return new("recording-runs", "录音未暂停", "The recording is not paused.");
        GoOnRecording(agent);
        return null;
    }

    /// <summary>The citizen does not consent: nothing of the call is kept. It cannot be taken back.</summary>
    internal CallRefusal? RefuseRecording(AgentId agent)
    {
        if (MayNotTouchRecording(agent) is { } refusal) return refusal;
        _talk!.Discard();
        _recordingRefused = true;
        _now = _now with { RecordingPaused = null };
        Happen(new CallEvent.RecordingRefused(_now.Id, _services.Now, agent));
        return null;
    }

    private CallRefusal? MayNotTouchRecording(AgentId agent) =>
        _now.Agent != agent || _now.State != CallState.Talking ? CallRefusal.NotYours
        : _now.Confidential || _paper.Recording is null ? NotRecorded
        : null;

    /// <summary>A pause is one agent's: nobody else would know of it.</summary>
    private void GoOnRecording(AgentId? agent)
    {
        if (_now.RecordingPaused is null) return;
        _talk!.Pause(false);
        _now = _now with { RecordingPaused = null };
        Happen(new CallEvent.RecordingResumed(_now.Id, _services.Now, agent));
    }
}
