using System.Globalization;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Sip.Dialogs;

/// <summary>The phones that a forked INVITE of ours rings at (RFC 3261 section 12.1), each with its own tag, route and PRACKs.</summary>
internal sealed class EarlyDialogs(UserAgent agent, Dialog invited)
{
    /// <summary>No peer forks to more; the rest is not remembered.</summary>
    private const int Most = 32;

    private readonly Dictionary<string, Early> _byTag = [];

    /// <summary>Takes in a provisional response and answers a reliable one with PRACK (RFC 3262 section 4). False: a copy, or out of order.</summary>
    internal bool Receive(SipMessage response)
    {
        if (response.To.Tag is not { } tag) return true;
        var early = Of(tag, response);
        if (early is null) return true;

        if (!TakeInTurn(early, response)) return false;
        if (InviteSession.Sdp(response) is { } sdp) early.Sdp = sdp;
        return true;
    }

    /// <summary>The dialog that this 200 confirms, with the numbers its PRACKs have used; and its early description.</summary>
    internal (Dialog Dialog, SessionDescription? Sdp) Confirm(SipMessage response)
    {
        var dialog = invited.Answered(response);
        if (response.To.Tag is not { } tag || !_byTag.TryGetValue(tag, out var early)) return (dialog, null);
        dialog.LocalCSeq = early.Dialog.LocalCSeq;
        dialog.RemoteCSeq = early.Dialog.RemoteCSeq;
        return (dialog, early.Sdp);
    }

    internal bool Has(string tag) => _byTag.ContainsKey(tag);

    /// <summary>Our offer is answered for good (RFC 3262 section 5), so that an UPDATE may change it before the 200.</summary>
    internal bool HasReliableAnswer => _byTag.Values.Any(e => e is { Sequence: not null, Sdp: not null });

    /// <summary>Which of them a request comes from.</summary>
    internal Dialog? Find(SipMessage request) =>
        request.From.Tag is { } tag && _byTag.TryGetValue(tag, out var early) && early.Dialog.Matches(request) ? early.Dialog : null;

    /// <summary>One whose first word to us is no response.</summary>
    internal Dialog? Begin(string tag)
    {
        if (_byTag.Count == Most) return null;
        var dialog = new Dialog
        {
            CallId = invited.CallId, LocalTag = invited.LocalTag, RemoteTag = tag, LocalUri = invited.LocalUri, RemoteUri = invited.RemoteUri,
            RemoteTarget = invited.RemoteTarget, LocalCSeq = invited.LocalCSeq, Peer = invited.Peer,
        };
        _byTag[tag] = new() { Dialog = dialog };
        return dialog;
    }

    private Early? Of(string tag, SipMessage response)
    {
        if (_byTag.TryGetValue(tag, out var known)) return known;
        return _byTag.Count == Most ? null : _byTag[tag] = new() { Dialog = invited.Answered(response) };
    }

    private bool TakeInTurn(Early early, SipMessage response)
    {
        if (!response.Lists(Header.Require, "100rel") || !uint.TryParse(response.First(Header.RSeq), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
            return true;
        if (early.Sequence is { } last && sequence != last + 1) return false;

        early.Sequence = sequence;
        early.Dialog.Refresh(response);
        var rack = string.Create(CultureInfo.InvariantCulture, $"RAck: {sequence} {response.CSeq} INVITE\r\n");
        agent.SendWithin(early.Dialog, "PRACK", rack, (_, _) => { });
        return true;
    }

    private sealed class Early
    {
        internal required Dialog Dialog { get; init; }

        internal uint? Sequence { get; set; }

        internal SessionDescription? Sdp { get; set; }
    }
}
