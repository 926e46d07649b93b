using System.Globalization;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Transactions;
using Hotline.Telephony.Sip.Transport;

namespace Hotline.Telephony.Sip.Dialogs;

/// <summary>转接请求: REFER both ways (RFC 3515, RFC 5589). Who is referred sends the outcome as NOTIFYs with a line of SIP in them.</summary>
internal sealed class Referral(InviteSession session, UserAgent agent)
{
    /// <summary>Somebody must take up what the peer asked for; else it is declined.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const string Fragment = "message/sipfrag;version=2.0";

    private uint _id;
    private bool _isSecond;
    private bool _isOpen;
    private WheelTimer? _unheeded;
    private bool _isAsking;

    /// <summary>202 says that we understood, nothing more (RFC 3515 section 2.4.2); what comes of it says <see cref="Report"/>.</summary>
    internal void Receive(SipMessage refer, Flow from)
    {
        if (_isOpen) agent.Respond(refer, from, 491);
        else if (refer.Count(Header.ReferTo) != 1 || !NameAddress.TryParse(refer.First(Header.ReferTo), out var target)) agent.Respond(refer, from, 400, reason: "Malformed Refer-To");
        else if (target.Uri.Scheme is not ("sip" or "sips" or "tel")) agent.Respond(refer, from, 400, reason: "Refer-To Is No Number");
        else if (target.Uri.Parameter("method") is { } method && !method.Equals("INVITE", StringComparison.OrdinalIgnoreCase)) agent.Respond(refer, from, 403); // we are asked to call, not to hang somebody up
        else Open(refer, from, target.Uri.Without("method"));
    }

    private void Open(SipMessage refer, Flow from, SipUri target)
    {
        var named = target.HeaderField("Replaces");
        var replaces = named is null ? null : Replaces.Parse(named);
        if (named is not null && replaces is null)
        {
            agent.Respond(refer, from, 400, reason: "Malformed Replaces");
            return;
        }

        agent.Respond(refer, from, 202, agent.ContactLine(from));
        (_isSecond, _id, _isOpen) = (_id != 0, refer.CSeq, true);
        Notify(100);
        _unheeded = agent.Wheel.Start(Patience, () => Report(603));
        session.Tell(new SipCallEvent.Referred(target.WithoutHeaders, replaces, replaces is null ? null : agent.Find(replaces)?.Call, refer.First(Header.ReferredBy)));
    }

    /// <param name="status">Below 200: it goes on; else the last word.</param>
    internal void Report(int status)
    {
        if (!_isOpen || !session.IsAlive) return;
        _unheeded?.Stop();
        _isOpen = status < 200;
        Notify(status);
    }

    internal void Stop()
    {
        _unheeded?.Stop();
        _isOpen = _isAsking = false;
    }

    private void Notify(int status)
    {
        var id = _isSecond ? string.Create(CultureInfo.InvariantCulture, $";id={_id}") : "";
        var state = status < 200 ? "active;expires=60" : "terminated;reason=noresource";
        var headers = $"{agent.ContactLine(agent.FlowOf(session.Dialog))}Event: refer{id}\r\nSubscription-State: {state}\r\n";
        var line = string.Create(CultureInfo.InvariantCulture, $"SIP/2.0 {status} {ReasonPhrases.Of(status)}\r\n");
        agent.SendWithin(session.Dialog, "NOTIFY", headers, (_, _) => { }, line, Fragment);
    }

    /// <summary>We send the peer elsewhere; with a call to take the place of, that is an attended transfer (RFC 5589 section 7).</summary>
    internal void Ask(SipUri target, Replaces? replaces)
    {
        if (!session.IsAlive || _isAsking) return;
        _isAsking = true;
        var place = replaces is null ? "" : $"{(target.HasHeaders ? '&' : '?')}Replaces={Uri.EscapeDataString(replaces.Text)}";
        var headers = $"{agent.ContactLine(agent.FlowOf(session.Dialog))}Refer-To: <{target}{place}>\r\nReferred-By: <{session.Dialog.LocalUri}>\r\n";
        agent.SendWithin(session.Dialog, "REFER", headers, (status, _) =>
        {
            if (status >= 300) Told(status, isLast: true);
        });
    }

    internal void ReceiveNotify(SipMessage notify, Flow from)
    {
        var package = (notify.First(Header.Event) ?? "").Split(';')[0].Trim();
        if (package != "refer") agent.Respond(notify, from, 489, "Allow-Events: refer\r\n");
        else if (!_isAsking) agent.Respond(notify, from, 481);
        else
        {
            agent.Respond(notify, from, 200);
            var isLast = (notify.First(Header.SubscriptionState) ?? "").TrimStart().StartsWith("terminated", StringComparison.OrdinalIgnoreCase);
            Told(StatusOf(notify), isLast);
        }
    }

    private void Told(int status, bool isLast)
    {
        if (!_isAsking) return;
        _isAsking = !isLast && status < 200;
        session.Tell(new SipCallEvent.ReferProgress(status, !_isAsking));
    }

    /// <summary>The status line in the body; a NOTIFY without one tells nothing yet.</summary>
    private static int StatusOf(SipMessage notify)
    {
        var body = notify.Body.Span;
        var end = body.IndexOfAny((byte)'\r', (byte)'\n');
        var start = StartLine.Parse(end < 0 ? body : body[..end]);
        return notify.BodyType == "message/sipfrag" && start.IsSip && start.Status > 0 ? start.Status : 100;
    }
}
