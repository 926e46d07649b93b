namespace Hotline.Telephony.Sip.Messages;

/// <summary>The extensions we know (RFC 3261 section 19.2).</summary>
internal static class OptionTags
{
    /// <summary>RFC 3262, RFC 4028 and RFC 3891.</summary>
    internal const string Ours = "100rel, timer, replaces";

    /// <summary>What the request requires and we do not have, as the Unsupported header wants it; empty where there is none.</summary>
    internal static string Unknown(SipMessage request) => string.Join(", ", request.All(Header.Require)
        .SelectMany(line => line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .Where(tag => tag.ToLowerInvariant() is not ("100rel" or "timer" or "replaces")));
}
