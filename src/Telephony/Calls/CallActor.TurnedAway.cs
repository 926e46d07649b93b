using Hotline.Telephony.Blocking;

namespace Hotline.Telephony.Calls;

/// <content>黑名单: a blocked caller is told so, and the call ends.</content>
internal sealed partial class CallActor
{
    internal const string BlockedPrompt = "blocked";

    private bool TurnsAway()
    {
        if (!_services.Blacklist.TurnsAway(_now.Caller)) return false;
        Say(Prompts(BlockedPrompt), () => End(Blacklist.TurnedAway));
        return true;
    }
}
