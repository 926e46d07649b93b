using System.Globalization;
using System.Net;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;
using Hotline.Telephony.Sip.Tracing;
using Hotline.Telephony.Sip.Transactions;
using Hotline.Telephony.Sip.Transport;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Sip.Dialogs;

/// <summary>What requests and responses become, and how ours are sent (RFC 3261 section 8). Everything here runs on the signalling loop.</summary>
internal sealed partial class UserAgent(SipStackOptions options, SignallingLoop loop, ILogger log, SipTrace trace)
{
    /// <summary>RFC 3261 section 18.1.1: above this a request may be fragmented and lost.</summary>
    private const int LargestDatagram = 1300;

    private static readonly TimeSpan TcpTriedAgainAfter = TimeSpan.FromMinutes(10);

    /// <summary>Peers that let a TCP connection of ours down: where it hangs instead of being refused, trying again costs the caller seconds.</summary>
    private readonly HashSet<IPEndPoint> _withoutTcp = [];

    private readonly TransactionTable _table = new(loop.Wheel, trace.Sent);

    internal ILogger Log => log;

    internal SipStackOptions Options => options;

    internal MessageWriter Writer { get; } = new(options.UserAgent);

    internal TimerWheel Wheel => loop.Wheel;

    internal TransactionTable Table => _table;

    /// <summary>Every dialog alive, by our tag.</summary>
    internal Dictionary<string, InviteSession> Sessions { get; } = [];

    internal SipTransport Transport { get; set; } = null!;

    /// <summary>Set while the stack stops: told when the last session has gone.</summary>
    internal Action? Drained { get; set; }

    internal void Post(Action work) => loop.Post(work);

    internal string ContactLine(Flow flow) =>
        string.Create(CultureInfo.InvariantCulture, $"Contact: <sip:{Transport.Announced(flow)}{flow.Protocol.UriParameter()}>\r\n");

    internal string ViaLine(Flow flow, string branch) =>
        string.Create(CultureInfo.InvariantCulture, $"Via: SIP/2.0/{flow.Protocol.ViaName()} {Transport.Announced(flow)};rport{(flow.IsReliable ? ";alias" : "")};branch={branch}\r\n");

    internal void Add(InviteSession session) => Sessions[session.Dialog.LocalTag] = session;

    /// <summary>The call that a Replaces header means (RFC 3891 section 3): its To tag is ours.</summary>
    internal InviteSession? Find(Replaces named) => Sessions.GetValueOrDefault(named.ToTag) is { } session && session.Is(named) ? session : null;

    internal int SessionsFrom(IPAddress address) => Sessions.Values.Count(s => s.Source.Address.Equals(address));

    /// <summary>False where it was removed before.</summary>
    internal bool Remove(InviteSession session)
    {
        var removed = Sessions.Remove(session.Dialog.LocalTag);
        if (Sessions.Count == 0) Drained?.Invoke();
        return removed;
    }

    // Responses

    internal InviteServerTransaction AcceptInvite(SipMessage request, Flow from) => _table.AcceptInvite(request, Transport.Back(request, from), Transport.Reopening(request, from));

    internal NonInviteServerTransaction Accept(SipMessage request, Flow from) => _table.Accept(request, Transport.Back(request, from), Transport.Reopening(request, from));

    internal void Respond(ServerTransaction transaction, SipMessage request, Flow from, int status, string headers = "", string? sdp = null, string? reason = null) =>
        transaction.Respond(status, Writer.Response(request, from.Remote, status, reason, Identifiers.Tag(), headers, sdp));

    /// <summary>Answers a request that needs no more thought.</summary>
    internal void Respond(SipMessage request, Flow from, int status, string headers = "", string? reason = null)
    {
        ServerTransaction transaction = request.Method == "INVITE" ? AcceptInvite(request, from) : Accept(request, from);
        Respond(transaction, request, from, status, headers, reason: reason);
    }

    /// <summary>405 for a method we know of, 501 for one we do not (RFC 3261 section 21.5.2).</summary>
    internal void RefuseMethod(SipMessage request, Flow from)
    {
        var known = request.Method is "REGISTER" or "SUBSCRIBE" or "MESSAGE" or "PUBLISH" or "REFER";
        Respond(request, from, known ? 405 : 501, $"Allow: {MessageWriter.Allow}\r\n");
    }

    internal void AnswerOptions(SipMessage request, Flow from) =>
        Respond(request, from, 200, $"{ContactLine(from)}{MessageWriter.Abilities}Accept: application/sdp, multipart/mixed\r\nAccept-Encoding: identity\r\nAccept-Language: zh, en\r\n");

    /// <summary>Without memory of the request: for what is malformed or too much. The tag is the same for every copy.</summary>
    internal void RespondStateless(SipMessage request, Flow from, int status, string headers = "", string? reason = null)
    {
        var tag = ((uint)string.GetHashCode(request.Via.Branch + request.CallId, StringComparison.Ordinal)).ToString("x8", CultureInfo.InvariantCulture);
        _table.Send(Transport.Back(request, from), Writer.Response(request, from.Remote, status, reason, tag, headers));
    }

    /// <summary>The offer in an INVITE or UPDATE, null where there is none. False: it was refused (RFC 3261 section 8.2.3).</summary>
    internal bool TryReadOffer(SipMessage request, Flow from, out SessionDescription? offer)
    {
        offer = null;
        if (!SessionBody.TryFind(request, out var sdp))
        {
            Respond(request, from, 415, SessionBody.IsEncoded(request) ? "Accept-Encoding: identity\r\n" : "Accept: application/sdp, multipart/mixed\r\n");
            return false;
        }

        if (sdp.IsEmpty || SessionDescription.TryParse(sdp.Span, out offer, out var why)) return true;
        Respond(request, from, 400, reason: why);
        return false;
    }

