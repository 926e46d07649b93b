using Hotline.Telephony.Prompts;

namespace Hotline.Telephony.Calls;

/// <content>提示音</content>
public sealed partial class Switchboard
{
    /// <summary>Every prompt of the manifest, as it would be played now.</summary>
    public IReadOnlyList<PromptInfo> Prompts => _services.Prompts.All;
}
