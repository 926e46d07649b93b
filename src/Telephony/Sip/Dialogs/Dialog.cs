using System.Globalization;
using Hotline.Telephony.Sip.Authentication;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Transport;

namespace Hotline.Telephony.Sip.Dialogs;

/// <summary>What both sides remember to find each other again (RFC 3261 section 12).</summary>
internal sealed class Dialog
{
    internal required string CallId { get; init; }

    internal required string LocalTag { get; init; }

    /// <summary>Null until an outgoing call is answered, and where the peer is of RFC 2543.</summary>
    internal string? RemoteTag { get; set; }

    internal required SipUri LocalUri { get; init; }

    internal required SipUri RemoteUri { get; init; }

    /// <summary>The peer's Contact: the Request-URI of our requests.</summary>
    internal required SipUri RemoteTarget { get; set; }

    /// <summary>Route header values, in the order we send them.</summary>
    internal IReadOnlyList<string> Routes { get; set; } = [];

    /// <summary>Our name and password at the trunk it goes by; null where there is none.</summary>
    internal DigestClient? Credentials { get; set; }

    internal uint LocalCSeq { get; set; }

    internal uint RemoteCSeq { get; set; }

    /// <summary>Where the peer was last heard from.</summary>
    internal required Flow Peer { get; set; }

    /// <summary>The peer is a registered phone, perhaps behind NAT: only the flow it registered over is sure to reach it (RFC 5626 section 5.3).</summary>
    internal bool StaysOnFlow { get; init; }

    internal static Dialog Incoming(SipMessage invite, Flow from, string localTag) => new()
    {
        CallId = invite.CallId,
        LocalTag = localTag,
        RemoteTag = invite.From.Tag,
        LocalUri = invite.To.Uri,
        RemoteUri = invite.From.Uri,
        RemoteTarget = ContactOf(invite) ?? invite.From.Uri,
        Routes = RecordRoute(invite),
        RemoteCSeq = invite.CSeq,
        Peer = from,
    };

    /// <summary>The dialog that a 2xx to our INVITE makes; a forked INVITE makes several (RFC 3261 section 13.2.2.4).</summary>
    internal Dialog Answered(SipMessage response) => new()
    {
        CallId = CallId,
        LocalTag = LocalTag,
        RemoteTag = response.To.Tag,
        LocalUri = LocalUri,
        RemoteUri = RemoteUri,
        RemoteTarget = ContactOf(response) ?? RemoteTarget,
        Routes = [.. RecordRoute(response).AsEnumerable().Reverse()],
        LocalCSeq = LocalCSeq,
        Credentials = Credentials,
        Peer = Peer,
        StaysOnFlow = StaysOnFlow,
    };

    /// <summary>A response to a request of ours that may refresh the target (RFC 3261 section 12.2.1.2).</summary>
    internal void Refresh(SipMessage response)
    {
        if (ContactOf(response) is { } contact) RemoteTarget = contact;
    }

    internal bool Matches(SipMessage request) => request.CallId == CallId && request.From.Tag == RemoteTag;

    /// <summary>A target refresh (RFC 3261 section 12.2.2), and where the peer is now.</summary>
    internal void Refresh(SipMessage request, Flow from)
    {
        RemoteCSeq = request.CSeq;
        Peer = from;
        if (request.Method is "INVITE" or "UPDATE" && ContactOf(request) is { } contact) RemoteTarget = contact;
    }

    /// <summary>The header lines that route a request of ours within the dialog.</summary>
    internal string Headers(string via, string method, uint cseq)
    {
        var remoteTag = RemoteTag is null ? "" : $";tag={RemoteTag}";
        var routes = string.Concat((StrictRoute is null ? Routes : Routes.Skip(1).Append($"<{RemoteTarget}>")).Select(r => $"Route: {r}\r\n"));
        return string.Create(CultureInfo.InvariantCulture,
            $"{via}Max-Forwards: 70\r\n{routes}From: <{LocalUri}>;tag={LocalTag}\r\nTo: <{RemoteUri}>{remoteTag}\r\nCall-ID: {CallId}\r\nCSeq: {cseq} {method}\r\n");
    }

    /// <summary>The first route, else the remote target.</summary>
    internal SipUri NextHop => FirstRoute ?? RemoteTarget;

    /// <summary>The Request-URI of our requests: the peer's Contact, or a first hop that knows no loose routing (RFC 3261 section 12.2.1.1).</summary>
    internal string RequestUri => (StrictRoute ?? RemoteTarget).WithoutHeaders.Text;

    /// <summary>The header line that answers a challenge to a request of ours; null where it is none, or we have no password for it.</summary>
    internal string? Proof(SipMessage? response, string method) =>
        response is { Status: 401 or 407 } ? Credentials?.Answer(response, method, RequestUri) : null;

    private SipUri? FirstRoute => Routes.Count > 0 && NameAddress.TryParse(Routes[0], out var route) ? route.Uri : null;

    private SipUri? StrictRoute => FirstRoute is { } first && first.Parameter("lr") is null ? first : null;

    private static SipUri? ContactOf(SipMessage message) =>
        message.First(Header.Contact) is { } text && NameAddress.TryParse(text, out var contact) ? contact.Uri : null;

    private static List<string> RecordRoute(SipMessage message)
    {
        var routes = new List<string>();
        foreach (var line in message.All(Header.RecordRoute))
        {
            // A comma within a quoted name or a URI separates nothing
            var rest = line.AsSpan();
            for (var start = 0; NameAddress.TryTake(ref rest, out _); start = line.Length - rest.Length)
                routes.Add(line[start..^rest.Length].Trim(' ', '\t', ','));
        }

        return routes;
    }
}
