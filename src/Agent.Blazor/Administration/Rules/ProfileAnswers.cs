using Hotline.Tickets;
using Hotline.Tickets.City.Versions;

namespace Hotline.Agent.Blazor.Administration.Rules;

/// <summary>What the office of rules answers, as pages show every decision.</summary>
internal static class ProfileAnswers
{
    internal static Decision ToDecision(this ProfileAnswer answer) => answer switch
    {
        ProfileAnswer.Done => new Decision.Happened(),
        ProfileAnswer.Refused refused => refused.Why,
        ProfileAnswer.Wrong wrong => new Decision.Invalid(wrong.Errors),
        _ => new Decision.Refused("no-draft", "没有草稿，请先写草稿", "There is no draft. Write one first.", []),
    };
}
