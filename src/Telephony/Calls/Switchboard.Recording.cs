namespace Hotline.Telephony.Calls;

/// <content>录音</content>
public sealed partial class Switchboard
{
    /// <summary>录音暂停; null when it is done.</summary>
    /// <param name="reason">Stands in the call's events: no personal data.</param>
    public Task<CallRefusal?> PauseRecordingAsync(CallId call, AgentId agent, string reason) => AskAsync(call, c => c.PauseRecording(agent, reason), CallRefusal.Over);

    /// <summary>录音继续; null when it is done.</summary>
    public Task<CallRefusal?> ResumeRecordingAsync(CallId call, AgentId agent) => AskAsync(call, c => c.ResumeRecording(agent), CallRefusal.Over);

    /// <summary>不同意录音: recording and transcript of this call are thrown away when it ends; null when it is done.</summary>
    public Task<CallRefusal?> RefuseRecordingAsync(CallId call, AgentId agent) => AskAsync(call, c => c.RefuseRecording(agent), CallRefusal.Over);
}
