namespace Hotline.Telephony.Calls;

/// <summary>标记: what the agent must know of a call before the first word.</summary>
public static class CallFlag
{
    /// <summary>The caller has neither spoken nor pressed a key: maybe one who cannot speak. The console opens the 110 card.</summary>
    public const string Silent = "静默";

    /// <summary>The caller pressed 0 on a closed line.</summary>
    public const string Urgent = "紧急";

    /// <summary>心理危机: is never surveyed.</summary>
    public const string Crisis = "危机";

    /// <summary>骚扰辱骂: is never surveyed.</summary>
    public const string Abusive = "骚扰";
}