    // Requests

    internal InviteClientTransaction SendInvite(
        Flow flow, string branch, byte[] invite, Func<SipMessage, byte[]> ack, Action<SipMessage> responded, Action<int> failed)
    {
        if (!flow.IsReliable && invite.Length > LargestDatagram) LargeRequest(log, invite.Length);
        var transaction = new InviteClientTransaction(_table, flow, branch, invite) { Ack = ack, Responded = responded, Failed = failed };
        _table.Start(transaction);
        return transaction;
    }

    /// <summary>The connection for a request that UDP may fragment; null where it is small enough, goes over one anyway, or the peer has let us down lately.</summary>
    internal Flow? OverTcp(Flow udp, int length) =>
        udp.IsReliable || length <= LargestDatagram || _withoutTcp.Contains(udp.Remote) ? null : Transport.To(udp.Remote, SipProtocol.Tcp);

    internal void TakesNoTcp(Flow udp)
    {
        if (_withoutTcp.Add(udp.Remote)) Wheel.Start(TcpTriedAgainAfter, () => _withoutTcp.Remove(udp.Remote));
    }

    /// <param name="done">The final response, or the status that stands for none: 408 or 503.</param>
    internal void Send(Flow flow, string branch, string method, byte[] request, Action<int, SipMessage?> done) =>
        _table.Start(new NonInviteClientTransaction(_table, flow, branch, method, request)
        {
            Responded = response => { if (response.Status >= 200) done(response.Status, response); },
            Failed = status => done(status, null),
        });

    /// <summary>Whether somebody is there (RFC 3261 section 11).</summary>
    internal void SendOptions(Flow flow, SipUri to, Action<int, SipMessage?> done)
    {
        var branch = Identifiers.Branch();
        var us = $"<sip:{Transport.Announced(flow)}>";
        var headers = $"{ViaLine(flow, branch)}Max-Forwards: 70\r\nFrom: {us};tag={Identifiers.Tag()}\r\nTo: <{to}>\r\n"
            + $"Call-ID: {Identifiers.CallId()}\r\nCSeq: 1 OPTIONS\r\n{ContactLine(flow)}";
        Send(flow, branch, "OPTIONS", Writer.Request("OPTIONS", to.Text, headers), done);
    }

    /// <summary>A request within a dialog that is no INVITE.</summary>
    /// <param name="headers">Whole lines, each with its CRLF.</param>
    /// <param name="proof">The answer to a challenge.</param>
    internal void SendWithin(
        Dialog dialog, string method, string headers, Action<int, SipMessage?> done, string? body = null, string type = "application/sdp",
        string proof = "")
    {
        var flow = FlowOf(dialog);
        var branch = Identifiers.Branch();
        var lines = $"{dialog.Headers(ViaLine(flow, branch), method, ++dialog.LocalCSeq)}{headers}{proof}";
        Send(flow, branch, method, Writer.Request(method, dialog.RequestUri, lines, body, type), (status, response) =>
        {
            // A challenge is answered once (RFC 3261 section 22.2)
            if (proof.Length == 0 && dialog.Proof(response, method) is { } answer) SendWithin(dialog, method, headers, done, body, type, answer);
            else done(status, response);
        });
    }

    internal void SendRaw(Flow flow, byte[] message) => _table.Send(flow, message, again: true);

    internal void SendBye(Dialog dialog, string reason, Action done) =>
        SendWithin(dialog, "BYE", $"Reason: SIP;text=\"{Quotable(reason)}\"\r\n", (_, _) => done());

    /// <summary>The ACK of a 2xx is a request of its own (RFC 3261 section 13.2.2.4); kept to be sent for every copy.</summary>
    /// <param name="cseq">Of the INVITE.</param>
    /// <param name="proof">The INVITE's: the ACK repeats it (RFC 3261 section 13.2.2.4).</param>
    internal (byte[] Ack, Flow Flow) SendAck(Dialog dialog, uint cseq, string proof = "")
    {
        var flow = FlowOf(dialog);
        var headers = dialog.Headers(ViaLine(flow, Identifiers.Branch()), "ACK", cseq) + ContactLine(flow) + proof; // with a Contact, though it may go without: some phones send their BYE there
        var ack = Writer.Request("ACK", dialog.RequestUri, headers);
        _table.Send(flow, ack);
        return (ack, flow);
    }

    /// <summary>The next hop's address where it can be reached from here, else where the peer was last heard from.</summary>
    internal Flow FlowOf(Dialog dialog)
    {
        var (hop, peer) = (dialog.NextHop, dialog.Peer);
        if (peer.IsReliable && peer.IsOpen) return peer;
        if (dialog.StaysOnFlow && peer.IsOpen) return peer;
        var protocol = peer.IsReliable ? peer.Protocol : hop.Protocol();
        if (IPAddress.TryParse(hop.Host, out var address) && Reachability.IsReachable(address, peer.Remote.Address))
            return Transport.To(new(address, hop.Port == 0 ? protocol.DefaultPort() : hop.Port), protocol);
        return protocol == SipProtocol.Udp ? peer : Transport.To(peer.Remote, protocol);
    }

    private static string Quotable(string text) =>
        string.Concat(text.Where(c => !char.IsControl(c))).Replace("\\", "\\\\").Replace("\"", "\\\"");

    [LoggerMessage(LogLevel.Warning, "A request of {Length} bytes goes over UDP and may be fragmented: the peer took no TCP connection; open its port, or call with ;transport=tcp.")]
    private static partial void LargeRequest(ILogger log, int length);
}
