namespace Hotline.Telephony.Calls;

/// <summary>Why a call cannot do now what somebody asks of it; 409 over HTTP.</summary>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Chinese">For people.</param>
public sealed record CallRefusal(string Code, string Chinese, string English)
{
    internal static CallRefusal Over { get; } = new("call-over", "通话已结束", "The call is over.");

    internal static CallRefusal NotOffered { get; } = new("not-offered-to-you", "该来电未分配给您，或已结束", "The call does not ring at you, or is over.");

    internal static CallRefusal NotYours { get; } = new("not-your-call", "您不在该通话中", "You are not on this call.");
}
