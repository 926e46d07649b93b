using System.Globalization;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Registration;
using Hotline.Telephony.Sip.Sdp;
using Hotline.Telephony.Sip.Transactions;
using Hotline.Telephony.Sip.Transport;
using Hotline.Telephony.Sip.Trunks;

namespace Hotline.Telephony.Sip.Dialogs;

/// <summary>Whom a received message is for: a transaction, a dialog, or a new call (RFC 3261 sections 8.2 and 12.2.2).</summary>
internal sealed class RequestRouter(
    UserAgent agent, Admission admission, PhoneDesk phones, TrunkDesk trunks, SipStackOptions options, Func<SipCall, Action<SipCallEvent>> incoming,
    Func<string, bool> expects)
{
    private readonly string _retryAfter = string.Create(CultureInfo.InvariantCulture, $"Retry-After: {Math.Ceiling(options.RetryAfter.TotalSeconds)}\r\n");
    /// <summary>Somebody must listen to a call that replaces another one; else it is refused.</summary>
    private static readonly TimeSpan TakenUpWithin = TimeSpan.FromSeconds(5);

    private long _received;
    private long _malformed;

    internal long Received => Volatile.Read(ref _received);

    internal long Malformed => Volatile.Read(ref _malformed);

    /// <summary>No new calls: the stack is stopping.</summary>
    internal bool IsClosed { get; set; }

    /// <summary>No new calls for a while, and whoever asks is told so.</summary>
    internal volatile bool IsDraining;

    internal void Receive(Parsed parsed, Flow from)
    {
        _received++;
        if (!parsed.IsGood) ReceiveMalformed(parsed, from);
        else if (parsed.Message is { IsRequest: true } request) ReceiveRequest(request, from);
        else ReceiveResponse(parsed.Message!);
    }

    /// <summary>An INVITE over its source's rate. What belongs to a call goes through; a new one is refused without memory of it.</summary>
    internal void Shed(Parsed parsed, Flow from)
    {
        if (parsed is { IsGood: true, Message: { To.Tag: null } invite } && agent.Table.FindServer(TransactionKey.Of(invite)) is null)
        {
            _received++;
            admission.Refuse();
            agent.RespondStateless(invite, from, 503, _retryAfter);
        }
        else Receive(parsed, from);
    }

    private void ReceiveMalformed(Parsed parsed, Flow from)
    {
        _malformed++;
        if (parsed.Message is { IsRequest: true, Method: not "ACK" } request)
            agent.RespondStateless(request, from, parsed.Status, reason: parsed.Fault);
        if (parsed.IsLast) from.CloseWhenSent();
    }

    /// <summary>With a second Via it was meant for somebody else (RFC 3261 section 8.1.3.3).</summary>
    private void ReceiveResponse(SipMessage response)
    {
        if (response.Count(Header.Via) == 1 && !response.Via.HasFurther) agent.Table.FindClient(response)?.Receive(response);
    }

    private void ReceiveRequest(SipMessage request, Flow from)
    {
        if (request.Method == "CANCEL") ReceiveCancel(request, from);
        else if (agent.Table.FindServer(TransactionKey.Of(request)) is { } transaction && transaction.Receive(request)) return;
        else if (request.To.Tag is { } tag) ReceiveInDialog(request, from, tag);
        else if (request.Method != "ACK") ReceiveOutside(request, from);
    }

    private void ReceiveCancel(SipMessage request, Flow from)
    {
        if (agent.Table.FindServer(TransactionKey.Of(request)) is { } copy)
        {
            copy.Receive(request);
            return;
        }

        var invite = agent.Table.FindServer(TransactionKey.Of(request, "INVITE")) as InviteServerTransaction;
        var status = invite is null ? 481 : 200;
        var response = agent.Writer.Response(request, from.Remote, status, null, invite?.ToTag ?? Identifiers.Tag());
        agent.Accept(request, from).Respond(status, response);
        invite?.Cancelled?.Invoke();
    }

    private void ReceiveInDialog(SipMessage request, Flow from, string tag)
    {
        var session = agent.Sessions.GetValueOrDefault(tag);
        if (session?.DialogOf(request) is not { } dialog)
        {
            if (request.Method != "ACK") agent.Respond(request, from, 481);
        }
        else if (request.Method == "ACK") session!.ReceiveAck(request);
        else if (request.CSeq < dialog.RemoteCSeq) agent.Respond(request, from, 500, reason: "CSeq Out Of Order");
        else if (!RefusesExtension(request, from)) session!.Receive(request, dialog, from);
    }

    private void ReceiveOutside(SipMessage request, Flow from)
    {
        switch (request.Method)
        {
            case "INVITE": ReceiveInvite(request, from); break;
            case "OPTIONS" when IsClosed || IsDraining: agent.Respond(request, from, 503, _retryAfter); break;
            case "OPTIONS": if (!RefusesExtension(request, from)) agent.AnswerOptions(request, from); break;
            case "REGISTER" when phones.IsOpen: if (!RefusesExtension(request, from)) phones.Register(request, from); break;
            case "BYE" when Untagged(request) is { } call: call.Receive(request, call.Dialog, from); break;
            case "BYE" or "INFO" or "UPDATE" or "PRACK" or "NOTIFY": agent.Respond(request, from, 481); break;
            case "REFER": agent.Respond(request, from, 403); break; // only who talks with us may ask that
            default: agent.RefuseMethod(request, from); break;
        }
    }

    /// <summary>Phones in the manner of RFC 2543 leave our tag out when they end a call of ours; their own tag and our Call-ID name it as well.</summary>
    private InviteSession? Untagged(SipMessage bye) => bye.From.Tag is null ? null
        : agent.Sessions.Values.FirstOrDefault(s => s is { OwnsCallId: true, IsAlive: true } && s.Dialog.Matches(bye) && bye.CSeq >= s.Dialog.RemoteCSeq);

    private void ReceiveInvite(SipMessage request, Flow from)
    {
        if (agent.Table.IsMerged(request)) agent.RespondStateless(request, from, 482);
        else if (IsClosed || IsDraining || !admission.Admits(from.Remote.Address, agent.Sessions.Count, () => agent.SessionsFrom(from.Remote.Address))) agent.RespondStateless(request, from, 503, _retryAfter);
        else if (RefusesExtension(request, from)) return;
        else if (!AcceptsSdp(request)) agent.Respond(request, from, 406, "Accept: application/sdp\r\n");
        else if (SessionTimer.TooShort(request, options) is { } minimum) agent.Respond(request, from, 422, minimum);
        else if (!agent.TryReadOffer(request, from, out var offer)) return;
        else if (!Knows(request, from, out var caller)) return;
        else if (request.Count(Header.Replaces) > 0) Replace(request, from, offer, caller);
        else
        {
            var session = Begin(request, from, offer, caller);
            try
            {
                session.Sink = incoming(session.Call);
            }
            catch
            {
                session.Reject(500, retryAfter: null); // whoever calls must not ring for ever
                throw;
            }
        }
    }

    /// <summary>
    /// A trunk's calls need no password; an agent's do; a stranger's are refused once the trunks' sources are known. Who brings a token of
    /// another node is known by it, whatever address they come from, and refused where we know nothing of it. False: it was answered.
    /// </summary>
    private bool Knows(SipMessage invite, Flow from, out Caller caller)
    {
        if (invite.First(Header.HandOver) is { } token)
        {
            caller = new(null, null, token);
            if (expects(token)) return true;
            agent.RespondStateless(invite, from, 403);
            return false;
        }

        var trunk = trunks.Of(from.Remote.Address);
        caller = new(null, trunk?.Options.Name);
        if (trunk is { IsFull: true }) agent.RespondStateless(invite, from, 503, _retryAfter);
        if (trunk is not null) return !trunk.IsFull;
        if (!phones.Admits(invite, from, out var phone)) return false;
        caller = new(phone, null);
        if (phone is not null || !trunks.HasSources) return true;
        agent.RespondStateless(invite, from, 403);
        return false;
    }

    /// <summary>替换: the new call takes the place of the peer of one we have (RFC 3891 section 3).</summary>
    private void Replace(SipMessage request, Flow from, SessionDescription? offer, Caller caller)
    {
        var named = request.Count(Header.Replaces) == 1 ? Replaces.Parse(request.First(Header.Replaces)!) : null;
        var old = named is null ? null : agent.Find(named);
        var refusal = (named, old) switch
        {
            (null, _) => 400,
            (_, null) => 481,
            (_, { IsOver: true }) => 603,
            (_, { IsEstablished: true }) when named.IsEarlyOnly => 486,
            (_, { IsEstablished: false, OwnsCallId: false }) => 481,
            _ => 0,
        };
        if (refusal > 0)
        {
            agent.Respond(request, from, refusal);
            return;
        }

        var session = Begin(request, from, offer, caller);
        agent.Wheel.Start(TakenUpWithin, () => RejectUnheeded(session));
        old!.Tell(new SipCallEvent.Replaced(session.Call));
    }

    private static void RejectUnheeded(IncomingSession session)
    {
        if (session.Sink is null) session.Reject(480, null);
    }

    private IncomingSession Begin(SipMessage request, Flow from, SessionDescription? offer, Caller caller)
    {
        var session = new IncomingSession(agent, request, agent.AcceptInvite(request, from), from, Identifiers.Tag());
        agent.Add(session);
        session.Dialog.Credentials = caller.Trunk is { } trunk ? trunks.Find(trunk)?.Credentials : null;
        var called = SipUri.Parse(request.RequestUri);
        session.Call = new SipCall(session)
        {
            CallId = request.CallId,
            From = caller.Trunk is null ? request.From.Uri : Identity(request),
            To = request.To.Uri,
            CalledNumber = called.User.Length > 0 ? called.User : request.To.Uri.User,
            RemoteOffer = offer,
            IsOutgoing = false,
            Agent = caller.Agent,
            Trunk = caller.Trunk,
            HandOver = caller.Token,
            Correlation = UserToUser.Read(request.First(Header.UserToUser)),
        };
        return session;
    }

    /// <summary>Who calls: From; where that hides the number, what the carrier vouches for (RFC 3325 section 9.1), whom alone we believe it.</summary>
    private static SipUri Identity(SipMessage request)
    {
        var named = request.From.Uri;
        if (named.User.Any(char.IsAsciiDigit)) return named;
        foreach (var line in request.All(Header.AssertedIdentity))
        {
            var list = line.AsSpan();
            while (NameAddress.TryTake(ref list, out var asserted))
                if (asserted.Uri.User.Any(char.IsAsciiDigit)) return asserted.Uri;
        }

        return named;
    }

    /// <summary>420 for what we do not know (RFC 3261 section 8.2.2.3).</summary>
    private bool RefusesExtension(SipMessage request, Flow from)
    {
        var unknown = OptionTags.Unknown(request);
        if (unknown.Length == 0) return false;
        agent.Respond(request, from, 420, $"Unsupported: {unknown}\r\n");
        return true;
    }

    /// <summary>An Accept that leaves no room for a session description (RFC 3261 section 21.4.7).</summary>
    private static bool AcceptsSdp(SipMessage request)
    {
        var accepted = request.All(Header.Accept).SelectMany(line => line.Split(',')).Select(a => a.Split(';')[0].Trim()).ToList();
        return accepted.Count == 0 || accepted.Exists(a => a.ToLowerInvariant() is "application/sdp" or "application/*" or "*/*");
    }

    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
    private readonly record struct Caller(AgentId? Agent, string? Trunk, string? Token = null);
}
