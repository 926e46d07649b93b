namespace Hotline.Telephony.Calls;

/// <summary>What an agent may do with a call now, by the last part of the endpoint's path. Pure.</summary>
public static class AllowedDeeds
{
    public static string[] Of(CallSnapshot? call, AgentId agent) => call switch
    {
        { State: CallState.Offered } when call.Agent == agent => ["answer", "decline"],
        { State: CallState.Dialling } when call.Agent == agent => ["hang-up"],
        { State: CallState.Talking } when call.Agent == agent => [.. WhileServing(call)],
        { Crisis.Helper: { } helper } when helper == agent => ["crisis/steps", "hang-up"],
        { State: CallState.Talking } when Own(call, agent) is { } part => part.State == ParticipantState.Calling ? ["answer", "decline"] : ["hang-up"],
        _ => [],
    };

    private static CallParticipant? Own(CallSnapshot call, AgentId agent) => call.Others.FirstOrDefault(o => o.Agent == agent);

    private static IEnumerable<string> WhileServing(CallSnapshot call)
    {
        yield return "hang-up";
        yield return call.HeldByAgent ? "resume" : "hold";
        yield return call.AgentMuted ? "unmute" : "mute";
        yield return "digits";
        if (call.Others.Any(o => o.ForConsultation))
        {
            foreach (var deed in new[] { "consult/toggle", "consult/cancel", "consult/complete", "consult/join" }) yield return deed;
        }
        else
        {
            yield return "consult";
        }

        yield return "join";
        yield return "transfer";
        if (call.Police is not (PoliceState.Calling or PoliceState.Joined)) yield return "transfer-to-110";
        if (call.Others.Count > 0) yield return "participants";
        foreach (var deed in Protocols(call)) yield return deed;
    }

    private static IEnumerable<string> Protocols(CallSnapshot call)
    {
        if (!call.Confidential)
        {
            yield return call.RecordingPaused is null ? "recording/pause" : "recording/resume";
            yield return "psychological-transfer";
        }

        if (call.PoliceDecisionAt is not null) yield return "police-agreement";
        yield return call.Crisis is null ? "crisis" : "crisis/steps";
        yield return "abusive";
        if (call.AbuseWarnings >= 2) yield return "abusive/end";
    }
}
