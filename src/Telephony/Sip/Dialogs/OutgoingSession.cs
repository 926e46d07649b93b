using System.Diagnostics.CodeAnalysis;
using Hotline.Telephony.Sip.Authentication;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;
using Hotline.Telephony.Sip.Transactions;
using Hotline.Telephony.Sip.Transport;
using Hotline.Telephony.Sip.Trunks;

namespace Hotline.Telephony.Sip.Dialogs;

/// <summary>A call of ours (RFC 3261 section 13.2).</summary>
internal sealed class OutgoingSession : InviteSession
{
    private readonly Dialog _early;
    private readonly EarlyDialogs _earlies;
    private readonly string _headers;
    private string _branch = "";
    private SessionDescription? _offer;
    private InviteClientTransaction? _transaction;
    private SessionDescription? _earlyMedia;
    private byte[]? _ack;
    private Flow? _ackFlow;
    private bool _isProceeding;
    private bool _cancelled;
    private bool _over;
    private TrunkRoute? _route;
    private string _proof = "";
    private int _proofs;
    private string? _leftBy;
    private bool _hasRung;

    [SetsRequiredMembers]
    internal OutgoingSession(UserAgent agent, Dialog dialog, string headers = "") : base(agent, dialog) =>
        (_early, _earlies, _headers) = (dialog, new(agent, dialog), headers);

    internal override bool OwnsCallId => true;

    internal override Dialog? DialogOf(SipMessage request) => base.DialogOf(request) ?? (IsEstablished ? null : _earlies.Find(request) ?? Overtaken(request));

    /// <summary>A BYE of somebody we have not heard of: it overtook the 200 (RFC 5407 section 3.1), for nobody may end a call before answering it.</summary>
    private Dialog? Overtaken(SipMessage request) =>
        request is { Method: "BYE", From.Tag: { } tag } && request.CallId == _early.CallId ? _earlies.Begin(tag) : null;

    internal override bool Is(Replaces named) =>
        base.Is(named) || (!IsEstablished && _early.CallId == named.CallId && _earlies.Has(named.FromTag));

    private protected override bool TakesOffers => IsEstablished || _earlies.HasReliableAnswer;

    /// <summary>See <see cref="UserToUser"/>.</summary>
    internal string? Correlation { get; init; }

    /// <summary>The peer's address is known.</summary>
    internal void Start(Flow flow, SessionDescription offer)
    {
        if (_cancelled)
        {
            Forget();
            return;
        }

        MoveTo(flow);
        _offer = offer;
        Invite(flow);
    }

    /// <summary>Goes out by a trunk.</summary>
    internal void Start(TrunkRoute route, SessionDescription offer)
    {
        (_route, _early.Credentials) = (route, route.Credentials);
        if (!_cancelled && route.Next() is { } hop) StartAt(hop, offer);
        else if (_cancelled) Forget();
        else Failed(503);
    }

    private void StartAt((Flow Flow, SipUri Target) hop, SessionDescription offer)
    {
        (_early.RemoteTarget, _proof, _proofs) = (hop.Target, "", 0);
        Start(hop.Flow, offer);
    }

    /// <summary>The trunk's next address, when this one is silent or out of service and nothing has rung yet.</summary>
    private bool FailsOver(int status)
    {
        if (_cancelled || _hasRung || status is not (408 or 503) || _route is null) return false;
        _route.LetDown(status);
        if (_route.Next() is not { } hop) return false;
        StartAt(hop, _offer!);
        return true;
    }

    /// <summary>A challenge is answered once (RFC 3261 section 22.2), and a second time where only its nonce was too old (RFC 7616 section 3.3).</summary>
    private bool Proves(SipMessage response)
    {
        if (_cancelled || _proofs > 1 || (_proofs == 1 && !DigestClient.IsStale(response))) return false;
        if (_early.Proof(response, "INVITE") is not { } proof) return false;
        (_proof, _proofs) = (proof, _proofs + 1);
        Invite(_transaction!.Flow);
        return true;
    }

    private void Invite(Flow flow)
    {
        (_branch, _isProceeding) = (Identifiers.Branch(), false);
        _early.LocalCSeq++;
        var invite = Written(flow, flow);
        if (!_early.StaysOnFlow && Agent.OverTcp(flow, invite.Length) is { } stream)
            _transaction = Agent.SendInvite(stream, _branch, Written(stream, flow), AckRefusal, Responded, status => TcpFailed(flow, status));
        else _transaction = Agent.SendInvite(flow, _branch, invite, AckRefusal, Responded, Failed);
    }

    private byte[] Written(Flow way, Flow usual)
    {
        var routing = _early.Headers(Agent.ViaLine(way, _branch), "INVITE", _early.LocalCSeq);
        var headers = $"{routing}{Agent.ContactLine(usual)}{MessageWriter.Abilities}{Timer.Ask()}{UserToUser.Line(Correlation)}{_headers}{_proof}";
        return Agent.Writer.Request("INVITE", _early.RequestUri, headers, Stamped(_offer!));
    }

