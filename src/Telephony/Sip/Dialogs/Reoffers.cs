using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;
using Hotline.Telephony.Sip.Transactions;
using Hotline.Telephony.Sip.Transport;

namespace Hotline.Telephony.Sip.Dialogs;

/// <summary>Changes of a running session: re-INVITE (RFC 3261 section 14) and UPDATE (RFC 3311). One at a time.</summary>
internal sealed class Reoffers(InviteSession session, UserAgent agent)
{
    internal const string TryLater = "Retry-After: 2\r\n";

    /// <summary>An offer of the peer's waits for our answer.</summary>
    internal bool IsPending => _accept is not null;

    private Action<string>? _accept;
    private Action<int>? _reject;

    internal void Receive(SipMessage request, Flow from)
    {
        // Two changes under way: RFC 3261 section 14.2 and RFC 3311 section 5.2
        if (SessionTimer.TooShort(request, agent.Options) is { } minimum) agent.Respond(request, from, 422, minimum);
        else if (request is { Method: "UPDATE", Body.IsEmpty: true }) agent.Respond(request, from, 200, Accepting(request, from));
        else if (IsPending) agent.Respond(request, from, 500, TryLater);
        else if (session.HasOfferOut) agent.Respond(request, from, 491);
        else if (!agent.TryReadOffer(request, from, out var offer)) return;
        else if (offer is null && request.Method != "INVITE") agent.Respond(request, from, 200, Accepting(request, from)); // its body was none that matters
        else Pend(request, from, offer);
    }

    internal void Answer(SessionDescription answer)
    {
        var accept = _accept;
        Clear();
        accept?.Invoke(session.Stamped(answer));
        session.Freed();
    }

    internal void Reject(int status)
    {
        var reject = _reject;
        Clear();
        reject?.Invoke(status);
        session.Freed();
    }

    private void Pend(SipMessage request, Flow from, SessionDescription? offer)
    {
        if (request.Method == "INVITE") PendInvite(request, from);
        else PendUpdate(request, from);
        session.Tell(new SipCallEvent.Reoffered(offer));
    }

    private void PendInvite(SipMessage request, Flow from)
    {
        var transaction = agent.AcceptInvite(request, from);
        transaction.Cancelled = () => Reject(487);
        var invite = new ServerInvite(agent, request, transaction, from, session.Dialog.LocalTag);
        invite.Trying();
        _reject = status => invite.Reject(status);
        _accept = sdp =>
        {
            session.ExpectAck(invite);
            invite.Accept(sdp, session.Timer);
        };
    }

    private void PendUpdate(SipMessage request, Flow from)
    {
        var transaction = agent.Accept(request, from);
        _reject = status => agent.Respond(transaction, request, from, status);
        _accept = sdp => agent.Respond(transaction, request, from, 200, Accepting(request, from), sdp);
    }

    private string Accepting(SipMessage request, Flow from) =>
        $"{agent.ContactLine(from)}{MessageWriter.Abilities}{(request.Method == "UPDATE" ? session.Timer.Answer(request) : "")}";

    private void Clear() => (_accept, _reject) = (null, null);
}
