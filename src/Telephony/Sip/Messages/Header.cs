using System.Collections.Frozen;

namespace Hotline.Telephony.Sip.Messages;

/// <summary>The header fields we look at; all others are <see cref="Other"/> and are carried over unread.</summary>
internal enum Header : byte
{
    Other,
    Via,
    From,
    To,
    CallId,
    CSeq,
    Contact,
    MaxForwards,
    ContentLength,
    ContentType,
    Require,
    RecordRoute,
    Route,
    Accept,
    RetryAfter,
    Reason,
    UserToUser,
    Allow,
    Supported,
    Unsupported,
    SessionExpires,
    MinSe,
    RSeq,
    RAck,
    ReferTo,
    ReferredBy,
    Replaces,
    Event,
    SubscriptionState,
    Authorization,
    WwwAuthenticate,
    ProxyAuthenticate,
    ProxyAuthorization,
    Expires,
    MinExpires,
    UserAgent,
    Timestamp,
    ContentEncoding,
    ContentDisposition,
    InfoPackage,
    AssertedIdentity,
    HandOver,
}

/// <summary>Names are matched in any case, long or compact (RFC 3261 sections 7.3.1 and 7.3.3).</summary>
internal static class HeaderNames
{
    /// <summary>Ours, between media nodes of one city: the token of a waiting call that is handed over (跨节点转接).</summary>
    internal const string HandOver = "Hotline-Hand-Over";

    private static readonly FrozenDictionary<string, Header> ByName = new Dictionary<string, Header>
    {
        ["Via"] = Header.Via, ["v"] = Header.Via,
        ["From"] = Header.From, ["f"] = Header.From,
        ["To"] = Header.To, ["t"] = Header.To,
        ["Call-ID"] = Header.CallId, ["i"] = Header.CallId,
        ["CSeq"] = Header.CSeq,
        ["Contact"] = Header.Contact, ["m"] = Header.Contact,
        ["Max-Forwards"] = Header.MaxForwards,
        ["Content-Length"] = Header.ContentLength, ["l"] = Header.ContentLength,
        ["Content-Type"] = Header.ContentType, ["c"] = Header.ContentType,
        ["Require"] = Header.Require,
        ["Record-Route"] = Header.RecordRoute,
        ["Route"] = Header.Route,
        ["Accept"] = Header.Accept,
        ["Retry-After"] = Header.RetryAfter,
        ["Reason"] = Header.Reason,
        ["User-to-User"] = Header.UserToUser,
        ["Allow"] = Header.Allow,
        ["Supported"] = Header.Supported, ["k"] = Header.Supported,
        ["Unsupported"] = Header.Unsupported,
        ["Session-Expires"] = Header.SessionExpires, ["x"] = Header.SessionExpires,
        ["Min-SE"] = Header.MinSe,
        ["RSeq"] = Header.RSeq,
        ["RAck"] = Header.RAck,
        ["Refer-To"] = Header.ReferTo, ["r"] = Header.ReferTo,
        ["Referred-By"] = Header.ReferredBy, ["b"] = Header.ReferredBy,
        ["Replaces"] = Header.Replaces,
        ["Event"] = Header.Event, ["o"] = Header.Event,
        ["Subscription-State"] = Header.SubscriptionState,
        ["Authorization"] = Header.Authorization,
        ["WWW-Authenticate"] = Header.WwwAuthenticate,
        ["Proxy-Authenticate"] = Header.ProxyAuthenticate,
        ["Proxy-Authorization"] = Header.ProxyAuthorization,
        ["Expires"] = Header.Expires,
        ["Min-Expires"] = Header.MinExpires,
        ["User-Agent"] = Header.UserAgent,
        ["Timestamp"] = Header.Timestamp,
        ["Content-Encoding"] = Header.ContentEncoding, ["e"] = Header.ContentEncoding,
        ["Content-Disposition"] = Header.ContentDisposition,
        ["Info-Package"] = Header.InfoPackage,
        ["P-Asserted-Identity"] = Header.AssertedIdentity,
        [HandOver] = Header.HandOver,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, Header>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        ByName.GetAlternateLookup<ReadOnlySpan<char>>();

    private const int LongestKnown = 19;

    internal static Header Find(ReadOnlySpan<byte> name)
    {
        if (name.Length > LongestKnown) return Header.Other;
        Span<char> text = stackalloc char[LongestKnown];
        var length = System.Text.Encoding.Latin1.GetChars(name, text);
        return Lookup.TryGetValue(text[..length], out var header) ? header : Header.Other;
    }
}
