using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Sip;

/// <summary>The dialog that a new call is to take the place of (替换呼叫, RFC 3891 section 6.1).</summary>
/// <param name="ToTag">The tag of the side that receives the INVITE.</param>
/// <param name="FromTag">The tag of the side that is replaced.</param>
/// <param name="IsEarlyOnly">Only while it rings: an answered call is not taken away.</param>
public sealed record Replaces(string CallId, string ToTag, string FromTag, bool IsEarlyOnly = false)
{
    /// <summary>As it stands in the header; where it was read, character for character.</summary>
    public string Text { get; private init; } = $"{CallId};to-tag={ToTag};from-tag={FromTag}{(IsEarlyOnly ? ";early-only" : "")}";

    /// <summary>Null where the call is not named unambiguously.</summary>
    public static Replaces? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var semicolon = text.IndexOf(';', StringComparison.Ordinal);
        if (semicolon <= 0) return null;
        var (to, from) = (ParameterList.Find(text.AsSpan(semicolon), "to-tag"), ParameterList.Find(text.AsSpan(semicolon), "from-tag"));
        if (to is not { Length: > 0 } || from is not { Length: > 0 }) return null;
        return new(text[..semicolon].Trim(), to, from, ParameterList.Find(text.AsSpan(semicolon), "early-only") is not null) { Text = text };
    }

    public override string ToString() => Text;
}