    /// <summary>A peer without TCP gets a large INVITE over UDP all the same (RFC 3261 section 18.1.1).</summary>
    private void TcpFailed(Flow usual, int status)
    {
        if (status != 503 || _isProceeding || _cancelled)
        {
            Failed(status);
            return;
        }

        Agent.TakesNoTcp(usual);
        Invite(usual);
    }

    internal void Failed(int status)
    {
        if (FailsOver(status)) return;
        _over = true;
        End(status == 408 ? CallEnd.Timeout : CallEnd.Failed, status, ReasonPhrases.Of(status));
        Forget();
    }

    internal override void HangUp(string reason)
    {
        if (IsEstablished)
        {
            End(CallEnd.Local, 0, reason);
            Bye(reason);
        }
        else if (!_over && !_cancelled)
        {
            _cancelled = true;
            End(CallEnd.Cancelled, 487, reason);
            if (_isProceeding) Cancel();
        }
    }

    /// <summary>A callee ends only what it has answered (RFC 3261 section 15): the BYE overtook its 200, which gets its ACK when it comes.</summary>
    protected override void ByeTooEarly(SipMessage bye)
    {
        if (_over || _cancelled) return;
        (_leftBy, _cancelled) = (bye.From.Tag, true);
        End(CallEnd.Remote, 0, bye.First(Header.Reason) ?? "BYE");
        if (_isProceeding) Cancel(); // others it may have rung
        else _transaction!.ExpectFinal();
    }

    private void Responded(SipMessage response)
    {
        if (response.Status < 200) Progress(response);
        else if (response.Status < 300) Succeeded(response);
        else Refused(response);
    }

    private void Progress(SipMessage response)
    {
        var first = !_isProceeding;
        _isProceeding = true;
        if (_cancelled && first) Cancel();
        if (response.Status > 100) _hasRung = true;
        if (response.Status == 100 || !_earlies.Receive(response) || _cancelled) return;
        _earlyMedia = Sdp(response) ?? _earlyMedia;
        Tell(new SipCallEvent.Progress(response.Status, Sdp(response)));
    }

    /// <summary>CANCEL only once the peer has shown that it knows the INVITE (RFC 3261 section 9.1).</summary>
    private void Cancel()
    {
        var flow = _transaction!.Flow;
        var headers = _early.Headers(Agent.ViaLine(flow, _branch), "CANCEL", _early.LocalCSeq);
        Agent.Send(flow, _branch, "CANCEL", Agent.Writer.Request("CANCEL", _early.RequestUri, headers), (_, _) => { });
        _transaction.ExpectFinal();
    }

    private void Succeeded(SipMessage response)
    {
        if (_ack is null) Established(response);
        else if (response.To.Tag == Dialog.RemoteTag) Agent.SendRaw(_ackFlow!, _ack);
        else AnsweredTwice(response);
    }

    private void Established(SipMessage response)
    {
        _over = true;
        var (dialog, early) = _earlies.Confirm(response);
        (_ack, _ackFlow) = Agent.SendAck(dialog, _early.LocalCSeq, _proof);
        Establish(dialog);
        PeerTakesUpdate = response.Lists(Header.Allow, "UPDATE");
        if (_leftBy is { } gone && gone == dialog.RemoteTag) Left();
        else if (_cancelled) Bye("cancelled"); // the 200 crossed our CANCEL
        else if ((Sdp(response) ?? early ?? _earlyMedia) is { } sdp) Begin(response, sdp);
        else
        {
            End(CallEnd.Failed, 488, "The 200 has no readable session description");
            Bye("no SDP in 200");
        }
    }

    /// <summary>They said BYE before their 200 came.</summary>
    private void Left()
    {
        IsEstablished = false;
        Forget();
    }

    private void Begin(SipMessage response, SessionDescription sdp)
    {
        Timer.Agree(response);
        Tell(new SipCallEvent.Answered(sdp));
        Freed();
    }

    /// <summary>Another branch of a forked INVITE answered too: it gets its ACK and a BYE (RFC 3261 section 13.2.2.4).</summary>
    private void AnsweredTwice(SipMessage response)
    {
        var (other, _) = _earlies.Confirm(response);
        Agent.SendAck(other, _early.LocalCSeq, _proof);
        Agent.SendBye(other, "answered elsewhere", () => { });
    }

    private void Refused(SipMessage response)
    {
        if (response.Status == 422 && !_cancelled && Timer.Lengthen(response))
        {
            Invite(_transaction!.Flow);
            return;
        }

        if (Proves(response) || FailsOver(response.Status)) return;
        _over = true;
        End(CallEnd.Failed, response.Status, response.ReasonPhrase);
        Forget();
    }

    private byte[] AckRefusal(SipMessage response)
    {
        var to = new Dialog
        {
            CallId = _early.CallId, LocalTag = _early.LocalTag, RemoteTag = response.To.Tag, LocalUri = _early.LocalUri,
            RemoteUri = _early.RemoteUri, RemoteTarget = _early.RemoteTarget, Peer = _early.Peer,
        };
        var headers = to.Headers(Agent.ViaLine(_transaction!.Flow, _branch), "ACK", _early.LocalCSeq);
        return Agent.Writer.Request("ACK", _early.RequestUri, headers);
    }
}
