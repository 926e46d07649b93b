using Hotline.Telephony.Care;
using Hotline.Telephony.Police;

namespace Hotline.Telephony.Calls;

/// <content>两线联动、心理转介、危机处置、关爱. Null: done, or begun, and the rest comes as events.</content>
public sealed partial class Switchboard
{
    /// <summary>一键转接 110 with what is known: the packet goes before the voice.</summary>
    public Task<bool> TransferToPoliceAsync(CallId call, AgentId agent, PoliceContext context) =>
        AskAsync(call, c => c.CallPolice(agent, context), tooLate: false);

    /// <summary>责任方: what the two lines agreed on in the three-way call.</summary>
    public Task<CallRefusal?> AgreeWithPoliceAsync(CallId call, AgentId agent, ResponsibleSide owner) => AskAsync(call, c => c.Agree(agent, owner), CallRefusal.Over);

    /// <summary>心理转介 to 12356; the caller of this method vouches for the citizen's consent.</summary>
    /// <param name="followUp">The citizen wants to be called by us afterwards; else nobody will.</param>
    public Task<CallRefusal?> ReferToPsychologicalAidAsync(CallId call, AgentId agent, RiskLevel risk, string? name, bool followUp = false) =>
        AskAsync(call, c => c.ReferToPsychologicalAid(agent, risk, name, followUp), CallRefusal.Over);

    /// <summary>危机处置: calls for a helper.</summary>
    public Task<CallRefusal?> DeclareCrisisAsync(CallId call, AgentId agent) => AskAsync(call, c => c.DeclareCrisis(agent), CallRefusal.Over);

    /// <summary>协助: a second agent or a supervisor phones 110 and 120.</summary>
    public Task<CallRefusal?> HelpInCrisisAsync(CallId call, AgentId helper, string name)
    {
        _services.Seats.SignIn(helper, name);
        return AskAsync(call, c => c.HelpInCrisis(helper), CallRefusal.Over);
    }

    /// <summary>退出协助</summary>
    public Task<CallRefusal?> StopHelpingAsync(CallId call, AgentId helper) => AskAsync(call, c => c.StopHelping(helper), CallRefusal.Over);

    public Task<CallRefusal?> TickCrisisStepAsync(CallId call, AgentId by, CrisisStep step) => AskAsync(call, c => c.Tick(by, step), CallRefusal.Over);

    /// <summary>辱骂来电: warns the caller and alerts supervisors.</summary>
    public Task<CallRefusal?> WarnAbuserAsync(CallId call, AgentId agent) => AskAsync(call, c => c.Abused(agent), CallRefusal.Over);

    /// <summary>After two warnings: closing words, then the end.</summary>
    public Task<CallRefusal?> EndAbusiveAsync(CallId call, AgentId agent) => AskAsync(call, c => c.EndAbusive(agent), CallRefusal.Over);

    /// <summary>Ends a relay call for the official who placed it.</summary>
    public Task<CallRefusal?> EndRelayAsync(CallId call, string by) => AskAsync(call, c => c.EndRelay(by), CallRefusal.Over);
}
