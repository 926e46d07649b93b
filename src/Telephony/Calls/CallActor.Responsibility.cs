using Hotline.Telephony.Police;

namespace Hotline.Telephony.Calls;

/// <content>首接负责: in a three-way call with 110 the two agree whose matter it is, or the rule decides.</content>
internal sealed partial class CallActor
{
    private ITimer? _agreement;

    /// <summary>What is so from this event on: before anybody hears of it, who then looks at the call.</summary>
    private void Prepare(CallEvent what)
    {
        if (what is CallEvent.PoliceJoined && _now is { PoliceOwner: null, Agent: not null }) ExpectAgreement();
        if (what is CallEvent.PoliceLeft or CallEvent.AgentLeft) ForgetAgreement();
    }

    private void Ending()
    {
        ForgetAgreement();
        EndDialling();
        EndCrisis();
        OfferRest();
    }

    private void ExpectAgreement()
    {
        var time = _services.Options.PoliceAgreementTime;
        _now = _now with { PoliceDecisionAt = _services.Now + time };
        _agreement?.Dispose();
        _agreement = After(time, Assign);
    }

    private void ForgetAgreement()
    {
        _agreement?.Dispose();
        _agreement = null;
        if (_now.PoliceDecisionAt is not null) _now = _now with { PoliceDecisionAt = null };
    }

    internal CallRefusal? Agree(AgentId agent, ResponsibleSide owner)
    {
        if (Mine(agent) is { } refusal) return refusal;
        if (_agreement is null) return PoliceRefusals.NothingToAgree;
        ForgetAgreement();
        _now = _now with { PoliceOwner = owner };
        Happen(new CallEvent.ResponsibilityAgreed(_now.Id, _services.Now, agent, owner));
        return null;
    }

    private void Assign()
    {
        if (_agreement is null) return; // agreed while the timer's step waited
        ForgetAgreement();
        var (owner, ground) = Responsibility.FirstAnswerer(_now.Caller, _services.Police.Uri.User, _services.Options.PoliceAgreementTime);
        _now = _now with { PoliceOwner = owner };
        Happen(new CallEvent.ResponsibilityAssigned(_now.Id, _services.Now, owner, ground, _policeContext.Ticket));
    }
}
