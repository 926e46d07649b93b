using Hotline.Telephony.Police;

namespace Hotline.Telephony.Calls;

/// <content>心理转介: with the citizen's consent to 12356; from the consent on nothing is written down, and by the line's rule nothing recorded.</content>
internal sealed partial class CallActor
{
    internal const string PsychologicalId = "12356";

    private string? PsychologicalLine => _psychological is null ? null : _services.Options.Directory.FirstOrDefault(n => n.Id == PsychologicalId)?.Name;

    /// <summary>The agent stays until 12356 has the citizen (温转): both are on the line, then the agent hangs up.</summary>
    internal CallRefusal? ReferToPsychologicalAid(AgentId agent, RiskLevel risk, string? name, bool followUp)
    {
        if (Mine(agent) is { } refusal) return refusal;
        if (_services.Options.Directory.FirstOrDefault(n => n.Id == PsychologicalId) is not { } line) return PoliceRefusals.NoLine;

        KeepSilence();
        _psychological = new(_now.Id.ToString(), _services.Now, name, risk);
        if (Invite(agent, new Target.Outside(line), Errand.Join) is { } busy) return busy;
        Happen(new CallEvent.Referred(_now.Id, _services.Now, agent, line.Name, risk, followUp));
        return null;
    }

    private void KeepSilence()
    {
        if (_now.Confidential) return;
        _talk!.StopTranscribing();
        if (!_line.RecordsReferrals) _talk.Pause(true);
        _now = _now with { Confidential = true, RecordingPaused = null }; // a pause of the agent's cannot be taken back now
        Happen(new CallEvent.ConsentGiven(_now.Id, _services.Now, GoesOnRecording: _line.RecordsReferrals));
    }
}
