using Hotline.Telephony.Surveys;

namespace Hotline.Telephony.Calls;

/// <content>满意度调查: the agent has hung up and is free; the citizen is asked whether it was solved, then how content they are. No answer is no grade.</content>
internal sealed partial class CallActor
{
    private static readonly string[] NeverSurveyed = [CallFlag.Silent, CallFlag.Crisis, CallFlag.Abusive];

    private string _beforeSurvey = "";
    private CallSurvey? _survey;

    /// <summary>False where the line does not ask, or this caller must not be asked.</summary>
    private bool Survey(string reason)
    {
        if (!_line.Survey || _now is not { State: CallState.Talking, Agent: { } agent, Police: PoliceState.None, OnHold: false, Others: [] }) return false;
        if (_now.Flags.Any(NeverSurveyed.Contains)) return false;

        _beforeSurvey = reason;
        AgentLeaves(reason);
        _leg.Held = false;
        _now = _now with { State = CallState.Surveyed, HeldByAgent = false };
        _survey = new(_now.Id, agent, _services.Now, Solved: null, Satisfaction: null);
        Happen(new CallEvent.SurveyAsked(_now.Id, _services.Now, agent));
        _services.Log.Write(new LogEntry.Surveyed(_survey));
        AskIfSolved(again: false);
        return true;
    }

    private void AskIfSolved(bool again) => Ask(Prompts("survey-solved"), KeyPatience, Solved, () => OnceMore(again, AskIfSolved));

    private void Solved(char key)
    {
        if (key is not ('1' or '2')) return;
        Answered(_survey! with { Solved = key == '1' });
        AskIfSatisfied(again: false);
    }

    private void AskIfSatisfied(bool again) => Ask(Prompts("survey-satisfied"), KeyPatience, Satisfied, () => OnceMore(again, AskIfSatisfied));

    private void Satisfied(char key)
    {
        if (key is not (>= '1' and <= '5')) return;
        NoQuestion();
        Answered(_survey! with { Satisfaction = key - '0' });
        Say(Prompts("goodbye"), () => End(_beforeSurvey));
    }

    private void OnceMore(bool again, Action<bool> question)
    {
        if (again) End(_beforeSurvey);
        else question(true);
    }

    private void Answered(CallSurvey survey) => _services.Log.Write(new LogEntry.Surveyed(_survey = survey));

    /// <summary>Told once, when the call is over: with what was answered until then.</summary>
    private void EndSurvey()
    {
        if (_survey is not ({ Solved: not null } or { Satisfaction: not null }) || _survey is not { } survey) return;
        Happen(new CallEvent.SurveyAnswered(_now.Id, _services.Now, survey.Agent, survey.Solved, survey.Satisfaction));
    }
}
