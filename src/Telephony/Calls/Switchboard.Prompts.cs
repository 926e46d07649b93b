using Hotline.Telephony.Prompts;
using Hotline.Telephony.Surges;

namespace Hotline.Telephony.Calls;

/// <content>提示音, and the announcements that are switched on.</content>
public sealed partial class Switchboard
{
    /// <summary>Every prompt of the manifest, as it would be played now.</summary>
    public IReadOnlyList<PromptInfo> Prompts => _services.Prompts.All;

    internal SurgeBoard Surges => _services.Surges;
}
