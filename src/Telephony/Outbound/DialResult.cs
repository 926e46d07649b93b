namespace Hotline.Telephony.Outbound;

/// <summary>What became of a call to a citizen (外呼结果).</summary>
public enum DialResult
{
    /// <summary>接通</summary>
    Answered,
    /// <summary>占线</summary>
    Busy,
    /// <summary>无人接听</summary>
    NoAnswer,
    /// <summary>拒接</summary>
    Refused,
    /// <summary>空号</summary>
    NoSuchNumber,
    /// <summary>未接通: the network or the line failed.</summary>
    Failed,
    /// <summary>座席取消: our side hung up first.</summary>
    GivenUp,
}

internal static class DialResults
{
    /// <summary>What a final status of the citizen's side means (RFC 3261 section 21; RFC 3398 section 8.2.6.1 for numbers without a subscriber).</summary>
    internal static DialResult Of(int status) => status switch
    {
        486 or 600 => DialResult.Busy,
        408 or 480 or 487 => DialResult.NoAnswer,
        403 or 603 or 607 => DialResult.Refused,
        404 or 410 or 484 or 604 => DialResult.NoSuchNumber,
        _ => DialResult.Failed,
    };

    /// <summary>For the call record.</summary>
    internal static string Reason(this DialResult result) => result switch
    {
        DialResult.Busy => "citizen busy",
        DialResult.NoAnswer => "citizen did not answer",
        DialResult.Refused => "citizen refused",
        DialResult.NoSuchNumber => "no such number",
        _ => "citizen not reached",
    };
}
