using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Sip;

/// <summary>Why a call is over.</summary>
public enum CallEnd
{
    /// <summary>The peer hung up.</summary>
    Remote,
    /// <summary>We hung up.</summary>
    Local,
    /// <summary>The INVITE was taken back before its answer, by whichever side sent it.</summary>
    Cancelled,
    /// <summary>The call was refused or could not be set up.</summary>
    Failed,
    /// <summary>The peer fell silent: no response, or no ACK for 32 s (64*T1).</summary>
    Timeout,
}

/// <summary>Something that happened on a <see cref="SipCall"/>. Raised on the signalling loop: a sink only posts it on. The list is closed.</summary>
public abstract record SipCallEvent
{
    private SipCallEvent() { }

    /// <summary>Outgoing: a provisional response above 100; <paramref name="Sdp"/> is there with early media.</summary>
    public sealed record Progress(int Status, SessionDescription? Sdp) : SipCallEvent;

    /// <summary>Outgoing: the 200, already acknowledged.</summary>
    public sealed record Answered(SessionDescription Sdp) : SipCallEvent;

    /// <summary>Incoming: the ACK; <paramref name="Answer"/> is there when the INVITE had no offer, so that ours went with the 200.</summary>
    public sealed record Confirmed(SessionDescription? Answer) : SipCallEvent;

    /// <summary>A re-INVITE or UPDATE; answer with <see cref="SipCall.AnswerReoffer"/>. Without an offer we are asked for one.</summary>
    public sealed record Reoffered(SessionDescription? Offer) : SipCallEvent;

    /// <summary>A key pressed, by SIP INFO (RFC 6086): 0-9, *, #, A-D.</summary>
    public sealed record Digit(char Key) : SipCallEvent;

    /// <summary>The last event of every call.</summary>
    /// <param name="Status">The final status that ended it; 0 where none did.</param>
    public sealed record Ended(CallEnd Cause, int Status, string Reason) : SipCallEvent;
}
