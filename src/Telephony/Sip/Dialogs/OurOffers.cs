using System.Security.Cryptography;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;
using Hotline.Telephony.Sip.Transactions;
using Hotline.Telephony.Sip.Transport;

namespace Hotline.Telephony.Sip.Dialogs;

/// <summary>
/// Changes of a running session that we ask for: hold, resume, another address (RFC 3261 section 14.1), and the refreshes of its timer.
/// One at a time; what is asked for meanwhile waits, and only the last of it counts.
/// </summary>
internal sealed class OurOffers(InviteSession session, UserAgent agent)
{
    private const int MostTries = 6;

    private SessionDescription? _wanted;
    private SessionDescription? _sent;
    private bool _refreshWanted;
    private int _tries;
    private WheelTimer? _later;

    /// <summary>Ours is on the way: an offer of the peer's crosses it (491).</summary>
    internal bool HasOfferOut { get; private set; }

    private bool IsOut { get; set; }

    internal void Offer(SessionDescription sdp)
    {
        (_wanted, _tries) = (sdp, 0);
        Next();
    }

    internal void Refresh()
    {
        (_refreshWanted, _tries) = (true, 0);
        Next();
    }

    internal void Stop()
    {
        (_wanted, _sent, _refreshWanted) = (null, null, false);
        _later?.Stop();
        _later = null;
    }

    /// <summary>Nothing else is under way any more, perhaps.</summary>
    internal void Next()
    {
        if (IsOut || _later is not null || !session.MayOffer) return;
        if (_wanted is not null) Change();
        else if (_refreshWanted && session.PeerTakesUpdate) Update();
        else if (_refreshWanted && session.LastSdp is { } last) Invite(last, isRefresh: true);
    }

    private void Change()
    {
        (_sent, _wanted) = (_wanted, null);
        Invite(session.Stamped(_sent!), isRefresh: false);
    }

    /// <param name="proof">The answer to a challenge.</param>
    private void Invite(string sdp, bool isRefresh, string proof = "")
    {
        IsOut = HasOfferOut = true;
        var (dialog, branch) = (session.Dialog, Identifiers.Branch());
        var (flow, cseq) = (agent.FlowOf(dialog), ++dialog.LocalCSeq);
        var headers = $"{dialog.Headers(agent.ViaLine(flow, branch), "INVITE", cseq)}{Asking(flow)}{proof}";
        var target = dialog.RequestUri;
        (byte[] Ack, Flow Flow)? acknowledged = null;
        agent.SendInvite(flow, branch, agent.Writer.Request("INVITE", target, headers, sdp), _ => AckOfRefusal(flow, branch, target, cseq), Responded, status => Refused(status, null, isRefresh));

        void Responded(SipMessage response)
        {
            if (response.Status < 200) return;
            if (proof.Length == 0 && session.IsAlive && dialog.Proof(response, "INVITE") is { } answer) Invite(sdp, isRefresh, answer);
            else if (response.Status >= 300) Refused(response.Status, response, isRefresh);
            else if (acknowledged is { } copy) agent.SendRaw(copy.Flow, copy.Ack);
            else
            {
                dialog.Refresh(response);
                acknowledged = agent.SendAck(dialog, cseq, proof);
                Answered(response, isRefresh);
            }
        }
    }

    private byte[] AckOfRefusal(Flow flow, string branch, string target, uint cseq) =>
        agent.Writer.Request("ACK", target, session.Dialog.Headers(agent.ViaLine(flow, branch), "ACK", cseq));

    /// <summary>An UPDATE without description: it only says that we are still there (RFC 4028 section 7.4).</summary>
    private void Update()
    {
        IsOut = true;
        agent.SendWithin(session.Dialog, "UPDATE", Asking(agent.FlowOf(session.Dialog)), (status, response) =>
        {
            if (status is 405 or 501) session.PeerTakesUpdate = false;
            if (status is 405 or 501) Again();
            else if (status >= 300) Refused(status, response, isRefresh: true);
            else
            {
                session.Dialog.Refresh(response!);
                Answered(response!, isRefresh: true);
            }
        });
    }

    private string Asking(Flow flow) => $"{agent.ContactLine(flow)}{MessageWriter.Abilities}{session.Timer.Ask()}";

    private void Answered(SipMessage response, bool isRefresh)
    {
        IsOut = HasOfferOut = false;
        _refreshWanted = false;
        if (!session.IsAlive) return;
        session.Timer.Agree(response);
        if (!isRefresh) Told(response);
        Next();
    }

    private void Told(SipMessage response)
    {
        _sent = null;
        if (InviteSession.Sdp(response) is { } sdp) session.Tell(new SipCallEvent.ReofferAnswered(sdp));
        else session.Tell(new SipCallEvent.ReofferRefused(488, "The 200 has no readable session description"));
    }

    /// <summary>408 and 481 end the call (RFC 3261 section 12.2.1.2); 491 and 500 with Retry-After mean later; the rest: the session stays as it was.</summary>
    private void Refused(int status, SipMessage? response, bool isRefresh)
    {
        IsOut = HasOfferOut = false;
        if (!session.IsAlive) return;
        if (status is 408 or 481) session.Lost(status);
        else if (status == 422 && response is not null && session.Timer.Lengthen(response)) Again();
        else if (Patience(status, response) is { } delay && ++_tries < MostTries) _later = agent.Wheel.Start(delay, Again);
        else GiveUp(status, response, isRefresh);
    }

    /// <summary>A refresh that failed is tried no more: where the timer runs out, the call ends.</summary>
    private void GiveUp(int status, SipMessage? response, bool isRefresh)
    {
        _refreshWanted = false;
        if (!isRefresh)
        {
            _sent = null;
            session.Tell(new SipCallEvent.ReofferRefused(status, response?.ReasonPhrase ?? ReasonPhrases.Of(status)));
        }

        Next();
    }

    private void Again()
    {
        IsOut = false;
        _later = null;
        _wanted ??= _sent;
        Next();
    }

    /// <summary>RFC 3261 section 14.1: who made the Call-ID waits longer, so that the next try of both does not cross again.</summary>
    private TimeSpan? Patience(int status, SipMessage? response)
    {
        if (status == 491) return TimeSpan.FromMilliseconds(10 * (session.OwnsCallId ? RandomNumberGenerator.GetInt32(210, 401) : RandomNumberGenerator.GetInt32(0, 201)));
        return status == 500 && int.TryParse(response?.First(Header.RetryAfter), out var seconds) && seconds is >= 0 and <= 10 ? TimeSpan.FromSeconds(seconds) : null;
    }
}
